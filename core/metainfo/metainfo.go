// Package metainfo reads BitTorrent metainfo files (.torrent, BEP 3).
//
// It takes what the client takes: keys in any order, a key that comes twice
// (the first one counts) and bytes after the end. It is stricter where the
// client would only fail later or misread the file: numbers with leading
// zeros, a file that is cut short, hashes that do not match the length, names
// that lead out of the download folder.
package metainfo

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/tlua/tlua/core/job"
)

// MaxSize is the size in bytes of the largest metainfo file that the client
// accepts.
const MaxSize = 4 << 20

// Info is what a metainfo file says.
type Info struct {
	Announce    string   // the tracker's URL, as it stands in the file
	Name        string   // of the file, or of the folder that the files are in
	PieceLength int64    // in bytes
	Pieces      int      // how many
	Length      int64    // of all files together, in bytes
	Files       []File   // in the order of their data; nil for a single file
	Private     bool     // BEP 27
	Texts       []string // for people: comment, program that made it, further trackers
	InfoHash    [20]byte // SHA-1 of the info dictionary as it stands in the file
}

// File is one file of several.
type File struct {
	Path   []string // folders and name, below Info.Name
	Length int64    // in bytes
}

// HashHex gives the info-hash as 40 lower-case hexadecimal digits.
func (i *Info) HashHex() string { return hex.EncodeToString(i.InfoHash[:]) }

// Parse reads a metainfo file's content. Its errors have the code EINVAL and
// say in one line what is wrong, where, and what would be right.
func Parse(data []byte) (*Info, error) {
	if len(data) > MaxSize {
		return nil, bad(fmt.Errorf("%d bytes are more than the %d that a metainfo file may have", len(data), MaxSize))
	}
	p := &parser{reader: reader{data: data}}
	if err := p.file(); err != nil {
		return nil, bad(err)
	}
	return &p.info, nil
}

func bad(err error) error {
	return job.Errorf("metainfo.parse", job.EINVAL, "no metainfo file: %w", err)
}

// parser fills info from the reader.
type parser struct {
	reader
	info  Info
	files bool // info.files was there
}

// field is a key of a dictionary, and what reads its value.
type field struct {
	key      string
	required bool
	read     func() error
}

// fields reads a dictionary. Keys other than those asked for are skipped, and
// so is a key's second coming. name stands before keys in messages.
func (p *parser) fields(name string, want []field) error {
	start, seen := p.pos, make([]bool, len(want))
	err := p.dict(func(key []byte) error {
		i := slices.IndexFunc(want, func(f field) bool { return f.key == string(key) })
		if i < 0 || seen[i] {
			return p.skip()
		}
		seen[i] = true
		return within(name+want[i].key, want[i].read())
	})
	if err != nil {
		return err
	}
	for i, f := range want {
		if f.required && !seen[i] {
			return p.errorf(start, "the dictionary that begins here has no %q", f.key)
		}
	}
	return nil
}

// within puts the name of the field into a message that has none yet.
func within(name string, err error) error {
	var s *syntaxError
	if errors.As(err, &s) && !s.named {
		return &syntaxError{s.offset, name + ": " + s.what, true}
	}
	return err
}

func (p *parser) file() error {
	var raw []byte
	err := p.fields("", []field{
		{"announce", true, p.into(&p.info.Announce)},
		{"info", true, func() error {
			start := p.pos
			err := p.infoDict()
			raw = p.data[start:p.pos]
			return err
		}},
		{"announce-list", false, p.texts},
		{"comment", false, p.texts},
		{"created by", false, p.texts},
	})
	if err != nil {
		return err
	}
	p.info.InfoHash = sha1.Sum(raw)
	return nil
}

func (p *parser) infoDict() error {
	start := p.pos
	var single bool
	err := p.fields("info.", []field{
		{"name", true, p.name},
		{"piece length", true, p.pieceLength},
		{"pieces", true, p.pieces},
		{"length", false, func() error { single = true; return p.length(&p.info.Length) }},
		{"files", false, p.fileList},
		{"private", false, p.private},
	})
	switch {
	case err != nil:
		return err
	case single && p.files:
		return p.errorf(start, `info has both "length" (one file) and "files" (several)`)
	case !single && !p.files:
		return p.errorf(start, `info has neither "length" (one file) nor "files" (several)`)
	}
	return p.total()
}

