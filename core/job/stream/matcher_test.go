package stream

import (
	"fmt"
	"math/rand"
	"reflect"
	"regexp/syntax"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever the pattern, the text and the cuts, the matches are regexp's.
func TestMatchesAreThoseOfRegexp(t *testing.T) {
	run, matches := 0, 0
	for seed := range cases(8000) {
		r := rand.New(rand.NewSource(int64(seed)))
		pattern := randomPattern(r, 4)
		if _, err := syntax.Parse(pattern, perlFlags); err != nil {
			continue
		}
		length, most := r.Intn(40), 1+r.Intn(8)
		if r.Intn(8) == 0 {
			length, most = r.Intn(400), 1+r.Intn(1000)
		}
		data := randomText(r, length)
		for _, prefix := range []string{"", utfPrefix} {
			p, err := Compile(prefix + pattern)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			limitStates(p, r)
			want := oracle(pattern, data, p.utf)
			got, texts := feed(p, 0, data, randomCuts(r, most))
			if !reflect.DeepEqual(want, got) {
				t.Fatalf("seed %d: pattern %q text %q\nwant %v\ngot  %v", seed, prefix+pattern, data, want, got)
			}
			for i, text := range texts {
				if want := string(data[got[i][0]:got[i][1]]); text != want {
					t.Fatalf("seed %d: pattern %q: text %q, want %q", seed, prefix+pattern, text, want)
				}
			}
			run++
			matches += len(got)
		}
	}
	if matches < run {
		t.Errorf("%d matches in %d cases: the generator makes a poor test", matches, run)
	}
}

// States that lead to themselves do their moves each time if that matters.
func TestLongRuns(t *testing.T) {
	for _, pattern := range []string{
		`(a)*.y`, `(a)*(.)y`, `(a)*..y`, `(?:(a))*?.y`, `(?:(a)|b)*(?:.|..)y`, `(a|.)*(?:(a)..)y`, `(?:(.)|(..))*y`,
		`.*?(a)(.*)y`, `a+\B`, `(a+)\B.`, `(a)+?$`, `(?:a(a)?)*y`, `(a{3})*y`, `[^y]*(a)`, `(?s)(.*)y`,
	} {
		for n := range 40 {
			text := "x" + strings.Repeat("a", n) + "y" + strings.Repeat("a", n/2) + "b\n" + strings.Repeat("ab", n) + "y"
			want := oracle(pattern, []byte(text), false)
			for _, most := range []int{1, 7, len(text)} {
				got, _ := feed(mustCompile(t, pattern), 0, []byte(text), func(left int) int { return min(most, left) })
				require.Equal(t, want, got, "%s in %q", pattern, text)
			}
		}
	}
}

// limitStates leaves room for few states or none, now and then.
func limitStates(p *Pattern, r *rand.Rand) {
	if r.Intn(3) == 0 {
		p.states.bytes = maxCacheBytes + 1 - r.Intn(2000)
		for _, b := range p.behinds {
			b.back.known = map[string]*backState{}
			for i := range maxBackStates - r.Intn(4) {
				b.back.known[fmt.Sprint("taken ", i)] = nil
			}
		}
	}
}

func mustCompile(t testing.TB, pattern string) *Pattern {
	t.Helper()
	p, err := Compile(pattern)
	require.NoError(t, err)
	return p
}

func TestPattern(t *testing.T) {
	p := mustCompile(t, `(?<=x)(?P<year>\d+)-(\d+)(?<!5)(?<day>\d)`)
	require.Equal(t, 3, p.Groups())
	require.Equal(t, []string{"", "year", "", "day"}, p.GroupNames())
	require.Equal(t, `(?<=x)(?P<year>\d+)-(\d+)(?<!5)(?<day>\d)`, p.String())
	require.Equal(t, "(*UTF)é", mustCompile(t, "(*UTF)é").String())
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          []string
	}{
		{`^rtt (.*)$`, "rtt 1\nxrtt 2\nrtt 3", []string{"rtt 1", "rtt 3"}},
		{`a\x00b`, "a\x00b", []string{"a\x00b"}},
		{`.`, "é", []string{"\xc3", "\xa9"}},
		{`(*UTF).`, "é\xff", []string{"é", "\xff"}},
		{`é+`, "éé\xc3\xa9\xa9", []string{"é", "é", "\xc3\xa9\xa9"}},
		{`(*UTF)é+`, "ééx", []string{"éé"}},
		{`(*UTF)[é€]\b`, "€a é", []string{"€"}},
		{`a*`, "baac", []string{"", "aa", ""}},
		{`$`, "a\nb\n", []string{"", "", ""}},
		{`^`, "a\nb\n", []string{"", "", ""}},
		{`(?-m:$)`, "a\nb\n", []string{""}},
		{`\z`, "a\n", []string{""}},
		{`(?i)error`, "ERROR Error", []string{"ERROR", "Error"}},
		{`(?s)a.b`, "a\nb", []string{"a\nb"}},
		{`(?U)a+`, "aaa", []string{"a", "a", "a"}},
		{`[]a]+`, "]a]b", []string{"]a]"}},
		{`(?<=status=)\d+`, "status=200 status= 3 status=4", []string{"200", "4"}},
		{`(?<!a)b`, "ab bb", []string{"b", "b"}},
		{`(?i)(?<=error: )\w+`, "ERROR: disk", []string{"disk"}},
		{`(?i:x(?<=X))y`, "xy Xy", []string{"xy", "Xy"}},
		{`(?i:x)(?<=X)y`, "xy Xy", []string{"Xy"}},
		{`(?<=(?i)X)y`, "xy Xy", []string{"y", "y"}},
		{`(?<=(?i)X)Y`, "xY xy", []string{"Y"}},
		{`(a(?i)|(?<=B)c)d`, "bcd ad aD", []string{"cd", "ad"}},
		{`(?s)(?<=a.)b`, "a\nb", []string{"b"}},
		{`(?<=a.)b`, "a\nb a b", []string{"b"}},
		{`(?<=^a)b`, "ab\nab xab", []string{"b", "b"}},
		{`(?-m)(?<=^a)b`, "ab\nab", []string{"b"}},
		{`(?<=foo\b).`, "foo food", []string{" "}},
		{`(?<=foo$)\n`, "foo\n", []string{"\n"}},
		{`(?<=a|bcd)x`, "ax bcdx cdx", []string{"x", "x"}},
		{`(?<=[)\]])x`, ")x ]x (x", []string{"x", "x"}},
		{`(?<=[[:alpha:])])x`, "ax )x 1x", []string{"x", "x"}},
		{`(?<=[^]])x`, "]x ax", []string{"x"}},
		{`(?<=\))x`, ")x ax", []string{"x"}},
		{`(?<=\Q(?<=)\E)x`, "(?<=)x", []string{"x"}},
		{`\Q(?<=a)\Eb`, "(?<=a)b ab", []string{"(?<=a)b"}},
		{`[(?<=a)]+`, "(?<=a)b", []string{"(?<=a)"}},
		{`\(?<=a`, "(<=a <=a", []string{"(<=a", "<=a"}},
		{`(?<=)a`, "a", []string{"a"}},
		{`(?<!)a`, "a", nil},
		{`(?<=a{255})b`, strings.Repeat("a", 255) + "b", []string{"b"}},
		{`(?<=^a{254})b`, strings.Repeat("a", 254) + "b", []string{"b"}},
		{`(*UTF)(?<=é)\w+`, "éa \xc3a", []string{"a"}},
		{`(*UTF)(?<=[é-ü].)x`, "é€x", []string{"x"}},
		{`(?<=a)(?<=\w)(?<!b)(?<!cc)(?<=ca)x`, "ax cax", []string{"x"}},
		{`x.*y|x`, "xaxay xb", []string{"xaxay", "x"}},
		{`\x{20ac}`, "€", nil},
		{`\w+\B`, "abcde fghij", []string{"abcd", "fghi"}},
	} {
		t.Run(c.pattern, func(t *testing.T) {
			p := mustCompile(t, c.pattern)
			for size := 1; size <= 7; size++ {
				_, got := feed(p, 0, []byte(c.text), func(left int) int { return min(size, left) })
				require.Equal(t, c.want, got, "in pieces of %d", size)
			}
			_, got := feed(p, 0, []byte(c.text), func(left int) int { return left })
			require.Equal(t, c.want, got, "in one piece")
		})
	}
}

