package vm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
	lua "github.com/yuin/gopher-lua"
)

// perCall gives the microseconds that one call of pcall takes in a loop of L's.
func perCall(b *testing.B, L *lua.LState, body string) float64 {
	const calls = 200000
	p, err := vm.Compile("=bench", []byte("local function f() "+body+" end for i = 1, 200000 do pcall(f) end"))
	require.NoError(b, err)
	start := time.Now()
	L.Push(L.NewFunctionFromProto(p))
	L.Call(0, 0)
	return float64(time.Since(start).Microseconds()) / calls
}

// BenchmarkCalls measures pcall beside gopher-lua's own.
func BenchmarkCalls(b *testing.B) {
	for name, body := range map[string]string{"success": "return 1", "failure": "error('x', 0)"} {
		b.Run(name, func(b *testing.B) {
			own, stock := vm.New(vm.Options{}), lua.NewState()
			defer own.Close()
			defer stock.Close()
			var ours, theirs float64
			for b.Loop() {
				ours, theirs = perCall(b, own, body), perCall(b, stock, body)
			}
			b.ReportMetric(ours, "µs/call")
			b.ReportMetric(theirs, "µs/stock")
			b.ReportMetric(ours/theirs, "ratio")
		})
	}
}
