package stream

import (
	"math/rand"
	"reflect"
	"regexp/syntax"
	"testing"

	"github.com/stretchr/testify/require"
)

// A match is reported by the write after which nothing can change it.
func TestMatchComesAtOnce(t *testing.T) {
	for _, c := range []struct {
		pattern string
		writes  []string
		want    [][]string // what every write, and Close at last, reports
	}{
		{`login: `, []string{"log", "in: "}, [][]string{nil, {"login: "}, nil}},
		{`\d+%`, []string{"10", "% 2", "0%"}, [][]string{nil, {"10%"}, {"20%"}, nil}},
		{`\d+`, []string{"1", "2", " "}, [][]string{nil, nil, {"12"}, nil}},
		{`\d+?`, []string{"12"}, [][]string{{"1", "2"}, nil}},
		{`\d{1,2}`, []string{"1", "2"}, [][]string{nil, {"12"}, nil}},
		{`a|ab`, []string{"a"}, [][]string{{"a"}, nil}},
		{`ab|a`, []string{"a", "c"}, [][]string{nil, {"a"}, nil}},
		{`ab|a`, []string{"a"}, [][]string{nil, {"a"}}},
		{`x$`, []string{"x", "\n"}, [][]string{nil, {"x"}, nil}},
		{`x$`, []string{"x"}, [][]string{nil, {"x"}}},
		{`^x`, []string{"a\n", "x"}, [][]string{nil, {"x"}, nil}},
		{`\n^`, []string{"\n"}, [][]string{{"\n"}, nil}},
		{`x\b`, []string{"x", " "}, [][]string{nil, {"x"}, nil}},
		{`\bx`, []string{" ", "x"}, [][]string{nil, {"x"}, nil}},
		{`(?<=a)b`, []string{"a", "b"}, [][]string{nil, {"b"}, nil}},
		{`(?<!a)b`, []string{"a", "b", "b"}, [][]string{nil, nil, {"b"}, nil}},
		{`a(?<=\ba\b)`, []string{"a", "."}, [][]string{nil, {"a"}, nil}},
		{``, []string{"a", "b"}, [][]string{{"", ""}, {""}, nil}},
		{`a*`, []string{"b", "a"}, [][]string{{""}, nil, {"a"}}},
		{`(*UTF)é`, []string{"\xc3", "\xa9"}, [][]string{nil, {"é"}, nil}},
		{`(*UTF)a.?`, []string{"a", "\xc3", "\xa9"}, [][]string{nil, nil, {"aé"}, nil}},
		{`(*UTF).`, []string{"\xc3", "a"}, [][]string{nil, {"\xc3", "a"}, nil}},
		{`(*UTF).`, []string{"\xc3"}, [][]string{nil, {"\xc3"}}},
	} {
		for _, used := range []int{0, maxCacheBytes + 1} {
			p := mustCompile(t, c.pattern)
			p.states.bytes = used
			var got []string
			m := p.NewMatcher(0, func(t Match) { got = append(got, string(t.Text(0))) })
			for i, text := range c.writes {
				got = nil
				_, _ = m.Write([]byte(text))
				require.Equal(t, c.want[i], got, "%q, write %d of %q", c.pattern, i, c.writes)
			}
			got = nil
			_ = m.Close()
			require.Equal(t, c.want[len(c.writes)], got, "%q, close after %q", c.pattern, c.writes)
		}
	}
}

// What has been reported stays right whatever follows.
func TestMatchIsNeverPremature(t *testing.T) {
	continuations := []string{
		"", "a", "b", "1", " ", "\n", "x", "c", "ab1x \n", "bbbb", "aaaa", "\n\n\na", "11", "\xff", "2", "é", "x\n",
		"ab", "cab", "1a", "abab", "baba", "a b", "\na", "\nb", "\nab", " a", "ca", "xx", "x1", "\x00",
	}
	reported := 0
	for seed := range cases(1500) {
		r := rand.New(rand.NewSource(int64(seed)))
		pattern := randomPattern(r, 3, randomAtom(r))
		if _, err := syntax.Parse(pattern, perlFlags); err != nil {
			continue
		}
		p := mustCompile(t, pattern)
		data := randomText(r, 1+r.Intn(12))
		var got []span
		m := p.NewMatcher(0, func(t Match) { got = append(got, spanOf(t, p.Groups())) })
		_, _ = m.Write(data)
		reported += len(got)
		for _, c := range continuations {
			want := oracle(pattern, append(data[:len(data):len(data)], c...), false)
			if len(got) > len(want) || len(got) > 0 && !reflect.DeepEqual(got, want[:len(got)]) {
				t.Fatalf("seed %d: pattern %q text %q: reported %v, with %q it is %v", seed, pattern, data, got, c, want)
			}
		}
	}
	require.Positive(t, reported)
}
