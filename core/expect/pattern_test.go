package expect

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

func TestPattern(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true}, {"", "a", false}, {"a", "a", true}, {"a", "ab", false}, {"b", "ab", false},
		{"*", "", true}, {"*", "a/b c", true}, {"a*c", "abbc", true}, {"a*c", "ac", true}, {"a*c", "acb", false},
		{"*b*b", "abab", true}, {"*b*b", "ab", false}, {"a?c", "aéc", true}, {"a?c", "ac", false}, {"??", "é", false},
		{`\*`, "*", true}, {`\*`, "a", false}, {`\?`, "?", true}, {`\?`, "a", false}, {`\\`, `\`, true}, {`a\`, `a\`, true},
		{"a.c", "abc", false}, {"*a*a*a*a*a*b", strings.Repeat("a", 1000), false},
	} {
		require.Equal(t, c.want, ParsePattern(c.pattern).Match(c.text), "%q %q", c.pattern, c.text)
	}
}

func TestPatternOfTests(t *testing.T) {
	test := &event.Test{File: "spec/net_spec.lua", Name: "net connects"}
	for pattern, want := range map[string]bool{
		"spec/net_spec.lua": true, "spec/*": true, "net connects": true, "net *": true, "*": true,
		"spec/net_spec.lua: net connects": true, "spec/*: * connects": true,
		"spec": false, "net": false, "connects": false, "spec/net_spec.lua net connects": false,
	} {
		require.Equal(t, want, ParsePattern(pattern).matchesTest(test), pattern)
	}
}

// regexpOf gives the regular expression that means what a pattern does.
func regexpOf(pattern string) *regexp.Regexp {
	var b strings.Builder
	runes := []rune(pattern)
	for i := 0; i < len(runes); i++ {
		switch {
		case runes[i] == '*':
			b.WriteString(".*")
		case runes[i] == '?':
			b.WriteString(".")
		case runes[i] == '\\' && i+1 < len(runes):
			i++
			fallthrough
		default:
			b.WriteString(regexp.QuoteMeta(string(runes[i])))
		}
	}
	return regexp.MustCompile(`(?s)\A` + b.String() + `\z`)
}

func FuzzPattern(f *testing.F) {
	f.Add("a*b?c\\*", "axxbyc*")
	f.Add("*a*", "bab")
	f.Add("\xff?", "\xfe\xff")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		// As regexp reads it, a byte that is no UTF-8 is U+FFFD.
		if want, got := regexpOf(pattern).MatchString(text), ParsePattern(pattern).Match(text); got != want {
			t.Fatalf("%q %q: %v", pattern, text, got)
		}
		if !ParsePattern(Quote(text)).Match(text) {
			t.Fatalf("%q does not match itself: %q", text, Quote(text))
		}
		if ParsePattern(Quote(text)).Match(pattern) != (string([]rune(text)) == string([]rune(pattern))) {
			t.Fatalf("%q is not the only one that %q matches: %q", text, Quote(text), pattern)
		}
	})
}
