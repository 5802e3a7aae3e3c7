package stream

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRefusals(t *testing.T) {
	for _, c := range []struct{ pattern, want string }{
		{`foobar(?=x)`, `look-ahead (?=…) is not supported (position 7)`},
		{`a(?!x)`, `negative look-ahead (?!…) is not supported (position 2)`},
		{`(?>a)`, `atomic group (?>…) is not supported (position 1)`},
		{`(?|a)`, `branch reset (?|…) is not supported (position 1)`},
		{`a(?#x)`, `comment (?#…) is not supported (position 2)`},
		{`(a)(?(1)b|c)`, `conditional (?(…)…) is not supported (position 4)`},
		{`a(?R)`, `recursion (?R) is not supported (position 2)`},
		{`(a(?1))`, `recursion (?n) is not supported (position 3)`},
		{`(a(?-1))`, `recursion (?n) is not supported (position 3)`},
		{`(?&n)`, `recursion (?&…) is not supported (position 1)`},
		{`(?P>n)`, `recursion (?P>…) is not supported (position 1)`},
		{`(?P<n>a)(?P=n)`, `back-reference (?P=…) is not supported (position 9)`},
		{`(?C1)`, `callout (?C…) is not supported (position 1)`},
		{`(?'n'a)`, `group name (?'…'…) is not supported (position 1): write (?P<name>…)`},
		{`(a)\1`, `back-reference \1 is not supported (position 4)`},
		{`\9`, `back-reference \9 is not supported (position 1)`},
		{`(a)\g1`, `back-reference \g is not supported (position 4)`},
		{`(a)\g<1>`, `recursion \g<…> is not supported (position 4)`},
		{`(?<n>a)\k<n>`, `back-reference \k is not supported (position 8)`},
		{`a\Kb`, `\K is not supported (position 2): put what is wanted in a group`},
		{`\Ga`, `\G is not supported (position 1)`},
		{`a\Z`, `\Z is not supported (position 2): use \z`},
		{`a\R`, `\R is not supported (position 2)`},
		{`a++b`, `possessive quantifier ++ is not supported (position 2)`},
		{`a{2}+`, `possessive quantifier {2}+ is not supported (position 2)`},
		{`(?:(a)*+)`, `possessive quantifier *+ is not supported (position 7)`},
		{`(?x) a`, `extended mode (?x) is not supported (position 1)`},
		{`(?ix: a)`, `extended mode (?x) is not supported (position 1)`},
		{`a(*UTF)`, `(*…) is not supported here (position 2): (*UTF) at the very beginning is all there is`},
		{`(*UTF)é(?=x)`, `look-ahead (?=…) is not supported (position 8)`},
		{`é(?=x)`, `look-ahead (?=…) is not supported (position 2)`},

		{`x(?<=a*)b`, `look-behind of unbounded length is not supported (position 2): it may see 255 characters: bound its repetitions, as in {0,255} for *`},
		{`(?<!a{3,})b`, `look-behind of unbounded length is not supported (position 1)`},
		{`(?<=(?:a|bc+))b`, `look-behind of unbounded length is not supported (position 1)`},
		{`(?<=a{200}b{56})`, `look-behind of up to 256 characters is not supported (position 1): 255 characters is the most`},
		{`(?<=a(?<!b)c)`, `look-behind inside look-behind is not supported (position 6)`},
		{`(?<=(a))b`, `a capture group inside look-behind is not supported (position 5): write (?:…)`},
		{`(?<=a(?=b))`, `look-ahead (?=…) is not supported (position 6)`},
		{strings.Repeat("(?<=a)", maxBehinds+1), `more than 64 look-behinds are not supported (position 385)`},
		{`a(?<=b`, `missing ) for this group (position 2)`},
		{`ab(?<=c\y)`, `invalid escape sequence "\\y" (position 8)`},
		{`é(?<=é\y)`, `invalid escape sequence "\\y" (position 7)`},
		{`(?<=é)\y`, `invalid escape sequence "\\y" (position 7)`},
		{`(?<=a)(?<=b)*c**`, `invalid nested repetition operator "**" (position 15): put the inner`},
		{`(?<=+)`, `missing argument to repetition operator "+" (position 5)`},

		{`a(b`, `missing ) for this group (position 2): close it, or write \( for the character`},
		{`(a(?:b)`, `missing ) for this group (position 1)`},
		{`(?`, `missing ) for this group (position 1)`},
		{`ab)`, `unexpected ) (position 3): open a group with ( before it, or write \) for the character`},
		{`a[b`, `missing closing ] (position 2): close the class with ], or write \[ for the character`},
		{`[[:foo:]]`, `invalid character class range "[:foo:]" (position 2)`},
		{`a[z-a]`, `invalid character class range "z-a" (position 3)`},
		{`a\`, `backslash at the end (position 2): write \\ for the character`},
		{`[a\`, `backslash at the end (position 3)`},
		{`a*(*`, `missing ) for this group (position 3)`},
		{`a*(*)`, `missing argument to repetition operator "*" (position 4): put something before it, or write \* for the character`},
		{`\(\)x{2,1}`, `invalid repeat count "{2,1}" (position 6): {n,m} needs n <= m`},
		{`a{1001}`, `invalid repeat count "{1001}" (position 2)`},
		{`(?P<a b>x)`, `invalid named capture "(?P<a b>" (position 1)`},
		{`x(?z)`, `invalid or unsupported Perl syntax "(?z" (position 2): known are`},
		{"(*UTF)a\xff", `invalid UTF-8 (position 8): after (*UTF) the pattern has to be UTF-8; without it bytes are characters`},
		{strings.Repeat("(", 1001) + strings.Repeat(")", 1001), `expression nests too deeply (position 1): use fewer`},
	} {
		t.Run(c.want, func(t *testing.T) {
			_, err := Compile(c.pattern)
			require.ErrorContains(t, err, c.want)
			var syntaxError *SyntaxError
			require.True(t, errors.As(err, &syntaxError))
			require.Equal(t, c.pattern, syntaxError.Pattern)
			require.NotContains(t, err.Error(), "\n")
		})
	}
}

func TestErrorQuotesThePattern(t *testing.T) {
	_, err := Compile("a\n(?=b)")
	require.EqualError(t, err, `pattern "a\n(?=b)": look-ahead (?=…) is not supported (position 3): match what follows as well and put what is wanted in a group`)
	require.Equal(t, 2, err.(*SyntaxError).Offset)
	require.Equal(t, "look-ahead (?=…) is not supported", err.(*SyntaxError).Message)
}

// What resembles a refused construct is not refused.
func TestNotRefused(t *testing.T) {
	for _, pattern := range []string{
		`\Q(?=a)\1\K\E`, `[(?=a)]`, `[]\]](a)`, `[^](?=]`, `[[:alpha:](?=]`, `\12`, `\011`, `\\1`, `\\K`,
		`a+?`, `a{,3}+`, `(?i-s:a)`, `(?:a+)+`, `\Q++`, `[++]`, `\(?=a`, `(?<=a)+b`, `[[:]`, `[a[:]`, `(?<=[)])`,
	} {
		_, err := Compile(pattern)
		require.NoError(t, err)
	}
}