func TestGroups(t *testing.T) {
	p := mustCompile(t, `(a)|(?P<n>b)(c)?`)
	var got []string
	m := p.NewMatcher(0, func(m Match) {
		got = append(got, fmt.Sprintf("%q %q %q %v", m.Text(1), m.Text(2), m.Text(3), spanOf(m, 3)))
		require.Nil(t, m.Text(3))
	})
	n, err := m.Write([]byte("xab"))
	require.NoError(t, err)
	require.Equal(t, 3, n)
	require.NoError(t, m.Close())
	require.Equal(t, []string{
		`"a" "" "" [1 2 1 2 -1 -1 -1 -1]`,
		`"" "b" "" [2 3 -1 -1 2 3 -1 -1]`,
	}, got)
}

// Patterns that tell more characters apart than states have transitions for.
func TestManyClasses(t *testing.T) {
	var letters, bytes strings.Builder
	for i := range 100 {
		letters.WriteRune(rune(0x400 + i))
		bytes.WriteString(fmt.Sprintf(`\x%02x`, 0x80+i))
	}
	word, some := letters.String(), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,;.:-_ "
	for _, c := range []struct {
		pattern string
		utf     bool
		text    string
	}{
		{word + "|" + some, true, "x" + word + word[:100] + some},
		{bytes.String() + "|(?:" + some + ")+", false, "x\x80" + latin1Word(0x80, 100) + some + some},
	} {
		p := mustCompile(t, map[bool]string{true: utfPrefix}[c.utf]+c.pattern)
		require.Greater(t, p.prog.width, fastClasses+20)
		want := oracle(c.pattern, []byte(c.text), c.utf)
		require.Len(t, want, 2)
		for _, used := range []int{0, maxCacheBytes + 1} {
			p.states.bytes = used
			for most := 1; most < 50; most += 12 {
				got, _ := feed(p, 0, []byte(c.text), randomCuts(rand.New(rand.NewSource(1)), most))
				require.Equal(t, want, got)
			}
		}
	}
}

