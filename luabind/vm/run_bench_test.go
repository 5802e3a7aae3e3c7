package vm_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/parse"
)

// programs are what stock gopher-lua gets right, too.
var programs = map[string]string{
	"plain":   `local t = {} for i = 1, 20000 do t[i % 100 + 1] = i * 2 local x = t[i % 50 + 1] or i if x > 5 and i % 3 == 0 then x = x + 1 end end`,
	"calls":   `local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end fib(18)`,
	"swaps":   `local t = {1, 2, 3, 4} for i = 1, 20000 do local j, k = i % 4 + 1, i % 3 + 1 t[j], t[k] = t[k], t[j] end`,
	"or":      `local x for i = 1, 30000 do x = x or i x = x and i or 1 end`,
	"pairs":   `local t = {} for i = 1, 100 do t[i] = i end for _ = 1, 100 do for k, v in pairs(t) do t[k] = v + 1 end end`,
	"methods": `local c = {n = 0} c.__index = c function c:add(n) self.n = self.n + n return self end local o = setmetatable({}, c) for i = 1, 5000 do o:add(i):add(1) end`,
	"join":    `local a, b = "hello ", "world" for i = 1, 10000 do local s = a .. b s = s .. ", " .. b .. "\n" end`,
	"numbers": `for i = 1, 10000 do local s = "line " .. i .. ":" end`,
}

// BenchmarkRun is the time of programs beside that of stock gopher-lua.
func BenchmarkRun(b *testing.B) {
	for name, src := range programs {
		b.Run(name, func(b *testing.B) {
			own, stock := vm.New(vm.Options{}), lua.NewState()
			defer own.Close()
			defer stock.Close()
			p, err := vm.Compile("@case.lua", []byte(src))
			require.NoError(b, err)
			theirs, err := stock.LoadString(src)
			require.NoError(b, err)
			ours := own.NewFunctionFromProto(p)
			var least [2]time.Duration
			for b.Loop() {
				for range 100 {
					for i, run := range []func(){func() { call(stock, theirs) }, func() { call(own, ours) }} {
						start := time.Now()
						run()
						if d := time.Since(start); least[i] == 0 || d < least[i] {
							least[i] = d
						}
					}
				}
			}
			b.ReportMetric(float64(least[1])/float64(least[0]), "ratio")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func call(L *lua.LState, fn *lua.LFunction) {
	L.Push(fn)
	L.Call(0, 0)
}

// BenchmarkCompile is the time to load a chunk beside that of stock gopher-lua.
func BenchmarkCompile(b *testing.B) {
	src, err := os.ReadFile("../../scripts/jobs.lua")
	require.NoError(b, err)
	var least [2]time.Duration
	for b.Loop() {
		for range 100 {
			for i, load := range []func() error{
				func() error {
					tree, err := parse.Parse(bytes.NewReader(src), "case.lua")
					if err == nil {
						_, err = lua.Compile(tree, "case.lua")
					}
					return err
				},
				func() error { _, err := vm.Compile("@case.lua", src); return err },
			} {
				start := time.Now()
				require.NoError(b, load())
				if d := time.Since(start); least[i] == 0 || d < least[i] {
					least[i] = d
				}
			}
		}
	}
	b.ReportMetric(float64(least[1])/float64(least[0]), "ratio")
	b.ReportMetric(0, "ns/op")
}
