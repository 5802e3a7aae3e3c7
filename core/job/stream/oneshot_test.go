package stream

import (
	"context"
	"errors"
	"math/rand"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// findAll gives all matches of p in text from an offset on.
func findAll(t testing.TB, p *Pattern, text []byte, from int) (spans []span) {
	t.Helper()
	s := p.NewSearch(text, from)
	defer s.Release()
	for {
		m, ok, err := s.Next(context.Background())
		if !ok {
			require.NoError(t, err)
			return spans
		}
		spans = append(spans, spanOf(m, p.Groups()))
	}
}

// A search of a whole text finds what package regexp finds.
func TestSearchFindsWhatRegexpFinds(t *testing.T) {
	t.Parallel()
	for _, utf := range []bool{false, true} {
		r := rand.New(rand.NewSource(5))
		for range 5000 {
			pattern := simplePattern(r, 3, randomAtom(r))
			if utf {
				pattern = utfPrefix + pattern
			}
			p, err := Compile(pattern)
			require.NoError(t, err, pattern)
			text := randomText(r, r.Intn(20))
			require.Equal(t, oracle(strings.TrimPrefix(pattern, utfPrefix), text, utf), findAll(t, p, text, 0), "%q in %q", pattern, text)
		}
	}
}

// Where a text is longer than what is read at once it makes no difference.
func TestSearchOfALongText(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(6))
	for _, pattern := range []string{`\w+`, "a.*b|a", "(?s).*", "é€?", "[^a]{3}", "(a)|(b)|€", `\n`, "x*", `(?-m:.$)`, `\b`} {
		for _, utf := range []bool{false, true} {
			text := randomText(r, lookAgain+r.Intn(lookAgain))
			source := pattern
			if utf {
				source = utfPrefix + pattern
			}
			p, err := Compile(source)
			require.NoError(t, err)
			require.True(t, slicesEqual(oracle(pattern, text, utf), findAll(t, p, text, 0)), source)
		}
	}
}

func slicesEqual(a, b []span) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		for k := range a[i] {
			if a[i][k] != b[i][k] {
				return false
			}
		}
	}
	return true
}

// What precedes the beginning of a search is seen by it.
func TestSearchFromAnOffset(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, text string
		from          int
		want          []span
	}{
		{"a", "aaa", 1, []span{{1, 2}, {2, 3}}},
		{"^a", "aa\na", 1, []span{{3, 4}}},
		{`\ba`, "a a", 1, []span{{2, 3}}},
		{`\Aa`, "aa", 1, nil},
		{"(?<=a)b", "abab", 1, []span{{1, 2}, {3, 4}}},
		{"(?<!a)b", "ab", 1, nil},
		{"x*", "abxx", 1, []span{{1, 1}, {2, 4}}},
		{"a", "aaa", 3, nil},
		{"$", "aaa", 3, []span{{3, 3}}},
		{"", "", 0, []span{{0, 0}}},
	} {
		p, err := Compile(c.pattern)
		require.NoError(t, err)
		require.Equal(t, c.want, findAll(t, p, []byte(c.text), c.from), "%q in %q", c.pattern, c.text)
	}
}

// A search is given up when its context ends, also one that reads the same
// text again and again.
func TestSearchEndsWithItsContext(t *testing.T) {
	t.Parallel()
	why := errors.New("enough")
	for _, pattern := range []string{"b", "a.*b|a"} {
		p, err := Compile(pattern)
		require.NoError(t, err)
		s := p.NewSearch([]byte(strings.Repeat("a", 10*lookAgain)), 0)
		ctx, cancel := context.WithCancelCause(context.Background())
		cancel(why)
		for range 10 {
			if _, _, err = s.Next(ctx); err != nil {
				break
			}
		}
		require.ErrorIs(t, err, why)
		_, ok, err := s.Next(ctx)
		require.NoError(t, err)
		require.False(t, ok)
	}
}

// No rune is cut where a text is longer than what is read at once, and what is
// no rune is cut anywhere.
func TestSearchCutsNoRune(t *testing.T) {
	t.Parallel()
	p, err := Compile("(*UTF)[^a]")
	require.NoError(t, err)
	for k := range 4 {
		for _, c := range []string{"😀", "€", "é", "b", "\x80", "\xf0\x9f\x98"} {
			text := strings.Repeat("a", k) + strings.Repeat(c, lookAgain/len(c)+100)
			want := len(regexp.MustCompile("[^a]").FindAllStringIndex(text, -1))
			require.Len(t, findAll(t, p, []byte(text), 0), want, "%q after %d", c, k)
		}
	}
}

// The work space of one search is that of the next.
func TestSearchRelease(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"(a)|b", "a*"} {
		p, err := Compile(pattern)
		require.NoError(t, err)
		for _, text := range []string{"ab", "", "xb", "a", "bbb"} {
			s := p.NewSearch([]byte(text), 0)
			_, _, err := s.Next(context.Background())
			require.NoError(t, err)
			s.Release()
			var got []string
			for _, m := range findAll(t, p, []byte(text), 0) {
				got = append(got, text[m[0]:m[1]])
			}
			require.Equal(t, regexp.MustCompile(pattern).FindAllString(text, -1), got)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	text := logText(1 << 20)
	for _, pattern := range []string{`\w+`, `status=(\d+)`, "ERROR:"} {
		b.Run(pattern, func(b *testing.B) {
			p, err := Compile(pattern)
			require.NoError(b, err)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				s := p.NewSearch(text, 0)
				for ok := true; ok; {
					_, ok, _ = s.Next(context.Background())
				}
				s.Release()
			}
		})
	}
}
