package vm_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
	lua "github.com/yuin/gopher-lua"
)

const across = "attempt to yield across metamethod/C-call boundary"

func TestYieldAcrossGo(t *testing.T) {
	// https://github.com/yuin/gopher-lua/issues/306 and 45
	newWorld(t, "").same(t, map[string]string{
		"return pcall(coroutine.yield, 1)":                                                                                                                          "false|" + across,
		"return coroutine.wrap(function() return pcall(coroutine.yield, 1) end)()":                                                                                  "false|" + across,
		"return coroutine.wrap(function() return pcall(function() coroutine.yield(1) end) end)()":                                                                   "false|" + across,
		"return coroutine.resume(coroutine.create(function() table.sort({1, 2, 3}, coroutine.yield) end))":                                                          "false|" + across,
		"return coroutine.resume(coroutine.create(function() for k in coroutine.yield do end end))":                                                                 "false|" + across,
		"local t = setmetatable({}, {__index = function(t, k) return coroutine.yield(k) end}) return coroutine.resume(coroutine.create(function() return t.x end))": "false|" + across,
		"return coroutine.wrap(function() pcall(error) coroutine.yield(1) end)()":                                                                                   "1",
		"return pcall(coroutine.wrap(function() coroutine.yield(1) end))":                                                                                           "true|1",
	})
}

func TestCoroutines(t *testing.T) {
	newWorld(t, "").same(t, map[string]string{
		"local co = coroutine.wrap(function() return coroutine.yield(1) end) return co(), co('x', 'y')":                                                                   "1|x|y",
		"local co = coroutine.wrap(function() local a, b = coroutine.yield() local c = 5 return a, b, c end) co() return co(1)":                                           "1|nil|5",
		"local co = coroutine.wrap(function(...) return select('#', ...), ... end) return co(nil, 2)":                                                                     "2|nil|2",
		"local co = coroutine.create(function() coroutine.yield() end) return coroutine.resume(co), coroutine.resume(co), coroutine.resume(co)":                           "true|true|false|cannot resume dead coroutine",
		"local function rec(n) if n > 0 then coroutine.yield(n) rec(n - 1) end end local s = 0 for n in coroutine.wrap(function() rec(10) end) do s = s + n end return s": "55",
		// gopher-lua runs Go functions and loses their results.
		"return coroutine.wrap(string.rep)('x', 3)":                                                    "xxx",
		"return coroutine.resume(coroutine.create(pcall), error, 'x', 0)":                              "true|false|x",
		"return coroutine.wrap(coroutine.yield)(1, 2)":                                                 "1|2",
		"local co = coroutine.wrap(coroutine.yield) co() return co(3)":                                 "3",
		"return pcall(coroutine.wrap, 5)":                                                              "false|bad argument #1 to '?' (Lua function expected)",
		"return pcall(coroutine.resume, 5)":                                                            "false|bad argument #1 to '?' (coroutine expected)",
		"local t = {} return select(2, coroutine.resume(coroutine.create(error), t)) == t":             "true",
		"local t = {} return select(2, pcall(coroutine.wrap(error), t)) == t":                          "true",
		"return pcall(function()\nlocal r = coroutine.wrap(function() error('x') end)() return r end)": "false|case.lua:2: case.lua:2: x",
		"local n = 0 local co = coroutine.create(function() local function inc() n = n + 1 end inc() pcall(error) inc() error('x') end) coroutine.resume(co) n = n + 1 return n": "3",
		"local get pcall(coroutine.wrap(function() local x = 7 get = function() return x end error() end)) return get()":                                                         "7",
	})
}

func TestCoroutineStatus(t *testing.T) {
	newWorld(t, "").same(t, map[string]string{
		"return coroutine.running(), pcall(coroutine.running)": "nil|true|nil",
		"return coroutine.wrap(function() local co = coroutine.running() local ok, in_ = pcall(coroutine.running) return type(co), co == in_ end)()":                                                        "thread|true",
		"local co co = coroutine.create(function() return coroutine.status(co), select(2, pcall(coroutine.status, co)), coroutine.resume(co) end) return coroutine.status(co), coroutine.resume(co)":        "suspended|true|running|running|false|cannot resume running coroutine",
		"local co co = coroutine.create(function() return pcall(function() return coroutine.wrap(function() return coroutine.status(co), coroutine.resume(co) end)() end) end) return coroutine.resume(co)": "true|true|normal|false|cannot resume normal coroutine",
		"local co = coroutine.create(error) coroutine.resume(co) return coroutine.status(co)":                                                                                                               "dead",
		"local co = coroutine.create(function() coroutine.yield() end) coroutine.resume(co) return coroutine.status(co)":                                                                                    "suspended",
	})
}

func TestCoroutinesFollowTheContextOfTheirResumer(t *testing.T) {
	w := newWorld(t, "")
	first, end := context.WithCancel(context.Background())
	w.L.SetContext(first)
	_, err := w.run(t, "co = coroutine.create(function() local n = 0 while true do n = n + 1 coroutine.yield(n) end end) coroutine.resume(co)")
	require.NoError(t, err)
	end()
	second, end := context.WithCancel(context.Background())
	w.L.SetContext(second)
	w.same(t, map[string]string{"return coroutine.resume(co)": "true|2"})
	_, err = w.run(t, "loop = coroutine.wrap(function() while true do end end)")
	require.NoError(t, err)
	w.L.SetGlobal("stop", w.L.NewFunction(func(*lua.LState) int { end(); return 0 }))
	_, err = w.run(t, "stop() loop()")
	require.ErrorIs(t, err, context.Canceled)
	w.L.RemoveContext()
	w.same(t, map[string]string{"return coroutine.resume(co)": "true|3"})
}

// childCounter is a context that notes what is derived from it.
type childCounter struct {
	context.Context
	values int
}

func (c *childCounter) Value(key any) any {
	c.values++ // context.WithCancel asks for its parent here
	return c.Context.Value(key)
}

func TestThreadsHaveNoContextsOfTheirOwn(t *testing.T) {
	w := newWorld(t, "")
	parent, cancel := context.WithCancel(context.Background())
	defer cancel()
	c := &childCounter{Context: parent}
	w.L.SetContext(c)
	w.same(t, map[string]string{"pcall(error) local co = coroutine.wrap(function() pcall(coroutine.running) coroutine.yield(1) end) return co()": "1"})
	require.Zero(t, c.values)
}

func TestManyCoroutines(t *testing.T) {
	w := newWorld(t, "")
	w.same(t, map[string]string{`
		local sum = 0
		for i = 1, 2000 do
			local co = coroutine.wrap(function(a) local b = coroutine.yield(a) pcall(error) return b + a end)
			sum = sum + co(1) + co(i)
		end
		return sum`: "2005000"})
	vs, err := vm.Protect(w.L, w.L.GetGlobal("pcall"), w.L.GetGlobal("error"))
	require.NoError(t, err)
	require.Equal(t, lua.LFalse, vs[0])
}
