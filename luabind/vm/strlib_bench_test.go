package vm_test

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	lua "github.com/yuin/gopher-lua"
)

// workloads are chunks that take some tens of milliseconds.
var workloads = []struct{ name, src string }{
	{"find", "local s = ('x'):rep(50) .. 'key = value' for i = 1, 30000 do s:find('(%w+)%s*=%s*(%w+)', 48) end"},
	{"find scans", "local s = ('word '):rep(20000) .. '42' for i = 1, 5 do s:find('%d+') end"},
	{"match", "for i = 1, 50000 do ('2026-11-23 05:10:42'):match('^(%d+)-(%d+)-(%d+)') end"},
	{"gmatch", "local s = ('some words = here, '):rep(4000) local n = 0 for w in s:gmatch('%a+') do n = n + #w end"},
	{"gsub text", "local s = ('some words = here, '):rep(500) s:gsub('%a+', '<%0>')"},
	{"gsub function", "local s = ('some words = here, '):rep(500) s:gsub('%a+', function(w) return w end)"},
	{"gsub table", "local s, t = ('some words = here, '):rep(500), {some = 'a', here = 'b'} s:gsub('%a+', t)"},
	{"format", "for i = 1, 30000 do string.format('%d %5.2f %s', i, i / 3, 'x') end"},
	{"tostring", "for i = 1, 50000 do tostring(i / 4) end"},
	{"concat", "local t = {} for i = 1, 100 do t[i] = 'line' end for i = 1, 300 do table.concat(t, ',') end"},
}

// BenchmarkStrings measures each workload here, in gopher-lua's own state and in
// Lua 5.1, by turns, and gives the time of each as a multiple of ours.
func BenchmarkStrings(b *testing.B) {
	path, err := exec.LookPath("lua5.1")
	if err != nil {
		b.Fatal("lua5.1 is missing: apt-get install lua5.1")
	}
	for _, c := range workloads {
		b.Run(strings.ReplaceAll(c.name, " ", "_"), func(b *testing.B) {
			w := newWorld(b, "")
			own := lua.NewState()
			defer own.Close()
			var ours, stock, puc time.Duration
			for b.Loop() {
				ours += timed(b, w.L, c.src)
				stock += timed(b, own, c.src)
				puc += timedLua51(b, path, c.src)
			}
			b.ReportMetric(float64(ours.Microseconds())/float64(b.N)/1000, "tlua-ms/op")
			b.ReportMetric(float64(stock)/float64(ours), "stock/tlua")
			b.ReportMetric(float64(puc)/float64(ours), "lua5.1/tlua")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// timed runs the same code in any state, so that the functions make the
// difference.
func timed(b *testing.B, L *lua.LState, src string) time.Duration {
	b.Helper()
	fn, err := L.LoadString(src)
	require.NoError(b, err)
	begin := time.Now()
	L.Push(fn)
	L.Call(0, 0)
	return time.Since(begin)
}

func timedLua51(b *testing.B, path, src string) time.Duration {
	b.Helper()
	out, err := exec.Command(path, "-e", "local begin = os.clock() do "+src+" end io.write(os.clock() - begin)").Output()
	require.NoError(b, err)
	seconds, err := strconv.ParseFloat(string(out), 64)
	require.NoError(b, err)
	return time.Duration(seconds * float64(time.Second))
}
