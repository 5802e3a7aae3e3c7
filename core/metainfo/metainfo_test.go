package metainfo

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// The pieces from which the tables put files together.
const (
	hash     = "AAAAAAAAAAAAAAAAAAAA"
	announce = "8:announce14:http://x:1/ann"
	name     = "4:name5:a.bin"
	length   = "6:lengthi100e"
	piece    = "12:piece lengthi65536e"
	pieces   = "6:pieces20:" + hash
	info     = "d" + length + name + piece + pieces + "e"
	single   = "d" + announce + "4:info" + info + "e"
)

// withInfo is a file with this info dictionary.
func withInfo(parts ...string) string {
	return "d" + announce + "4:infod" + strings.Join(parts, "") + "ee"
}

// withFiles is a file with this info.files.
func withFiles(files string) string {
	return withInfo("5:files", files, "4:name1:d", piece, pieces)
}

// cases are files, what is wrong with them (nothing: ""), and whether the
// client takes them.
var cases = []struct {
	name, data, err string
	client          bool
}{
	{"single file", single, "", true},
	{"trailing bytes", single + "xxxx", "", true},
	{"keys unsorted", "d4:info" + info + announce + "e", "", true},
	{"keys of info unsorted", withInfo(name, pieces, piece, length), "", true},
	{"key twice", withInfo(length, name, piece, pieces, "4:name1:b"), "", true},
	{"info twice", single[:len(single)-1] + "4:infod" + length + "4:name1:b" + piece + pieces + "ee", "", true},
	{"path twice", withFiles("ld6:lengthi5e4:pathl1:ae4:pathl1:beee"), "", true},
	{"path inside of something else", withFiles("ld1:xd4:pathl1:zee6:lengthi5e4:pathl1:aeee"), "", true},
	{"other names", withFiles("ld6:lengthi5e4:pathl1:ae10:path.utf-8l1:zeee"), "", true},
	{"files twice", withInfo("5:filesld6:lengthi5e4:pathl1:aeee", "5:filesld6:lengthi5e4:pathl1:beee", "4:name1:d", piece, pieces), "", true},
	{"unknown keys", withInfo(length, name, piece, pieces, "1:xld1:yi1eee"), "", true},
	{"unknown negative integer", withInfo(length, name, piece, pieces, "1:xi-1e"), "", false},
	{"unknown huge integer", withInfo(length, name, piece, pieces, "1:xi99999999999999999999e"), "", true},
	{"private is text", withInfo(length, name, piece, pieces, "7:private1:1"), "", true},
	{"several files", withFiles("ld6:lengthi5e4:pathl1:a1:beed6:lengthi0e4:pathl1:ceee"), "", true},
	{"one byte, one piece", withInfo("6:lengthi1e", name, "12:piece lengthi1e", pieces), "", true},
	{"dots in a name", withInfo(length, "4:name6:..a..b", piece, pieces), "", false},
	{"dash before a name", withInfo(length, "4:name2:-x", piece, pieces), "", true},
	{"deep enough", withInfo(length, name, piece, pieces, "1:x"+strings.Repeat("l", 30)+strings.Repeat("e", 30)), "", true},

	{"empty", "", "byte 0: a dictionary (d…e) was expected, but the data ends", false},
	{"html", "<html>", `byte 0: a dictionary (d…e) was expected, got "<"`, false},
	{"http", "http://x", `byte 0: a dictionary (d…e) was expected, got "h"`, false},
	{"list", "l" + single + "e", `byte 0: a dictionary (d…e) was expected, got "l"`, false},
	{"cut short", single[:len(single)-1], "byte 0: the dictionary that begins here has no end", true},
	{"cut in a string", "d8:announce99:abc", "byte 11: announce: string of 99 bytes runs past the end", false},
	{"endless string", "d8:announce99999999999999999999999:abc", "byte 11: announce: string of 99999999999999999999… bytes runs past the end", false},
	{"huge string", "d8:announce9223372036854775807:abc", "byte 11: announce: string of 9223372036854775807 bytes runs past the end", false},
	{"key is no string", "di1ei2ee", `byte 1: a string (length:bytes) was expected, got "i"`, false},
	{"no colon", "d8announce", `byte 2: the ':' after a string's length was expected, got "a"`, false},
	{"no value", "d1:xe", `byte 4: a value (a digit, i, l or d) was expected, got "e"`, false},
	{"long length", "d08:announce0:e", "byte 1: a string's length has a leading zero", false},
	{"no announce", "d4:info" + info + "e", `byte 0: the dictionary that begins here has no "announce"`, false},
	{"announce is a number", "d8:announcei3ee", `byte 11: announce: a string (length:bytes) was expected, got "i"`, false},
	{"no info", "d" + announce + "e", `byte 0: the dictionary that begins here has no "info"`, false},
	{"info is a string", "d4:info0:e", `byte 7: info: a dictionary (d…e) was expected, got "0"`, false},
	{"no name", withInfo(length, piece, pieces), `byte 34: info: the dictionary that begins here has no "name"`, false},
	{"empty name", withInfo(length, "4:name0:", piece, pieces), "byte 54: info.name: the name is empty", true},
	{"name out of the folder", withInfo(length, "4:name4:../a", piece, pieces), `byte 54: info.name: the name "../a" leads out of the folder`, false},
	{"name from the root", withInfo(length, "4:name2:/a", piece, pieces), `byte 54: info.name: the name "/a" leads out of the folder`, false},
	{"name there and back", withInfo(length, "4:name6:a/../b", piece, pieces), `byte 54: info.name: the name "a/../b" leads out of the folder`, true},
	{"name is above", withInfo(length, "4:name2:..", piece, pieces), `byte 54: info.name: the name ".." leads out of the folder`, false},
	{"name is the folder", withInfo(length, "4:name1:.", piece, pieces), `byte 54: info.name: the name "." is the folder itself`, true},
	{"name in a folder", withInfo(length, "4:name3:a/b", piece, pieces), `byte 54: info.name: the name "a/b" has a '/'; a file in a folder has a path of several names`, true},
	{"folder's name up", withInfo("5:filesld6:lengthi5e4:pathl1:aeee", "4:name4:x/..", piece, pieces), `byte 74: info.name: the name "x/.." leads out of the folder`, true},
	{"name with zero byte", withInfo(length, "4:name3:a\x00b", piece, pieces), `byte 54: info.name: the name "a\x00b" has a zero byte`, true},
	{"name of two lines", withInfo(length, "4:name3:a\nb", piece, pieces), `byte 54: info.name: the name "a\nb" has a line break`, true},
	{"leading zero", withInfo("6:lengthi0100e", name, piece, pieces), "byte 44: info.length: an integer has a leading zero", true},
	{"minus zero", withInfo(length, name, piece, pieces, "1:xi-0e"), "byte 118: info: an integer may not be -0", false},
	{"no digits", withInfo(length, name, piece, pieces, "1:xie"), `byte 118: info: a digit of an integer was expected, got "e"`, true},
	{"plus", withInfo("6:lengthi+1e", name, piece, pieces), `byte 44: info.length: a digit of an integer was expected, got "+"`, false},
	{"no end of integer", withInfo("6:lengthi1x2e", name, piece, pieces), `byte 45: info.length: the 'e' that ends an integer was expected, got "x"`, false},
	{"length too big", withInfo("6:lengthi9999999999999999999e", name, piece, pieces), "byte 43: info.length: integer 9999999999999999999 does not fit into 64 bits", true},
	{"negative length", withInfo("6:lengthi-5e", name, piece, pieces), "byte 43: info.length: -5 is not a length: 0 or more was expected", false},
	{"length is text", withInfo("6:length3:100", name, piece, pieces), `byte 43: info.length: an integer (i…e) was expected, got "3"`, false},
	{"piece length 0", withInfo(length, name, "12:piece lengthi0e", pieces), "byte 76: info.piece length: 0 is not a length: 1 or more was expected", false},
	{"pieces 21", withInfo(length, name, piece, "6:pieces21:"+hash+"A"), "info.pieces is 21 bytes long, not a multiple of 20", false},
	{"too few pieces", withInfo("6:lengthi1000000e", name, piece, pieces), "1000000 bytes in pieces of 65536 need 16 hashes, but info.pieces has 1", true},
	{"one piece of nothing", withInfo("6:lengthi0e", name, piece, pieces), "0 bytes in pieces of 65536 need 0 hashes, but info.pieces has 1", true},
	{"neither length nor files", withInfo(name, piece, pieces), `byte 34: info: info has neither "length" (one file) nor "files" (several)`, false},
	{"length and files", withInfo("5:filesle", length, name, piece, pieces), `byte 34: info: info has both "length" (one file) and "files" (several)`, false},
	{"file without path", withFiles("ld6:lengthi5eee"), `byte 43: info.files: the dictionary that begins here has no "path"`, false},
	{"file is a number", withFiles("li5ee"), `byte 43: info.files: a dictionary (d…e) was expected, got "i"`, false},
	{"empty path", withFiles("ld6:lengthi5e4:pathleee"), "byte 61: info.files.path: the path is empty", false},
	{"path up", withFiles("ld6:lengthi5e4:pathl2:..1:aeee"), `byte 62: info.files.path: the name ".." leads out of the folder`, false},
	{"path up further on", withFiles("ld6:lengthi5e4:pathl1:a2:..2:..1:beee"), `byte 65: info.files.path: the name ".." leads out of the folder`, true},
	{"path up in one name", withFiles("ld6:lengthi5e4:pathl1:a7:b/../..1:ceee"), `byte 65: info.files.path: the name "b/../.." leads out of the folder`, true},
	{"path from the root", withFiles("ld6:lengthi5e4:pathl4:/etc1:aeee"), `byte 62: info.files.path: the name "/etc" leads out of the folder`, false},
	{"path of the second file", withFiles("ld6:lengthi5e4:pathl1:aeed6:lengthi0e4:pathl1:b2:..eee"), `byte 89: info.files.path: the name ".." leads out of the folder`, true},
	{"path with a '/'", withFiles("ld6:lengthi5e4:pathl3:a/b1:ceee"), `byte 62: info.files.path: the name "a/b" has a '/'; a file in a folder has a path of several names`, true},
	{"path with an empty name", withFiles("ld6:lengthi5e4:pathl1:a0:1:beee"), "byte 65: info.files.path: the name is empty", true},
	{"path with the folder itself", withFiles("ld6:lengthi5e4:pathl1:a1:.eee"), `byte 65: info.files.path: the name "." is the folder itself`, true},
	{"path with a zero byte", withFiles("ld6:lengthi5e4:pathl3:a\x00beee"), `byte 62: info.files.path: the name "a\x00b" has a zero byte`, true},
	{"path with a number", withFiles("ld6:lengthi5e4:pathl1:ai3eeee"), `byte 65: info.files.path: a string (length:bytes) was expected, got "i"`, false},
	{"sum too big", withFiles("ld6:lengthi9223372036854775807e4:pathl1:aeed6:lengthi1e4:pathl1:beee"),
		"info.files: the lengths add up to more than 64 bits hold", true},
	{"too deep", withInfo(length, name, piece, pieces, "1:x"+strings.Repeat("l", 31)+strings.Repeat("e", 31)),
		"byte 147: info: more than 32 lists and dictionaries inside each other", true},
	{"deep without end", strings.Repeat("d1:x", 1<<20), "byte 128: more than 32 lists and dictionaries inside each other", false},
	{"too large", single + strings.Repeat("x", MaxSize), fmt.Sprintf("%d bytes are more than the 4194304 that a metainfo file may have", MaxSize+len(single)), false},
	{"as large as can be", single + strings.Repeat("x", MaxSize-len(single)), "", true},
}

