package bench

import (
	"math"
	"runtime"
	"slices"
	"testing"
	"time"
)

// side does the work of one round and gives its samples, at least one.
type side func() []float64

// rounds holds the samples of each round.
type rounds [][]float64

// pair is what the rounds of two sides gave.
type pair struct{ subject, peer rounds }

// alternate runs the sides in turn, a round in each iteration, after one that
// does not count.
func alternate(b *testing.B, subject, peer side) pair {
	b.Helper()
	calm(subject)
	calm(peer)
	var p pair
	for b.Loop() {
		p.subject = append(p.subject, calm(subject))
		p.peer = append(p.peer, calm(peer))
	}
	b.ReportMetric(0, "ns/op") // of a whole round, which tells nothing
	return p
}

// calm runs a side when the garbage of the one before is gone.
func calm(s side) []float64 {
	runtime.GC()
	return s()
}

// compare alternates the sides and reports their medians and the ratio.
func compare(b *testing.B, unit string, subject, peer side) pair {
	b.Helper()
	p := alternate(b, subject, peer)
	b.ReportMetric(median(p.subject.medians()), unit)
	b.ReportMetric(median(p.peer.medians()), "peer-"+unit)
	b.ReportMetric(median(p.ratios()), "ratio")
	return p
}

// ratios gives the rounds' quotients of subject and peer.
func (p pair) ratios() []float64 {
	a, b := p.subject.medians(), p.peer.medians()
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] / b[i]
	}
	return out
}

// medians gives the median of each round.
func (r rounds) medians() []float64 {
	out := make([]float64, len(r))
	for i, samples := range r {
		out[i] = median(samples)
	}
	return out
}

// quantile gives that of the samples of all rounds.
func (r rounds) quantile(q float64) float64 { return quantile(slices.Concat(r...), q) }

func median(samples []float64) float64 { return quantile(samples, 0.5) }

// quantile gives the sample below which a share q of them lies, between two of
// them if need be.
func quantile(samples []float64, q float64) float64 {
	if len(samples) == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(samples))
	at := q * float64(len(s)-1)
	low := int(at)
	high := min(low+1, len(s)-1)
	return s[low] + (at-float64(low))*(s[high]-s[low])
}

// rate makes a side of work that does so much at once; its figure is how much
// it does in a second.
func rate(amount float64, work func()) side {
	return func() []float64 {
		start := time.Now()
		work()
		return []float64{amount / time.Since(start).Seconds()}
	}
}

// times makes a side of n times the same work; its samples are milliseconds.
func times(n int, work func()) side {
	return func() []float64 {
		out := make([]float64, n)
		for i := range out {
			start := time.Now()
			work()
			out[i] = float64(time.Since(start)) / float64(time.Millisecond)
		}
		return out
	}
}
