package stream

import (
	"math/rand"
	"reflect"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// randomBody makes an expression of bounded length without end assertions.
func randomBody(r *rand.Rand, depth int) string {
	leaves := []string{"a", "b", "1", " ", ".", `\d`, `\w`, "[^a]", "(?s:.)", `\n`, "é", "", "^", `\A`, "(?i:A)", "[]a]"}
	switch k := r.Intn(8); {
	case depth <= 0 || k < 3:
		return leaves[r.Intn(len(leaves))]
	case k == 3:
		return "(?:" + randomBody(r, depth-1) + "|" + randomBody(r, depth-1) + ")"
	case k == 4:
		return "(?:" + randomBody(r, depth-1) + ")" + []string{"?", "{2}", "{0,3}", "{1,2}?"}[r.Intn(4)]
	}
	return randomBody(r, depth-1) + randomBody(r, depth-1)
}

// A look-behind holds where the body matches some end of what precedes. Each
// character that follows such a place is a match.
func TestLookBehindIsAnchoredMatch(t *testing.T) {
	matches := 0
	for seed := range cases(4000) {
		r := rand.New(rand.NewSource(int64(seed)))
		body := randomBody(r, 3)
		flags := []string{"", "", "(?i)", "(?s)", "(?-m)"}[r.Intn(5)]
		kind := []string{"=", "!"}[r.Intn(2)]
		utf := r.Intn(2) == 0
		pattern := flags + "(?<" + kind + body + ")(?s:.)"
		data := randomText(r, r.Intn(25))
		text, offsets := data, identity(len(data))
		oracleBody := body
		if utf {
			pattern = utfPrefix + pattern
		} else {
			text, offsets = latin1Text(data)
			oracleBody = latin1(body)
		}
		re := regexp.MustCompile("(?m)" + flags + "(?:" + oracleBody + `)\z`)
		var want []span
		for _, char := range regexp.MustCompile("(?s:.)").FindAllIndex(text, -1) {
			if re.Match(text[:char[0]]) == (kind == "=") {
				want = append(want, span{offsets[char[0]], offsets[char[1]]})
			}
		}
		p := mustCompile(t, pattern)
		limitStates(p, r)
		got, _ := feed(p, 0, data, randomCuts(r, 1+r.Intn(8)))
		if !reflect.DeepEqual(want, got) {
			t.Fatalf("seed %d: pattern %q text %q\nwant %v\ngot  %v", seed, pattern, data, want, got)
		}
		matches += len(got)
	}
	require.Positive(t, matches)
}

// Look-behind anywhere in a pattern, with assertions that see the real text on
// both sides of the place: all groups are those of trying everything. Whatever a
// write reports stays right with what follows.
func TestLookBehindAnywhere(t *testing.T) {
	behinds, matches := 0, 0
	for seed := range cases(12000) {
		r := rand.New(rand.NewSource(int64(seed)))
		e := newNaiveMaker(r).expression(5)
		source := e.source
		utf := r.Intn(3) == 0
		if utf {
			source = utfPrefix + source
		}
		p := mustCompile(t, source)
		limitStates(p, r)
		text := naiveText(r, r.Intn(16))
		want := e.all(text, utf, p.Groups())
		cut := randomCuts(r, 1+r.Intn(6))
		got, _ := feed(p, 0, text, cut)
		if !reflect.DeepEqual(want, got) {
			t.Fatalf("seed %d: pattern %q text %q\nwant %v\ngot  %v", seed, source, text, want, got)
		}
		behinds += len(p.behinds)
		matches += len(got)

		var early []span
		m := p.NewMatcher(0, func(t Match) { early = append(early, spanOf(t, p.Groups())) })
		_, _ = m.Write(text[:len(text)/2])
		if len(early) > len(want) || len(early) > 0 && !reflect.DeepEqual(early, want[:len(early)]) {
			t.Fatalf("seed %d: pattern %q text %q: early %v\nwant %v", seed, source, text, early, want)
		}
	}
	require.Positive(t, matches)
	require.Greater(t, behinds, cases(12000)/20)
}
