package stream

import (
	"flag"
	"math/rand"
	"regexp"
	"testing"
	"unicode/utf8"
)

var factor = flag.Float64("factor", 1, "how many times as many cases as usual the tests of properties try")

// raceDetector tells that it is at work, which makes everything ten times slower
// and a sync.Pool forgetful.
var raceDetector bool

// cases is how many cases the test of a property tries.
func cases(usual int) int {
	if testing.Short() || raceDetector {
		usual /= 10
	}
	return int(float64(usual) * *factor)
}

// span holds the offsets of a match: a start and an end per group, as in
// regexp.FindAllSubmatchIndex.
type span []int64

// feed writes data in the pieces that cut asks for, closes, and gives the
// matches that were reported.
func feed(p *Pattern, maxHold int, data []byte, cut func(left int) int) (spans []span, texts []string) {
	m := p.NewMatcher(maxHold, func(t Match) {
		spans = append(spans, spanOf(t, p.Groups()))
		texts = append(texts, string(t.Text(0)))
	})
	for len(data) > 0 {
		n := cut(len(data))
		_, _ = m.Write(data[:n])
		data = data[n:]
	}
	_ = m.Close()
	return spans, texts
}

func spanOf(t Match, groups int) span {
	s := make(span, 0, 2*groups+2)
	for i := range groups + 1 {
		s = append(s, t.Start(i), t.End(i))
	}
	return s
}

// randomCuts cuts into pieces of up to most bytes.
func randomCuts(r *rand.Rand, most int) func(int) int {
	return func(left int) int { return 1 + r.Intn(min(left, most)) }
}

// oracle is what package regexp finds in the whole text.
func oracle(pattern string, data []byte, utf bool) []span {
	text, offsets := data, identity(len(data))
	if !utf {
		pattern = latin1(pattern)
		text, offsets = latin1Text(data)
	}
	var spans []span
	for _, m := range regexp.MustCompile("(?m)"+pattern).FindAllSubmatchIndex(text, -1) {
		s := make(span, len(m))
		for i, v := range m {
			s[i] = -1
			if v >= 0 {
				s[i] = offsets[v]
			}
		}
		spans = append(spans, s)
	}
	return spans
}

func identity(n int) []int64 {
	offsets := make([]int64, n+1)
	for i := range offsets {
		offsets[i] = int64(i)
	}
	return offsets
}

// latin1Text makes every byte a character; offsets maps places back.
func latin1Text(data []byte) (text []byte, offsets []int64) {
	for i, b := range data {
		text = utf8.AppendRune(text, rune(b))
		for len(offsets) < len(text) {
			offsets = append(offsets, int64(i))
		}
	}
	return text, append(offsets, int64(len(data)))
}
