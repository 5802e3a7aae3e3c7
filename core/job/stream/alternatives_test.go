package stream

import (
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// found is a match of one of several patterns, with that pattern's groups.
type found struct {
	which  int
	groups span
}

func foundBy(a *Alternatives, which int, m Match) found {
	f := found{which: which}
	first, names := a.Groups(which)
	for i := range names {
		f.groups = append(f.groups, m.Start(first+i), m.End(first+i))
	}
	return f
}

// What alternatives find is what package regexp finds with a|b|c, whatever the
// pieces.
func TestAlternatives(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(7))
	for range 3000 {
		patterns := make([]string, 1+r.Intn(3))
		wholes, group := []int{}, 1
		for i := range patterns {
			patterns[i] = simplePattern(r, 2, randomAtom(r))
			wholes = append(wholes, group)
			p, err := Compile(patterns[i])
			require.NoError(t, err)
			group += 1 + p.Groups()
		}
		text := randomText(r, r.Intn(20))
		a, err := CompileAlternatives(patterns...)
		require.NoError(t, err)
		var got, want []found
		m := a.NewMatcher(nil, 0, 0, func(which int, m Match) { got = append(got, foundBy(a, which, m)) })
		cut := randomCuts(r, 4)
		for rest := text; len(rest) > 0; {
			n := cut(len(rest))
			_, _ = m.Write(rest[:n])
			rest = rest[n:]
		}
		_ = m.Close()
		for _, s := range oracle("("+strings.Join(patterns, ")|(")+")", text, false) {
			which := 0
			for s[2*wholes[which]] < 0 {
				which++
			}
			end := group
			if which+1 < len(wholes) {
				end = wholes[which+1]
			}
			want = append(want, found{which, s[2*wholes[which] : 2*end]})
		}
		require.Equal(t, want, got, "%q in %q", patterns, text)
	}
}

// A matcher that begins in the middle of a stream finds what one does that has
// read all of it, from the same place on.
func TestAlternativesFromTheMiddle(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(8))
	for range 3000 {
		pattern := simplePattern(r, 2, func() string {
			if r.Intn(4) == 0 {
				return []string{"(?<=a)", "(?<!ab)", `(?<=\b.)`, "(?<=^..)"}[r.Intn(4)]
			}
			return randomAtom(r)()
		})
		text := randomText(r, 1+r.Intn(20))
		from := r.Intn(len(text) + 1)
		a, err := CompileAlternatives(pattern)
		require.NoError(t, err, pattern)
		p, err := Compile(pattern)
		require.NoError(t, err)
		var got []span
		before := text[max(from-MaxContext, 0):from]
		m := a.NewMatcher(before, int64(from), 0, func(_ int, m Match) { got = append(got, spanOf(m, 0)) })
		_, _ = m.Write(text[from:])
		_ = m.Close()
		var want []span
		for _, s := range findAll(t, p, text, from) {
			want = append(want, s[:2])
		}
		require.Equal(t, want, got, "%q in %q from %d", pattern, text, from)
	}
}

func TestAlternativesOfAnUnknownBeginning(t *testing.T) {
	t.Parallel()
	a, err := CompileAlternatives("^x", `\bx`, "(?<=a)x", "(?<!a)x")
	require.NoError(t, err)
	for offset, want := range []int{0, 1} {
		got := -1
		m := a.NewMatcher(nil, int64(offset), 0, func(which int, _ Match) { got = which })
		_, _ = m.Write([]byte("x"))
		require.Equal(t, want, got)
	}
}

func TestAlternativesHaveTheirNames(t *testing.T) {
	t.Parallel()
	a, err := CompileAlternatives("(?P<n>a)(?<=a)(b)", "(?<=x)(?P<n>c)")
	require.NoError(t, err)
	first, names := a.Groups(0)
	require.Equal(t, 1, first)
	require.Equal(t, []string{"", "n", ""}, names)
	first, names = a.Groups(1)
	require.Equal(t, 4, first)
	require.Equal(t, []string{"", "n"}, names)
}

func TestAlternativesRefused(t *testing.T) {
	t.Parallel()
	many := make([]string, maxBehinds+1)
	for i := range many {
		many[i] = "(?<=a)b"
	}
	for want, patterns := range map[string][]string{
		`pattern "b(": missing ) for this group (position 2): close it, or write \( for the character`: {"a", "b("},
		`pattern "b": (*UTF) at some of several patterns is not supported (position 1)`:                {"(*UTF)a", "b"},
		`pattern "(*UTF)b(?=c)": look-ahead (?=…) is not supported (position 8)`:                       {"(*UTF)a", "(*UTF)b(?=c)"},
		"more than 64 look-behinds are not supported":                                                  many,
	} {
		_, err := CompileAlternatives(patterns...)
		require.ErrorContains(t, err, want)
	}
}