func TestParse(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := Parse([]byte(c.data))
			if c.err == "" {
				require.NoError(t, err)
				require.Equal(t, "http://x:1/ann", got.Announce)
				return
			}
			require.Nil(t, got)
			require.EqualError(t, err, "metainfo.parse: EINVAL: no metainfo file: "+c.err)
			require.NotContains(t, err.Error(), "\n")
			require.ErrorIs(t, err, job.EINVAL)
		})
	}
}

// TestClient checks what the tables say about the client against the client:
// what it takes, and that its files are those that Parse has looked at.
func TestClient(t *testing.T) {
	client, err := exec.LookPath("ctorrent")
	require.NoError(t, err, "ctorrent is needed: apt-get install ctorrent")
	dir := t.TempDir()
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(dir, fmt.Sprint(i))
			require.NoError(t, os.WriteFile(file, []byte(c.data), 0o600))
			out, err := exec.Command(client, "-x", file).CombinedOutput()
			require.Equal(t, c.client, err == nil, "ctorrent -x: %v\n%.500s", err, out)
			if in, err := Parse([]byte(c.data)); err == nil && c.client {
				require.Contains(t, string(out), listing(in))
			}
		})
	}
}

// listing is how the client shows the files.
func listing(in *Info) string {
	if in.Files == nil {
		return fmt.Sprintf("FILES INFO\n<1> %s [%d]\n", in.Name, in.Length)
	}
	list := "FILES INFO\nDirectory: " + in.Name + "\n"
	for i, f := range in.Files {
		list += fmt.Sprintf("<%d>  %s [%d]\n", i+1, strings.Join(f.Path, "/"), f.Length)
	}
	return list + "Total: "
}

