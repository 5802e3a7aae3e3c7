package tracker

import (
	"context"
	"encoding/hex"
	"math/rand/v2"
	"net/netip"
	"path"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/tool"
)

// opentracker is Debian's opentracker, which serves listed torrents only. It
// reads the list when it starts, maybe after its first answers, and when it
// gets SIGHUP, which kills it before its first answer.
//
// Each list ends with a mark, a torrent that is in no other list: once an
// announce of the mark is answered, that list is in force, and no real torrent
// was touched to find out.
type opentracker struct {
	files   job.FS
	tempDir string

	dir      string // of the list; "" before the first start
	torrents [][20]byte
	known    map[[20]byte]bool // torrents
	mark     [20]byte          // of the newest list
}

type opentrackerArgs struct {
	IP   netip.Addr `tool:"-i"`
	Port uint16     `tool:"-p"`
	User string     `tool:"-u"` // whom it becomes if it is root; else it stays who it is
	List string     `tool:"-w"`
}

func newOpentracker(f *job.Factory) *opentracker {
	return &opentracker{files: f.FS(), tempDir: f.TempDir(), known: map[[20]byte]bool{}}
}

func (o *opentracker) arguments(at netip.AddrPort) ([]string, error) {
	if err := o.makeDir(); err != nil {
		return nil, err
	}
	if err := o.write(); err != nil {
		return nil, err
	}
	return tool.Argv(opentrackerArgs{IP: at.Addr(), Port: at.Port(), User: "nobody", List: o.list()})
}

func (o *opentracker) list() string { return path.Join(o.dir, "allowed") }

// makeDir makes the folder of the list. The user that opentracker becomes must
// be able to read it.
func (o *opentracker) makeDir() error {
	if o.dir != "" {
		return nil
	}
	dir, err := o.files.MkdirTemp(o.tempDir, "tlua-opentracker-")
	if err != nil {
		return job.IOError("", o.tempDir, err)
	}
	o.dir = dir
	if err := o.files.Chmod(dir, 0o755); err != nil {
		return job.IOError("", dir, err)
	}
	return nil
}

// write replaces the list by one with a mark of its own, as a whole: a program
// that reads meanwhile gets the one or the other.
func (o *opentracker) write() error {
	var b strings.Builder
	for _, h := range o.torrents {
		b.WriteString(hex.EncodeToString(h[:]) + "\n")
	}
	for i := range o.mark {
		o.mark[i] = byte(rand.Uint32())
	}
	b.WriteString(hex.EncodeToString(o.mark[:]) + "\n")
	fresh := path.Join(o.dir, "new")
	err := o.put(fresh, b.String())
	if err == nil {
		err = o.files.Rename(fresh, o.list())
	}
	if err != nil {
		return job.IOError("", o.list(), err)
	}
	return nil
}

// put writes a file that everybody may read, whatever the umask says.
func (o *opentracker) put(name, text string) error {
	f, err := o.files.Create(name, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write([]byte(text))
	if bad := f.Close(); err == nil {
		err = bad
	}
	if err != nil {
		return err
	}
	return o.files.Chmod(name, 0o644)
}

// ready has a peer of the mark come, and go at once. To ask with "stopped"
// alone would tell nothing: that is answered for any torrent.
func (o *opentracker) ready(ctx context.Context, url string) error {
	if err := probe(ctx, url, o.mark, "started"); err != nil {
		return err
	}
	return probe(ctx, url, o.mark, "stopped")
}

// hopeless looks for the complaint about a list that it cannot read: it goes on
// without one, and refuses all torrents.
func (o *opentracker) hopeless(lines []string) string {
	if !strings.Contains(strings.Join(lines, "\n"), "Can't open accesslist file") {
		return ""
	}
	return "it cannot read " + o.list() + "; if root starts it, it becomes the user nobody, who must be able to enter that folder"
}

func (o *opentracker) install() string { return "install it with: apt-get install opentracker" }

func (o *opentracker) allow(infoHash [20]byte) {
	if !o.known[infoHash] {
		o.known[infoHash] = true
		o.torrents = append(o.torrents, infoHash)
	}
}

func (o *opentracker) reload() (job.Signal, error) { return job.Signal(unix.SIGHUP), o.write() }

func (o *opentracker) free() error {
	if o.dir == "" {
		return nil
	}
	if err := o.files.RemoveAll(o.dir); err != nil {
		return job.IOError("", o.dir, err)
	}
	o.dir = ""
	return nil
}
