package stream

import (
	"math/rand"
	"regexp"
	"strings"
	"unicode/utf8"
)

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

var atoms = []string{
	"a", "b", "c", "ab", ".", `\d`, `\w`, `\s`, "[^a]", "[ab]", `\n`, "^", "$", `\b`, `\B`, `\A`, `\z`,
	"é", "(?s:.)", "", "x", "1", "(?i:A)", "(?-m:^)", "(?-m:$)", "[é€]", `\x00`, `[^\n]`,
}

// randomPattern makes a pattern of nested constructs; leaf makes its atoms.
func randomPattern(r *rand.Rand, depth int, leaf func() string) string {
	sub := func() string { return randomPattern(r, depth-1, leaf) }
	switch k := r.Intn(9); {
	case depth <= 0 || k < 3:
		return leaf()
	case k == 3:
		return sub() + "|" + sub()
	case k == 4:
		return "(" + sub() + ")"
	case k == 5:
		repeat := []string{"*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?"}
		return "(?:" + sub() + ")" + repeat[r.Intn(len(repeat))]
	}
	return sub() + sub()
}

func randomAtom(r *rand.Rand) func() string {
	return func() string { return atoms[r.Intn(len(atoms))] }
}

var tokens = []string{
	"a", "b", "c", "1", "2", " ", "\n", "\n", "x", "é", "\xff", "\x00", "\xe2\x82", "\xf0\x9f", "ab", "€", "\r\n", "A",
}

func randomText(r *rand.Rand, n int) []byte {
	var b strings.Builder
	for range n {
		b.WriteString(tokens[r.Intn(len(tokens))])
	}
	return []byte(b.String())
}