func TestSingleFile(t *testing.T) {
	t.Parallel()
	got, err := Parse([]byte(withInfo(length, name, piece, pieces, "7:privatei1e")))
	require.NoError(t, err)
	raw := "d" + length + name + piece + pieces + "7:privatei1e" + "e"
	require.Equal(t, &Info{
		Announce: "http://x:1/ann", Name: "a.bin", PieceLength: 65536, Pieces: 1, Length: 100,
		Private: true, InfoHash: sha1.Sum([]byte(raw)),
	}, got)
	sum := sha1.Sum([]byte(raw))
	require.Equal(t, hex.EncodeToString(sum[:]), got.HashHex())
}

func TestSeveralFiles(t *testing.T) {
	t.Parallel()
	got, err := Parse([]byte(withFiles("ld6:lengthi5e4:pathl1:a1:beed6:lengthi7e4:pathl1:ceee")))
	require.NoError(t, err)
	require.Equal(t, []File{{[]string{"a", "b"}, 5}, {[]string{"c"}, 7}}, got.Files)
	require.EqualValues(t, 12, got.Length)
	require.False(t, got.Private)
}

func TestTexts(t *testing.T) {
	t.Parallel()
	got, err := Parse([]byte("d" + announce + "13:announce-listll1:a1:bei5el1:ced1:x1:yee7:comment3:d\ne10:created by1:f" + "4:info" + info + "e"))
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "c", "d\ne", "f"}, got.Texts)
}

func TestFirstOfTwoKeysCounts(t *testing.T) {
	t.Parallel()
	got, err := Parse([]byte(withInfo(length, name, piece, pieces, "4:name1:b")))
	require.NoError(t, err)
	require.Equal(t, "a.bin", got.Name)
}
