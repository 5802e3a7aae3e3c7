package stream

import (
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
		// What is the same either way does not wait, nor does it for a branch that
		// cannot match any more.
		{`$|`, []string{"a", "b"}, [][]string{{"", ""}, {""}, nil}},
		{`\w\w\A|`, []string{"a"}, [][]string{{"", ""}, nil}},
		{`ab\zx|ab`, []string{"ab"}, [][]string{{"ab"}, nil}},
		{`x$|[^a]`, []string{"x"}, [][]string{{"x"}, nil}},
		{`a$\w|a`, []string{"a"}, [][]string{{"a"}, nil}},
		{`[ab](?:\b|\B)c?`, []string{"a", "b"}, [][]string{nil, {"a"}, {"b"}}},
		{`(a)$|a(?:)`, []string{"a", "\n"}, [][]string{nil, {"a"}, nil}},
		{`bxc|^`, []string{"\n", "b"}, [][]string{{""}, nil, {""}}},
		{`a[^\x00-\xff]|a`, []string{"a"}, [][]string{{"a"}, nil}},
		{`(?<=a\b)$|(?<=a)`, []string{"a", "b"}, [][]string{{""}, nil, nil}},
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
