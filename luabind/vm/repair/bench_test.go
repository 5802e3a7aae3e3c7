package repair

import (
	"testing"
	"time"
)

// least gives the shortest time of some rounds of two functions in turn.
func least(rounds int, fs ...func()) []time.Duration {
	best := make([]time.Duration, len(fs))
	for range rounds {
		for i, f := range fs {
			start := time.Now()
			f()
			if d := time.Since(start); best[i] == 0 || d < best[i] {
				best[i] = d
			}
		}
	}
	return best
}

// BenchmarkLoad is the time to load a chunk beside that of stock gopher-lua.
func BenchmarkLoad(b *testing.B) {
	src := code(60)
	for b.Loop() {
		d := least(150, func() { load(b, src, nil) }, func() { load(b, src, repairs) })
		b.ReportMetric(float64(d[1])/float64(d[0]), "ratio")
	}
}

// BenchmarkLargeConstructor is how the time to load one grows with its size,
// from 5000 items to 20000: 4 is linear.
func BenchmarkLargeConstructor(b *testing.B) {
	small, large := "return {"+items(5000)+"}", "return {"+items(20000)+"}"
	for b.Loop() {
		d := least(5, func() { load(b, small, repairs) }, func() { load(b, large, repairs) })
		b.ReportMetric(float64(d[1])/float64(d[0]), "ratio")
		b.ReportMetric(float64(d[1].Milliseconds()), "ms/20000")
	}
}
