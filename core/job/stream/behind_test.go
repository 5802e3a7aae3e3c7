package stream

import (
	"fmt"
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

// A naive is an expression that matches by trying: it calls yield with every
// end of a match from at, in order of preference, until that returns true.
type naive func(text []byte, at int, yield func(int) bool) bool

func one(accept func(byte) bool) naive {
	return func(text []byte, at int, yield func(int) bool) bool {
		return at < len(text) && accept(text[at]) && yield(at+1)
	}
}

func place(holds func(text []byte, at int) bool) naive {
	return func(text []byte, at int, yield func(int) bool) bool {
		return holds(text, at) && yield(at)
	}
}

func sequence(a, b naive) naive {
	return func(text []byte, at int, yield func(int) bool) bool {
		return a(text, at, func(end int) bool { return b(text, end, yield) })
	}
}

func either(a, b naive) naive {
	return func(text []byte, at int, yield func(int) bool) bool {
		return a(text, at, yield) || b(text, at, yield)
	}
}

// upTo repeats a, which is not empty, at most n times.
func upTo(n int, a naive) naive {
	return func(text []byte, at int, yield func(int) bool) bool {
		return n > 0 && a(text, at, func(end int) bool { return upTo(n-1, a)(text, end, yield) }) || yield(at)
	}
}

func lookBehind(body naive, negate bool) naive {
	return place(func(text []byte, at int) bool {
		found := false
		for start := 0; start <= at && !found; start++ {
			found = body(text, start, func(end int) bool { return end == at })
		}
		return found != negate
	})
}

func isWord(text []byte, at int) bool {
	return at >= 0 && at < len(text) && (isLetter(text[at]) || isDigit(text[at]) || text[at] == '_')
}

var naiveLeaves = []struct {
	source string
	match  naive
	empty  bool
}{
	{"a", one(func(b byte) bool { return b == 'a' }), false},
	{"b", one(func(b byte) bool { return b == 'b' }), false},
	{"[^a]", one(func(b byte) bool { return b != 'a' }), false},
	{".", one(func(b byte) bool { return b != '\n' }), false},
	{`\w`, func(text []byte, at int, yield func(int) bool) bool { return isWord(text, at) && yield(at+1) }, false},
	{`\n`, one(func(b byte) bool { return b == '\n' }), false},
	{"^", place(func(text []byte, at int) bool { return at == 0 || text[at-1] == '\n' }), true},
	{"$", place(func(text []byte, at int) bool { return at == len(text) || text[at] == '\n' }), true},
	{`\b`, place(func(text []byte, at int) bool { return isWord(text, at-1) != isWord(text, at) }), true},
	{`\B`, place(func(text []byte, at int) bool { return isWord(text, at-1) == isWord(text, at) }), true},
	{`\A`, place(func(_ []byte, at int) bool { return at == 0 }), true},
	{`\z`, place(func(text []byte, at int) bool { return at == len(text) }), true},
}

// randomNaive makes an expression, with look-behind where behind is true, and
// its naive matcher. empty tells whether it may match nothing.
func randomNaive(r *rand.Rand, depth int, behind bool) (source string, match naive, empty bool) {
	k := r.Intn(8)
	if depth <= 0 || k < 3 && !(behind && k == 0) {
		leaf := naiveLeaves[r.Intn(len(naiveLeaves))]
		return leaf.source, leaf.match, leaf.empty
	}
	s, a, emptyA := randomNaive(r, depth-1, behind && k != 0)
	switch {
	case k == 0 && r.Intn(2) == 0:
		return "(?<=" + s + ")", lookBehind(a, false), true
	case k == 0:
		return "(?<!" + s + ")", lookBehind(a, true), true
	case k == 3 && !emptyA:
		n := 1 + r.Intn(3)
		return fmt.Sprintf("(?:%s){0,%d}", s, n), upTo(n, a), true
	}
	s2, b, emptyB := randomNaive(r, depth-1, behind)
	if k == 4 {
		return "(?:" + s + "|" + s2 + ")", either(a, b), emptyA || emptyB
	}
	return s + s2, sequence(a, b), emptyA && emptyB
}

// naiveAll finds all matches by the rule of regexp.FindAll.
func naiveAll(match naive, text []byte) []span {
	var spans []span
	last := -1
	for start := 0; start <= len(text); start++ {
		end := -1
		match(text, start, func(e int) bool { end = e; return true })
		if end < 0 || end == start && start == last {
			continue
		}
		spans = append(spans, span{int64(start), int64(end)})
		if last = end; end > start {
			start = end - 1
		}
	}
	return spans
}

// Look-behind anywhere in a pattern, with assertions that see the real text on
// both sides of the place.
func TestLookBehindAnywhere(t *testing.T) {
	behinds, matches := 0, 0
	for seed := range cases(12000) {
		r := rand.New(rand.NewSource(int64(seed)))
		source, match, _ := randomNaive(r, 5, true)
		p := mustCompile(t, source)
		limitStates(p, r)
		text := make([]byte, r.Intn(16))
		for i := range text {
			text[i] = "aab \n_\x00\xe9"[r.Intn(8)]
		}
		want := naiveAll(match, text)
		got, _ := feed(p, 0, text, randomCuts(r, 1+r.Intn(6)))
		if !reflect.DeepEqual(want, got) {
			t.Fatalf("seed %d: pattern %q text %q\nwant %v\ngot  %v", seed, source, text, want, got)
		}
		behinds += len(p.behinds)
		matches += len(got)
	}
	require.Positive(t, matches)
	require.Greater(t, behinds, cases(12000)/20)
}
