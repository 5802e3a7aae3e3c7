package stream

import (
	"bytes"
	"math/rand"
	"regexp/syntax"
	"testing"

	"github.com/stretchr/testify/require"
)

// Where lines end in \r\n, the matches are those where they end in \n.
func TestTerminalMatchesAreThoseOfPlainLines(t *testing.T) {
	// None of these can take in a \r.
	inLines := []string{"a", "b", "ab", "1", `\d`, `\w`, "[ab]", "(?i:A)", `\b`, "^", "$", "$", `\A`, `\z`, "", "(?-m:$)"}
	compared := 0
	for seed := range cases(6000) {
		r := rand.New(rand.NewSource(int64(seed)))
		pattern := simplePattern(r, 3, func() string { return inLines[r.Intn(len(inLines))] })
		if _, err := syntax.Parse(pattern, perlFlags); err != nil {
			continue
		}
		var plain []byte
		for range r.Intn(30) {
			plain = append(plain, "ab1 \n\n"[r.Intn(6)])
		}
		p, err := Compile(pattern, Terminal)
		require.NoError(t, err)
		limitStates(p, r)
		data := bytes.ReplaceAll(plain, []byte("\n"), []byte("\r\n"))
		got, _ := feed(p, 0, data, randomCuts(r, 1+r.Intn(8)))
		want := oracle(pattern, plain, false)
		for _, s := range want {
			for i, at := range s {
				if at >= 0 {
					s[i] += int64(bytes.Count(plain[:at], []byte("\n")))
				}
			}
		}
		// Between \r and \n there is a place more for an empty match.
		require.Equal(t, withText(want), withText(got), "seed %d: pattern %q text %q", seed, pattern, data)
		compared += len(withText(want))
	}
	require.Greater(t, compared, cases(3000))
}

// withText leaves the empty matches out.
func withText(spans []span) (rest []span) {
	for _, s := range spans {
		if s[0] < s[1] {
			rest = append(rest, s)
		}
	}
	return rest
}

func TestTerminal(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          []string
	}{
		{`^rtt (.*)$`, "rtt 5\r\nrtt 6\r\n", []string{"rtt 5", "rtt 6"}},
		{`^b$`, "a\r\nb\r\n", []string{"b"}},
		{`^$`, "a\r\n\r\nb", []string{""}},
		{`$`, "a\r\nb\n", []string{"", "", ""}},
		{`.*$`, "a\r\nb\r\n", []string{"a", "b", ""}},
		{`\d+%$`, "10%\r20%\r\r\n", []string{"10%", "20%"}},
		{`b$`, "a\nb\n", []string{"b"}},
		{`b$`, "ab", []string{"b"}},
		{`b\r\n`, "ab\r\n", []string{"b\r\n"}},
		{`b\r$`, "ab\r\n", nil},
		{`(?<=b$)\r`, "ab\r\nc\r", []string{"\r"}},
		{`(?-m:b$)`, "b\r\nab", []string{"b"}},
		{`(*UTF)é$`, "é\r\n", []string{"é"}},
	} {
		p, err := Compile(c.pattern, Terminal)
		require.NoError(t, err)
		for most := 1; most <= 4; most++ {
			_, got := feed(p, 0, []byte(c.text), func(left int) int { return min(left, most) })
			require.Equal(t, c.want, got, "%q on %q", c.pattern, c.text)
		}
	}
}

// The \r decides.
func TestTerminalComesAtOnce(t *testing.T) {
	p, err := Compile(`x$`, Terminal)
	require.NoError(t, err)
	var got []string
	m := p.NewMatcher(0, func(t Match) { got = append(got, string(t.Text(0))) })
	_, _ = m.Write([]byte("x"))
	require.Empty(t, got)
	_, _ = m.Write([]byte("\r"))
	require.Equal(t, []string{"x"}, got)
}
