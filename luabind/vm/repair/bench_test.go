package repair

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	lua "github.com/yuin/gopher-lua"
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

// BenchmarkRun is the time of programs that stock gopher-lua gets right too.
func BenchmarkRun(b *testing.B) {
	for name, src := range map[string]string{
		"plain":  `local t = {} for i = 1, 20000 do t[i % 100 + 1] = i * 2 local x = t[i % 50 + 1] or i if x > 5 and i % 3 == 0 then x = x + 1 end end`,
		"calls":  `local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end fib(18)`,
		"swaps":  `local t = {1, 2, 3, 4} for i = 1, 20000 do local j, k = i % 4 + 1, i % 3 + 1 t[j], t[k] = t[k], t[j] end`,
		"or":     `local x for i = 1, 30000 do x = x or i x = x and i or 1 end`,
		"pairs":  `local t = {} for i = 1, 100 do t[i] = i end for _ = 1, 100 do for k, v in pairs(t) do t[k] = v + 1 end end`,
		"string": `for i = 1, 10000 do local s = "a" .. i s = s:upper() end`,
	} {
		b.Run(name, func(b *testing.B) {
			runs := make([]func(), 2)
			for i, with := range [][]repair{nil, repairs} {
				L := lua.NewState()
				defer L.Close()
				fn := L.NewFunctionFromProto(load(b, src, with))
				runs[i] = func() {
					L.Push(fn)
					require.NoError(b, L.PCall(0, 0, nil))
				}
			}
			for b.Loop() {
				d := least(100, runs...)
				b.ReportMetric(float64(d[1])/float64(d[0]), "ratio")
			}
		})
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