// latin1Word is n bytes in ascending order.
func latin1Word(first, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(first + i)
	}
	return string(b)
}

func TestWriteAfterClose(t *testing.T) {
	_, texts := feed(mustCompile(t, "a"), 0, nil, nil)
	require.Empty(t, texts)
	matches := 0
	m := mustCompile(t, "a|$").NewMatcher(0, func(Match) { matches++ })
	require.NoError(t, m.Close())
	require.Equal(t, 1, matches)
	n, err := m.Write([]byte("aa"))
	require.NoError(t, err)
	require.Equal(t, 2, n)
	require.NoError(t, m.Close())
	require.Equal(t, 1, matches)
}

// One Pattern serves many matchers at once, with and without room for states.
func TestConcurrentMatchers(t *testing.T) {
	data := logText(20000)
	for _, pattern := range []string{`(\w+)=(\d+)`, `(?<=status=)\d+`, `(?<!a)[a-f]+(?<=\d..)|id`} {
		for _, used := range []int{0, maxCacheBytes - 2000, maxCacheBytes + 1} {
			p := mustCompile(t, pattern)
			want, _ := feed(p, 0, data, func(left int) int { return left })
			require.NotEmpty(t, want)
			p = mustCompile(t, pattern)
			p.states.bytes = used
			var group sync.WaitGroup
			for i := range 8 {
				group.Go(func() {
					got, _ := feed(p, 0, data, randomCuts(rand.New(rand.NewSource(int64(i))), 3000))
					assert.Equal(t, want, got)
				})
			}
			group.Wait()
		}
	}
}
