package stream

import (
	"bytes"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"
)

// randomBytes makes n bytes of few kinds, so that everything is nearly found
// everywhere.
func randomBytes(r *rand.Rand, n int) []byte {
	kinds := 1 + r.Intn(4)
	b := make([]byte, n)
	for i := range b {
		b[i] = "ab\x80\xff"[r.Intn(kinds)]
	}
	return b
}

func TestNeedle(t *testing.T) {
	for seed := range cases(20000) {
		r := rand.New(rand.NewSource(int64(seed)))
		text := randomBytes(r, 1+r.Intn(6))
		buf := randomBytes(r, r.Intn(100))
		if r.Intn(2) == 0 { // a long way to go first, in which the rare byte is frequent or not
			buf = append(bytes.Repeat([]byte{"a\x00"[r.Intn(2)]}, 2000+r.Intn(20)), buf...)
		}
		n := newNeedle(text)
		require.Equal(t, bytes.Index(buf, text), n.index(buf), "%q in %q", text, buf)
	}
}

func TestIndexPair(t *testing.T) {
	for seed := range cases(20000) {
		r := rand.New(rand.NewSource(int64(seed)))
		buf := randomBytes(r, r.Intn(60))
		pair := randomBytes(r, 2)
		require.Equal(t, bytes.Index(buf, pair), indexPair(buf, pair[0], pair[1]), "%q in %q", pair, buf)
	}
}

// No place is left out where all sets have the bytes, and none is given where one
// has not, unless it is too near to the end to tell.
func TestOpening(t *testing.T) {
	for seed := range cases(20000) {
		r := rand.New(rand.NewSource(int64(seed)))
		sets := make([][256]bool, 1+r.Intn(maxOpening))
		for k := range sets {
			for _, b := range randomBytes(r, 1+r.Intn(3)) {
				sets[k][b] = true
			}
		}
		buf := randomBytes(r, r.Intn(60))
		at := r.Intn(len(buf) + 1)
		want := at
		for ; want+len(sets) <= len(buf); want++ {
			holds := true
			for k := range sets {
				holds = holds && sets[k][buf[want+k]]
			}
			if holds {
				break
			}
		}
		o := openingOf(sets)
		got := o.index(buf, at)
		if want+len(sets) <= len(buf) {
			require.Equal(t, want, got, "%q from %d", buf, at)
			continue
		}
		require.GreaterOrEqual(t, got, min(want, len(buf)), "%q from %d", buf, at)
		require.LessOrEqual(t, got, len(buf))
	}
}

// What is looked for, by pattern: nothing where every byte can begin a match.
func TestWhatIsLookedFor(t *testing.T) {
	for _, c := range []struct {
		pattern string
		needle  string
		delta   int
		opening int // bytes of it, 0 if it is not looked for
	}{
		{`\[\d+`, "[", 0, 0},
		{`^ERROR:(.*)$`, "\nERROR:", 1, 0},
		{`\b(ERROR)\b`, "ERROR", 0, 0},
		{`^\d+`, "\n", 1, 0},
		{`(?<=status=)\d+`, "status=", 7, 0},
		{`(?<=\bpid |tid )\d+`, "", 0, 1},
		{`(?<=\bpid )x`, "pid x", 4, 0},
		{`(?<!a)b1`, "b1", 0, 0},
		{`(*UTF)é.`, "é", 0, 0},
		{`(?i)error\w`, "", 0, 5},
		{`(error|warn|fatal)[: ]`, "", 0, 5},
		{`e(xx|yy)`, "", 0, 3},
		{`\d+ms`, "", 0, 3},
		{`(*UTF)(?i)disk`, "", 0, 3}, // there are two wide characters that fold to s and k
		{`\w+@`, "", 0, 0},
		{`a*`, "", 0, 0},
		{`.`, "", 0, 0},
	} {
		s := mustCompile(t, c.pattern).skipper
		require.Equal(t, c.needle, string(s.needle.text), c.pattern)
		require.Equal(t, c.delta, s.delta, c.pattern)
		size := 0
		if len(s.needle.text) == 0 && s.opening.worthwhile() {
			size = s.opening.size
		}
		require.Equal(t, c.opening, size, c.pattern)
	}
}
