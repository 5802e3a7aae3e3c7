package pattern_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm/pattern"
)

// found gives the bounds and the captures of the first match as text.
func found(ctx context.Context, p *pattern.Pattern, src string, at int) string {
	var m pattern.Matcher
	m.Reset(ctx, p, src)
	start, end, err := m.Find(at)
	if err != nil {
		return err.Error()
	}
	if start < 0 {
		return "nil"
	}
	out := fmt.Sprint(start, "-", end)
	for i := range m.Captures() {
		c, err := m.Capture(i, start, end)
		switch {
		case err != nil:
			return err.Error()
		case c.IsPosition:
			out += fmt.Sprint(" @", c.Position)
		default:
			out += " " + c.Text
		}
	}
	return out
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ src, pattern, want string }{
		{"hello", "l+", "2-4"},
		{"hello", "^l+", "nil"},
		{"hello", "", "0-0"},
		{"hello", "lo$", "3-5"},
		{"he$lo", "$l", "2-4"},
		{"key = value", "(%w+)%s*=%s*(%w+)", "0-11 key value"},
		{"f(a(b)c)d", "%b()", "1-8"},
		{"THE (quick) fox", "%f[%a]%a+%f[%A]", "0-3"},
		{"THE (quick) fox", "()%f[%l]", "5-5 @6"},
		{"abab", "(a)(b)%1%2", "0-4 a b"},
		{"aaa", "a-", "0-0"},
		{"<<x>>", "<(.-)>", "0-4 <x"},
		{"a]b", "[]]", "1-2"},
		{"a^b", "[b^]", "1-2"},
		{"a-b", "[a%-]+", "0-2"},
		{"]", "[+-%%]", "0-1"},
		{"a\x00b", "%z", "1-2"},
		{"ab", "a\x00(", "0-1"},
		{"aXb", "%u", "1-2"},
		{"\xff", "%a", "nil"},
		{"ab", "(()b", "unfinished capture"},
		{"ab", "b)", "invalid pattern capture"},
		{"ab", "%1", "invalid capture index"},
		{"ab", "(a%1)", "invalid capture index"},
		{"ab", "%0", "invalid capture index"},
		{"ab", "[a", "malformed pattern (missing ']')"},
		{"ab", "b%", "malformed pattern (ends with '%')"},
		{"ab", "b%f", "missing '[' after '%f' in pattern"},
		{"ab", "%bx", "unbalanced pattern"},
		{"ab", "x[", "nil"}, // matching never comes there
		{"ab", strings.Repeat("()", 33), "too many captures"},
	} {
		require.Equal(t, c.want, found(context.Background(), pattern.Compile(c.pattern), c.src, 0), "%q in %q", c.pattern, c.src)
	}
}

func TestFloating(t *testing.T) {
	p := pattern.CompileFloating("^a")
	require.False(t, p.Anchored())
	require.Equal(t, "1-3", found(context.Background(), p, "a^a", 0))
	require.True(t, pattern.Compile("^a").Anchored())
}

func TestPlain(t *testing.T) {
	for _, p := range []string{"", "abc", "a)b]", "a\x00."} {
		require.True(t, pattern.Compile(p).Plain(), p)
	}
	for _, p := range []string{"a.", "%a", "^a", "a-b", "[a]", "a$"} {
		require.False(t, pattern.Compile(p).Plain(), p)
	}
}

// Lua 5.1 itself ends with a segmentation fault somewhat beyond this depth.
func TestDepth(t *testing.T) {
	at := func(n int) string {
		return found(context.Background(), pattern.Compile(strings.Repeat("a?", n)), strings.Repeat("a", n), 0)
	}
	require.Equal(t, "0-100000", at(100_000))
	require.Equal(t, "pattern too complex", at(100_001))
}

// impatient is a context that ends when it was looked at a number of times.
type impatient struct {
	context.Context
	left int
}

var errPatience = errors.New("no patience")

func (c *impatient) Err() error {
	if c.left--; c.left < 0 {
		return errPatience
	}
	return nil
}

func TestContextEndsExplosions(t *testing.T) {
	for _, c := range []struct{ src, pattern string }{
		{strings.Repeat("a", 30), strings.Repeat("a?", 30) + strings.Repeat("a", 31)},
		{strings.Repeat("a", 200_000), ".*b"},
		{strings.Repeat("a", 200_000), ".-b"},
		{strings.Repeat("(", 200_000), "%b()"},
		{strings.Repeat("a", 20_000), "(.*)%1b"},
	} {
		ctx := &impatient{Context: context.Background(), left: 100}
		require.Equal(t, errPatience.Error(), found(ctx, pattern.Compile(c.pattern), c.src, 0), c.pattern[:2])
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"a?a?aa", "%b()", "%f[%w]", "(a*(.)%1)", "[^]]-", "(()", "%", "[a-", "^$", "[+-%%]"} {
		f.Add(s, "aa(b)ab]")
	}
	f.Fuzz(func(t *testing.T, p, src string) {
		for _, compiled := range []*pattern.Pattern{pattern.Compile(p), pattern.CompileFloating(p)} {
			for at := 0; at <= len(src); at += 1 + len(src)/4 {
				ctx := &impatient{Context: context.Background(), left: 20}
				var m pattern.Matcher
				m.Reset(ctx, compiled, src)
				start, end, err := m.Find(at)
				if err != nil || start < 0 {
					continue
				}
				if start < at || end < start || end > len(src) {
					t.Fatalf("%q in %q from %d: %d-%d", p, src, at, start, end)
				}
				for i := range m.Captures() {
					_, _ = m.Capture(i, start, end)
				}
			}
		}
	})
}
