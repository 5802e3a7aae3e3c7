package stream

import (
	"bytes"
	"fmt"
	"testing"
)

// logText makes n bytes of a log: of its lines (about 100 bytes each) half end
// in status=NNN, 1 % carry [a/b/c] and 1 % begin with ERROR:.
func logText(n int) []byte {
	words := []string{"connection", "accepted", "from", "worker", "queue", "flush", "commit", "retry", "segment", "handler", "timeout", "socket", "buffer", "request", "cache", "miss"}
	seed := uint64(88172645463325252)
	random := func(n int) int {
		seed ^= seed << 13
		seed ^= seed >> 7
		seed ^= seed << 17
		return int(uint32(seed>>32)) % n
	}
	word := func() string { return words[random(len(words))] }
	var b bytes.Buffer
	b.Grow(n + 200)
	for line := 1; b.Len() < n; line++ {
		k := random(100)
		if k == 0 {
			fmt.Fprintf(&b, "ERROR: worker %d failed on %s: code %d (%s)\n", random(64), word(), random(999), word())
			continue
		}
		fmt.Fprintf(&b, "2026-01-02T03:04:%02d.%06d ", random(60), random(1000000))
		switch {
		case k == 1:
			fmt.Fprintf(&b, "progress [%d/%d/%d] pieces done\n", random(1000), 1000, random(50))
		case k < 52:
			status := 200 + random(5)
			if random(50) == 0 {
				status += 300
			}
			fmt.Fprintf(&b, "INFO 10.%d.%d.%d GET /%s/%s/%d id=%08x bytes=%d status=%d\n", random(256), random(256), random(256), word(), word(), random(10000), random(1<<31-1), random(100000), status)
		default:
			fmt.Fprintf(&b, "DEBUG %s %s %s line %d pid=%d tid=%d %s %s %s %s\n", word(), word(), word(), line, random(32768), random(32768), word(), word(), word(), word())
		}
	}
	return b.Bytes()[:n]
}

// requestText makes n bytes of lines that all have a latency.
func requestText(n int) []byte {
	var b bytes.Buffer
	b.Grow(n + 200)
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "2026-01-02T03:04:05.%06d INFO server.worker%d: request %d handled for client 10.0.%d.%d latency=%dus\n", i%1000000, i%64, i, i%256, i%199, i%99991)
	}
	return b.Bytes()[:n]
}

const chunkSize = 64 << 10

func benchmarkPattern(b *testing.B, pattern string, text []byte) {
	p, err := Compile(pattern)
	if err != nil {
		b.Fatal(err)
	}
	matches := 0
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		matches = 0
		m := p.NewMatcher(1<<20, func(Match) { matches++ })
		for chunk := range chunks(text) {
			_, _ = m.Write(chunk)
		}
		_ = m.Close()
	}
	b.ReportMetric(float64(matches), "matches")
}

func chunks(text []byte) func(func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(text) > 0 {
			n := min(len(text), chunkSize)
			if !yield(text[:n]) {
				return
			}
			text = text[n:]
		}
	}
}

func BenchmarkMatcher(b *testing.B) {
	const size = 64 << 20
	log, requests := logText(size), requestText(size)
	for _, c := range []struct {
		name, pattern string
		text          []byte
	}{
		{"log", `\[[0-9]+/[0-9]+/[0-9]+\]`, log},
		{"log", `^ERROR:(.*)$`, log},
		{"log", `status=5\d\d`, log},
		{"log", `(?<=status=)\d+`, log},
		{"log", `(error|warn|fatal)[: ]`, log},
		{"log", `(?i)error`, log},
		{"log", `\d+ms`, log},
		{"log", `\w+@\w+\.com`, log},
		{"log", `(?m)status=(\d+)$`, log},
		{"log", `(*UTF)\d+ms`, log},
		{"requests", `^(\S+) INFO (\S+): .* latency=(\d+)us$`, requests},
		{"requests", `latency=(\d+)us$`, requests},
		{"requests", `(?<=latency=)\d+`, requests},
		{"requests", `\w+`, requests},
		{"requests", `^.*$`, requests},
	} {
		b.Run(c.name+"/"+c.pattern, func(b *testing.B) { benchmarkPattern(b, c.pattern, c.text) })
	}
}

// A pattern that needs more states than are kept.
func BenchmarkTooManyStates(b *testing.B) {
	seed := uint64(1)
	text := make([]byte, 1<<20)
	for i := range text {
		seed = seed*6364136223846793005 + 1442695040888963407
		text[i] = "ab"[seed>>63]
	}
	for _, pattern := range []string{`[ab]a[ab]{14}c`, `(a|b)a(a|b){30}c`} {
		b.Run(pattern, func(b *testing.B) { benchmarkPattern(b, pattern, text) })
	}
}

func BenchmarkLines(b *testing.B) {
	text := logText(64 << 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		l := NewLines(1<<20, func([]byte, int64) {})
		for chunk := range chunks(text) {
			_, _ = l.Write(chunk)
		}
		_ = l.Close()
	}
}

// A filter of a job that writes little.
func BenchmarkShortStream(b *testing.B) {
	p, err := Compile(`^(\S+) INFO (\S+): .* latency=(\d+)us$`)
	if err != nil {
		b.Fatal(err)
	}
	text := requestText(150)
	b.ReportAllocs()
	for b.Loop() {
		m := p.NewMatcher(1<<20, func(Match) {})
		_, _ = m.Write(text)
		_ = m.Close()
	}
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Compile(`^(\S+) INFO (\S+): .* latency=(\d+)us$`); err != nil {
			b.Fatal(err)
		}
	}
}
