package metainfo

import (
	"crypto/sha1"
	"errors"
	"fmt"
	"runtime"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tlua/tlua/core/job"
)

// TestParseReadsWhatIsWritten writes files of any content and reads them.
func TestParseReadsWhatIsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := drawInfo(t)
		raw := encode(infoDict(want))
		want.InfoHash = sha1.Sum(raw)
		data := append([]byte("d"), encode("announce")...)
		data = append(append(data, encode(want.Announce)...), encode("info")...)
		data = append(append(data, raw...), 'e')

		got, err := Parse(data)
		require.NoError(t, err)
		require.Equal(t, want, got)

		cut := rapid.IntRange(0, len(data)-1).Draw(t, "cut")
		_, err = Parse(data[:cut])
		require.ErrorIs(t, err, job.EINVAL)
	})
}

func drawInfo(t *rapid.T) *Info {
	part := rapid.StringMatching(`[^/\x00.\r\n]{1,20}`)
	in := &Info{
		Announce:    rapid.String().Draw(t, "announce"),
		Name:        part.Draw(t, "name"),
		PieceLength: rapid.Int64Range(1<<14, 1<<40).Draw(t, "piece length"),
		Private:     rapid.Bool().Draw(t, "private"),
	}
	in.Pieces = rapid.IntRange(0, 20).Draw(t, "pieces")
	if in.Pieces > 0 {
		in.Length = int64(in.Pieces-1)*in.PieceLength + rapid.Int64Range(1, in.PieceLength).Draw(t, "last piece")
	}
	if rapid.Bool().Draw(t, "several") {
		in.Files = []File{}
		for left := in.Length; left > 0; {
			f := File{rapid.SliceOfN(part, 1, 4).Draw(t, "path"), rapid.Int64Range(left/3, left).Draw(t, "length")}
			in.Files = append(in.Files, f)
			left -= f.Length
		}
	}
	return in
}

func infoDict(in *Info) map[string]any {
	d := map[string]any{"name": in.Name, "piece length": in.PieceLength, "pieces": strings.Repeat(hash, in.Pieces)}
	if in.Private {
		d["private"] = int64(1)
	}
	if in.Files == nil {
		d["length"] = in.Length
		return d
	}
	files := []any{}
	for _, f := range in.Files {
		path := []any{}
		for _, p := range f.Path {
			path = append(path, p)
		}
		files = append(files, map[string]any{"length": f.Length, "path": path})
	}
	d["files"] = files
	return d
}

// encode writes bencode.
func encode(v any) []byte {
	var b []byte
	switch v := v.(type) {
	case string:
		b = fmt.Appendf(b, "%d:%s", len(v), v)
	case int64:
		b = fmt.Appendf(b, "i%de", v)
	case []any:
		b = append(b, 'l')
		for _, e := range v {
			b = append(b, encode(e)...)
		}
		b = append(b, 'e')
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		b = append(b, 'd')
		for _, k := range keys {
			b = append(append(b, encode(k)...), encode(v[k])...)
		}
		b = append(b, 'e')
	}
	return b
}

// FuzzParse checks what is refused and what is taken: what it costs, that names
// are names, and that it is read again as it was once it is written anew.
func FuzzParse(f *testing.F) {
	for _, c := range cases {
		if len(c.data) < 1<<12 {
			f.Add([]byte(c.data))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := allocated()
		in, err := Parse(data)
		require.Less(t, allocated()-before, allowed(len(data)))
		if err != nil {
			var e *job.Error
			require.True(t, errors.As(err, &e))
			require.Equal(t, job.EINVAL, e.Code)
			require.NotContains(t, err.Error(), "\n")
			return
		}
		names := []string{in.Name}
		for _, f := range in.Files {
			require.NotEmpty(t, f.Path)
			names = append(names, f.Path...)
		}
		for _, name := range names {
			require.False(t, name == "" || name == "." || name == ".." || strings.ContainsAny(name, "/\x00\r\n"), "%q", name)
		}
		again, err := Parse(encode(map[string]any{"announce": in.Announce, "info": infoDict(in)}))
		require.NoError(t, err)
		again.InfoHash, again.Texts = in.InfoHash, in.Texts // of more than what Info has
		require.Equal(t, in, again)
	})
}

// allocated is how many bytes were allocated so far.
func allocated() int {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.TotalAlloc)
}

// allowed is how many bytes may be allocated for a file of a size. A text of no
// bytes, which takes two of the file, takes 16 in a slice that grows.
func allowed(size int) int { return 64<<10 + 50*size }

// TestMemory has large files that are made of the smallest things.
func TestMemory(t *testing.T) {
	const size = 1 << 18
	many := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, data := range map[string]string{
		"files":      withFiles("l" + many("d6:lengthi0e4:pathl1:aee") + "d6:lengthi5e4:pathl1:aeee"),
		"folders":    withFiles("ld6:lengthi5e4:pathl" + many("1:a") + "eee"),
		"texts":      "d" + announce + "7:commentl" + many("1:a") + "e4:info" + info + "e",
		"empty":      "d" + announce + "7:commentl" + many("0:") + "e4:info" + info + "e",
		"lists":      "d" + announce + "7:commentl" + many("le") + "e4:info" + info + "e",
		"keys":       "d" + announce + "4:info" + info + many("1:xi0e") + "e",
		"two as one": "d" + announce + "4:info" + info + many("7:comment1:a") + "e",
		"one text":   "d" + announce + "7:comment262144:" + many("a") + "4:info" + info + "e",
		"pieces":     withInfo("6:lengthi858980352e", name, piece, "6:pieces262140:"+strings.Repeat(hash, 13107)),
		"no end":     "d" + announce + "4:infod5:filesl" + many("d6:lengthi0e4:pathl1:aee"),
	} {
		t.Run(name, func(t *testing.T) {
			before := allocated()
			_, err := Parse([]byte(data))
			took := allocated() - before - len(data) // the copy
			require.Equal(t, name != "no end", err == nil, "%v", err)
			require.Less(t, took, allowed(len(data)))
		})
	}
}

func BenchmarkParse(b *testing.B) {
	in := &Info{Announce: "http://x/", Name: "a", PieceLength: 1 << 18, Pieces: 20000, Length: 20000 << 18}
	data := encode(map[string]any{"announce": in.Announce, "info": infoDict(in)})
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}