// total adds up the files and compares the sum with the number of hashes.
func (p *parser) total() error {
	in := &p.info
	for _, f := range in.Files {
		if f.Length > math.MaxInt64-in.Length {
			return fmt.Errorf("info.files: the lengths add up to more than 64 bits hold")
		}
		in.Length += f.Length
	}
	want := in.Length / in.PieceLength
	if in.Length%in.PieceLength > 0 {
		want++
	}
	if int64(in.Pieces) != want {
		return fmt.Errorf("%d bytes in pieces of %d need %d hashes, but info.pieces has %d",
			in.Length, in.PieceLength, want, in.Pieces)
	}
	return nil
}

// into gives what reads a string into to.
func (p *parser) into(to *string) func() error {
	return func() error {
		s, err := p.text()
		*to = string(s)
		return err
	}
}

// texts reads all strings of a value that may be anything.
func (p *parser) texts() error {
	switch c := p.peek(); {
	case c == 'l':
		return p.list(func(int) error { return p.texts() })
	case !isDigit(c):
		return p.skip()
	}
	s, err := p.text()
	p.info.Texts = append(p.info.Texts, string(s))
	return err
}

func (p *parser) name() error {
	start := p.pos
	if err := p.into(&p.info.Name)(); err != nil {
		return err
	}
	return p.safe(start, p.info.Name)
}

// safe refuses a name that is not just that: the client would follow it out of
// the download folder, or take it for another one than it is.
func (p *parser) safe(offset int, name string) error {
	switch {
	case name == "":
		return p.errorf(offset, "the name is empty")
	case strings.ContainsRune(name, 0):
		return p.errorf(offset, "the name %.60q has a zero byte", name)
	case strings.ContainsAny(name, "\r\n"):
		return p.errorf(offset, "the name %.60q has a line break", name)
	case name[0] == '/' || slices.Contains(strings.Split(name, "/"), ".."):
		return p.errorf(offset, "the name %.60q leads out of the folder", name)
	case strings.Contains(name, "/"):
		return p.errorf(offset, "the name %.60q has a '/'; a file in a folder has a path of several names", name)
	case name == ".":
		return p.errorf(offset, `the name "." is the folder itself`)
	}
	return nil
}

func (p *parser) pieceLength() error {
	start := p.pos
	n, err := p.integer()
	if err != nil {
		return err
	}
	if n < 1 {
		return p.errorf(start, "%d is not a length: 1 or more was expected", n)
	}
	p.info.PieceLength = n
	return nil
}

func (p *parser) pieces() error {
	s, err := p.text()
	if err != nil {
		return err
	}
	if len(s)%sha1.Size != 0 {
		return fmt.Errorf("info.pieces is %d bytes long, not a multiple of %d", len(s), sha1.Size)
	}
	p.info.Pieces = len(s) / sha1.Size
	return nil
}

func (p *parser) length(to *int64) error {
	start := p.pos
	n, err := p.integer()
	if err != nil {
		return err
	}
	if n < 0 {
		return p.errorf(start, "%d is not a length: 0 or more was expected", n)
	}
	*to = n
	return nil
}

func (p *parser) fileList() error {
	p.files = true
	p.info.Files = []File{}
	return p.list(func(int) error {
		var f File
		err := p.fields("info.files.", []field{
			{"length", true, func() error { return p.length(&f.Length) }},
			{"path", true, func() (err error) { f.Path, err = p.path(); return err }},
		})
		p.info.Files = append(p.info.Files, f)
		return err
	})
}

func (p *parser) path() (path []string, err error) {
	start := p.pos
	err = p.list(func(int) error {
		start := p.pos
		s, err := p.text()
		if err != nil {
			return err
		}
		path = append(path, string(s))
		return p.safe(start, string(s))
	})
	if err == nil && len(path) == 0 {
		err = p.errorf(start, "the path is empty")
	}
	return path, err
}

// private reads BEP 27's flag; a value that is no integer is as good as none.
func (p *parser) private() error {
	if p.peek() != 'i' {
		return p.skip()
	}
	d, err := p.rawInteger()
	p.info.Private = string(d) == "1"
	return err
}
