package stream

import (
	"bytes"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// hostile are patterns and texts that take other matchers all memory, or time
// that grows faster than the text.
var hostile = []struct {
	name, pattern string
	piece         string // what the text repeats
	lost          bool   // that text is given up, so that it is told
	after         string // what comes behind it
	want          string // what is found in that
}{
	{"nested repetition", `(a+)+$`, "aaaaaaaaaaaaaaaa", true, "b\naa\n", "aa"},
	{"nested repetition of nothing", `(a*)*b`, "aaaaaaaaaaaaaaaa", true, "c\naab", "aab"},
	{"endless line", `x.*y`, "x123456789abcdef", true, "\nx-y\n", "x-y"},
	{"endless line that matches", `^(.*)$`, "0123456789abcdef", true, "\nab", "ab"},
	{"endless text", `(?s)x.*?y`, "x123456789abcdef", true, "y", ""},
	{"no end of the match", `(?s)begin.*`, "begin of it all ", false, "", ""},
	{"each match reads the whole line", `a.*b|a`, "aaaaaaaaaaaaaaaa", true, "\na-b\n", "a-b"},
	{"too many states", `[ab]a[ab]{14}c`, "abaabbabbbaabaab", false, "\nabbbbbbbbbbbbbbbc\n", ""},
	{"many threads", `(?:a?){50}a{50}c`, "aaaaaaaaaaaaaaaa", false, "b\n" + strings.Repeat("a", 60) + "c", strings.Repeat("a", 60) + "c"},
	{"many words", `\w+ \w+ \w+@`, "ab cd ef gh ijk ", false, "\na b c@", "a b c@"},
	{"look-behind at each byte", `(?<![^a]{20})b+c`, "bbbbbbbbbbbbbbbb", true, "\na bc", "bc"},
	{"lone beginnings of runes", `(*UTF)é.*é`, "é\xe2\x82\xf0\x9f.. abc de", false, "\néaé\n", "éaé"},
}

// hostileText repeats a piece up to size bytes, in writes of 64 KiB.
func hostileText(t *testing.T, w io.Writer, piece string, size int) {
	chunk := bytes.Repeat([]byte(piece), chunkSize/len(piece))
	for ; size > 0; size -= len(chunk) {
		_, err := w.Write(chunk)
		require.NoError(t, err)
	}
}

// heap is the bytes in use once the garbage is gone.
func heap() int {
	var s runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&s)
	return int(s.HeapAlloc)
}

// Whatever comes, the memory stays bounded, the work is in proportion to the
// text, what is given up is told, and the next text is matched as ever.
func TestHostileText(t *testing.T) {
	const hold = 64 << 10
	size := cases(4 << 20)
	for _, c := range hostile {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			var last string
			empty := heap()
			p := mustCompile(t, c.pattern)
			m := p.NewMatcher(hold, func(m Match) { last = string(m.Text(0)) })
			hostileText(t, m, c.piece, size/4)
			work := m.work
			for range 3 {
				hostileText(t, m, c.piece, size/4)
				require.Less(t, heap()-empty, 4*hold+2*maxCacheBytes)
			}
			require.LessOrEqual(t, m.work, 5*work)
			require.Equal(t, c.lost, m.Lost() > 0)
			_, _ = m.Write([]byte(c.after))
			if c.want != "" {
				require.NoError(t, m.Close())
				require.Equal(t, c.want, last)
			}
			runtime.KeepAlive(p)
		})
	}
}

// A million tiny writes are read once and leave no garbage.
func TestTinyWrites(t *testing.T) {
	text := logText(cases(1_000_000))
	for _, pattern := range []string{`status=(\d+)$`, `(?<=status=)\d+`, `(?<!\d)\w+=`, `^.*ERROR(.*)$`, `x.*y|(?s)zz.*`, `(*UTF)\pL+\b`, `$|`} {
		p := mustCompile(t, pattern)
		want, _ := feed(p, 0, text, func(left int) int { return left })
		matches := 0
		m := p.NewMatcher(1<<20, func(Match) { matches++ })
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for i := range text {
			_, _ = m.Write(text[i : i+1])
		}
		runtime.ReadMemStats(&after)
		if !raceDetector {
			require.Less(t, after.Mallocs-before.Mallocs, uint64(1000), pattern)
		}
		require.LessOrEqual(t, m.work, int64(2*len(text)), pattern)
		require.LessOrEqual(t, cap(m.buf), 2*pieceSize, pattern)
		require.NoError(t, m.Close())
		require.Len(t, want, matches, pattern)
	}
}
