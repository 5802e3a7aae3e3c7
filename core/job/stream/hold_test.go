package stream

import (
	"bytes"
	"math/rand"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// feedAll is feed in pieces of size; it also gives the matcher.
func feedAll(p *Pattern, maxHold int, data []byte, size int) (m *Matcher, texts []string, most int) {
	m = p.NewMatcher(maxHold, func(t Match) { texts = append(texts, string(t.Text(0))) })
	for len(data) > 0 {
		n := min(size, len(data))
		_, _ = m.Write(data[:n])
		data = data[n:]
		most = max(most, cap(m.buf))
	}
	_ = m.Close()
	return m, texts, most
}

// On an endless line the candidate is given up, the memory stays bounded and no
// byte is read over and over.
func TestEndlessLine(t *testing.T) {
	const hold, size = 64 << 10, 4 << 20
	endless := append([]byte("x"), bytes.Repeat([]byte("0123456789abcde "), size/16)...)
	for _, c := range []struct {
		pattern string
		text    []byte
		matches int
		lost    int64
	}{
		{`x.*y`, endless, 0, hold + 1},
		{`x.*y|x`, endless, 1, hold},
		{`(?s)x.*?y`, endless, 0, hold + 1},
		{`x(.*)$`, endless, 0, hold + 1},
		{`(?<=x).*y`, endless, 0, hold + 1},
		{`x.*y`, bytes.Repeat([]byte("x"), size), 0, size / (hold + 1) * (hold + 1)},
		// The rest of a line is read again for every match in it.
		{`a.*b|a`, bytes.Repeat([]byte("a"), hold+1), 1, hold},
		{`\w+`, bytes.Repeat([]byte("a"), size), size / hold, 0},
	} {
		p := mustCompile(t, c.pattern)
		for _, chunk := range []int{1000, 1 << 20} {
			m, texts, most := feedAll(p, hold, c.text, chunk)
			require.Len(t, texts, c.matches, c.pattern)
			require.Equal(t, c.lost, m.Lost(), c.pattern)
			require.Less(t, most, 3*(hold+pieceSize), c.pattern)
			require.Less(t, m.work, int64(3*len(c.text)), c.pattern)
		}
	}
}

// A pattern that reads the rest of the line for every match in it does not take
// more and more time, and works again on the next line.
func TestReadingAgainIsBounded(t *testing.T) {
	const hold = 64 << 10
	text := bytes.Repeat([]byte("a"), hold/2)
	text = append(text, "\n"+strings.Repeat(".", 1000)+"\na b a"...)
	p := mustCompile(t, `a.*b|a`)
	for _, chunk := range []int{1000, 1 << 20} {
		m, texts, _ := feedAll(p, hold, text, chunk)
		require.Positive(t, m.Lost())
		require.Equal(t, []string{"a b", "a"}, texts[len(texts)-2:])
		require.Less(t, m.Lost(), int64(hold/2+1000))
		require.Less(t, m.work, int64(2*maxReadings*(hold+len(text))))
	}
	// Without a bound on what is held nothing is left out.
	m, texts, _ := feedAll(p, 0, text[hold/2-2000:], 1000)
	require.Zero(t, m.Lost())
	require.Len(t, texts, 2002)
}

// Which candidates are given up does not depend on the cuts, and a match of
// maxHold bytes is never one of them.
func TestGivingUpDoesNotDependOnCuts(t *testing.T) {
	lost := 0
	for seed := range cases(4000) {
		r := rand.New(rand.NewSource(int64(seed)))
		p, err := Compile(randomPattern(r, 4))
		if err != nil {
			continue
		}
		data := randomText(r, r.Intn(40))
		hold := 1 + r.Intn(6)
		whole, texts, _ := feedAll(p, hold, data, len(data)+1)
		for _, size := range []int{1, 2, 5} {
			m, pieces, _ := feedAll(p, hold, data, size)
			require.Equal(t, texts, pieces, "seed %d: pattern %q hold %d text %q", seed, p, hold, data)
			require.Equal(t, whole.Lost(), m.Lost(), "seed %d: pattern %q hold %d text %q", seed, p, hold, data)
		}
		if whole.Lost() > 0 {
			lost++
		}
	}
	require.Positive(t, lost)
}

func TestMatchOfMaxHold(t *testing.T) {
	p := mustCompile(t, `x[^y]*y`)
	for n := 3; n < 20; n++ {
		text := "x" + strings.Repeat("a", n-2) + "y"
		for size := 1; size <= n; size++ {
			m, texts, _ := feedAll(p, n, []byte(text+" xy"), size)
			require.Equal(t, []string{text, "xy"}, texts)
			require.Zero(t, m.Lost())
			m, texts, _ = feedAll(p, n-2, []byte(text+strings.Repeat(" ", 20)+"x"), size)
			require.Empty(t, texts)
			require.Equal(t, int64(n-1), m.Lost())
		}
	}
}

// The memory that a long candidate took is given back when it is over.
func TestHeldMemoryIsGivenBack(t *testing.T) {
	m := mustCompile(t, `x.*y`).NewMatcher(1<<20, func(Match) {})
	_, _ = m.Write(bytes.Repeat([]byte("x"), 300_000))
	_, _ = m.Write(bytes.Repeat([]byte("x"), 300_000))
	require.Greater(t, cap(m.buf), 600_000)
	_, _ = m.Write([]byte("\n"))
	_, _ = m.Write([]byte("other text"))
	require.Less(t, cap(m.buf), 1000)
}

// Patterns that make backtracking matchers explode take linear work.
func TestHostilePatterns(t *testing.T) {
	text := bytes.Repeat([]byte("a"), cases(100_000))
	text = append(text, 'b')
	for _, pattern := range []string{`(a+)+$`, `(a|aa)+$`, `(a*)*$`, `(x+x+)+y`, `(?:a?){50}a{50}$`, `(.*)(.*)(.*)c`} {
		for _, used := range []int{0, maxCacheBytes + 1} {
			p := mustCompile(t, pattern)
			p.states.bytes = used
			m, _, _ := feedAll(p, 0, text, 1000)
			require.LessOrEqual(t, m.work, int64(3*len(text)), pattern)
		}
	}
}

// The states of a pattern are bounded, and so is a matcher without them.
func TestStatesAreBounded(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	text := make([]byte, 100_000)
	for i := range text {
		text[i] = "ab"[r.Intn(2)]
	}
	p := mustCompile(t, `[ab]a[ab]{14}c`)
	m, texts, _ := feedAll(p, 0, append(text, "aaaaaaaaaaaaaaaac"...), 4096)
	require.Equal(t, []string{"aaaaaaaaaaaaaaaac"}, texts)
	require.Greater(t, p.states.bytes, maxCacheBytes)
	require.Less(t, p.states.bytes, maxCacheBytes+100_000)
	require.LessOrEqual(t, m.work, int64(2*len(text)))
}

// A matcher that has seen little is small, and makes nothing for a match.
func TestSmallMatcher(t *testing.T) {
	text := requestText(150)
	for _, pattern := range []string{`^(\S+) INFO (\S+): .* latency=(\d+)us$`, `(?<=latency=)\d+`, `x`} {
		p := mustCompile(t, pattern)
		m := p.NewMatcher(1<<20, func(Match) {})
		_, _ = m.Write(text)
		size := int(unsafe.Sizeof(*m)) + cap(m.buf) + 8*cap(m.regs)
		require.Less(t, size, 2000, pattern)
		require.Nil(t, m.own)
		require.Nil(t, m.stepper)
		_, _ = m.Write(requestText(pieceSize))
		if !testing.Short() {
			line := requestText(2000)
			require.Less(t, testing.AllocsPerRun(100, func() { _, _ = m.Write(line) }), 1.0, pattern)
		}
	}
}
