package stream

import (
	"math/rand"
	"regexp/syntax"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzMatcher compares with package regexp. A pattern that only this package
// compiles is run in two ways that have to agree.
func FuzzMatcher(f *testing.F) {
	for _, pattern := range []string{
		`^(\S+) INFO (\S+): .* latency=(\d+)us$`, `(?<=a)b`, `(?i)(?<!x\b)y`, `(*UTF)é+|\xff`, `\w+@\w+`,
		`(a|ab)(c|bcd)*`, `$|^`, `\Q(?<=\E`, `[]a[:alpha:](]`, `(?s-m:^.$)`, `(?:a*)*|b??`, `(?<=[^]])\b`,
	} {
		f.Add(pattern, []byte("a INFO b: latency=1us\nab\xff\x00\r\nxéy a@b"), uint8(3), uint8(4))
	}
	f.Fuzz(func(t *testing.T, pattern string, data []byte, most, hold uint8) {
		if len(pattern) > 200 || len(data) > 500 {
			return
		}
		p, err := Compile(pattern)
		body, utf := strings.CutPrefix(pattern, utfPrefix)
		parsed := body
		if !utf {
			parsed = latin1(body)
		}
		_, goErr := syntax.Parse(parsed, perlFlags)
		if goErr == nil {
			if err != nil && !strings.Contains(err.Error(), "is not supported") {
				t.Fatalf("%q is refused: %v", pattern, err)
			}
		}
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			return
		}
		r := rand.New(rand.NewSource(int64(most)))
		got, _ := feed(p, 0, data, randomCuts(r, 1+int(most)))
		want, _ := feed(p, 0, data, func(left int) int { return left })
		if goErr == nil {
			want = oracle(body, data, utf)
		}
		require.Equal(t, want, got)
		again := mustCompile(t, pattern)
		again.states.bytes = maxCacheBytes + 1
		got, _ = feed(again, 0, data, randomCuts(r, 1+int(most)))
		require.Equal(t, want, got)

		_, _, bufCap := feedAll(p, 1+int(hold), data, 1)
		require.LessOrEqual(t, bufCap, 2*(max(int(hold)+1, len(pattern))+p.context+64))
	})
}

// FuzzLines compares with splitting the whole text.
func FuzzLines(f *testing.F) {
	f.Add([]byte("a\r\n\nb\rc\x00"), uint8(3), uint8(1))
	f.Add([]byte("aaaa\r\r\n\n"), uint8(1), uint8(2))
	f.Fuzz(func(t *testing.T, data []byte, most, max uint8) {
		if strings.Contains(string(data), "\x01") { // the oracle's mark
			return
		}
		want, wantLost := splitWhole(int(max), data)
		got, lost := split(int(max), data, randomCuts(rand.New(rand.NewSource(int64(most))), 1+int(most)))
		require.Equal(t, want, got)
		require.Equal(t, wantLost, lost)
	})
}
