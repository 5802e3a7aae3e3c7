package vm_test

import (
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
	lua "github.com/yuin/gopher-lua"
)

func TestProtectedCallsKeepVariables(t *testing.T) {
	newWorld(t, "").same(t, map[string]string{
		// https://github.com/yuin/gopher-lua/issues/448
		"local n = 0 local function inc() n = n + 1 end inc() pcall(error, 'x') inc() inc() return n":                                       "3",
		"local n = 0 local function inc() n = n + 1 end inc() pcall(string.rep) inc() return n":                                             "2",
		"local n = 0 local function inc() n = n + 1 end xpcall(function() error('x') end, function() inc() end) inc() return n":             "2",
		"local n = 0 local function inc() n = n + 1 end pcall(pcall, error, 'x') pcall(function() pcall(error) inc() error() end) return n": "1",
		"local m xpcall(function() pcall(error, 'in') error('out', 0) end, function(e) m = e end) return m":                                 "out",
		"local get xpcall(function() local x = 7 get = function() return x end error('x') end, function() end) return get()":                "7",
		"local get pcall(function() local x = 7 get = function() x = x + 1 return x end get() error('x') end) return get() + get()":         "19",
		"local n = 0 local ok = pcall(function() n = 1 local function up() n = n + 1 end up() error() end) n = n + 1 return n":              "3",
	})
}

func TestProtectedCalls(t *testing.T) {
	newWorld(t, "").same(t, map[string]string{
		"return pcall(function(...) return select('#', ...), ... end, 1, nil)": "true|2|1|nil",
		"return pcall(5)": "false|attempt to call a number value",
		"return pcall(setmetatable({}, {__call = function(_, x) return x end}), 5)": "true|5",
		"return select('#', pcall(function() end))":                                 "1",
		"return pcall(pcall)":                       "false|bad argument #1 to '?' (value expected)",
		"return pcall(pcall, pcall, error, 'x', 0)": "true|true|false|x",
		// https://github.com/yuin/gopher-lua/issues/454
		"return xpcall(function(...) return ... end, print, 1, 2)":                                           "true|1|2",
		"return xpcall(setmetatable({}, {__call = function(_, x) return x end}), print, 5)":                  "true|5",
		"return xpcall(error, setmetatable({}, {__call = function(_, e) return e .. '!' end}), 'x', 0)":      "false|x!",
		"return xpcall(5, function(e) return e end)":                                                         "false|attempt to call a number value",
		"return xpcall(function() error('x') end, function() end)":                                           "false|nil",
		"return xpcall(function() error('x') end, function() return 1, 2 end)":                               "false|1",
		"return xpcall(function() error('x') end, function() error('y') end)":                                "false|error in error handling",
		"return xpcall(function() error('x') end, 5)":                                                        "false|error in error handling",
		"local n = 0 return xpcall(error, function(e) n = n + 1 if n < 3 then error(n, 0) end return e end)": "false|2",
		"return xpcall(function() error('x') end, function() return (xpcall(error, print)) end)":             "false|false",
		"return pcall(string.rep)":     "false|bad argument #1 to '?' (string expected, got no value)",
		"return pcall(error, ' x', 0)": "false| x",
	})
}

func TestError(t *testing.T) {
	w := newWorld(t, "")
	w.same(t, map[string]string{
		"return pcall(error)":                                                    "false|nil",
		"return pcall(error, nil)":                                               "false|nil",
		"return pcall(error, 'x')":                                               "false|x",
		"return pcall(error, 'x', 2)":                                            "false|case.lua:1: x",
		"return pcall(function() error('x') end)":                                "false|case.lua:1: x",
		"return pcall(function() error('x', 0) end)":                             "false|x",
		"local function f() error('x', 2) end return pcall(function()\nf() end)": "false|case.lua:2: x",
		"return pcall(function() error('x', 2) end)":                             "false|x",
		"return pcall(function()\nerror('x', 3) end)":                            "false|case.lua:1: x",
		"return pcall(function() error(5) end)":                                  "false|case.lua:1: 5",
		"local t = {} local ok, e = pcall(error, t) return e == t":               "true",
		"local ok, e = pcall(function() pcall(error) error(false) end) return e": "false",
		"return pcall(assert)":                                                   "false|bad argument #1 to '?' (value expected)",
		"return assert(1, 2, 3)":                                                 "1|2|3",
		"return pcall(function() assert(nil) end)":                               "false|case.lua:1: assertion failed!",
		"return pcall(function() assert(false, 'x') end)":                        "false|case.lua:1: x",
		"return pcall(function() assert(false, '%d') end)":                       "false|case.lua:1: %d",
		"local t = {} return select(2, pcall(assert, false, t)) == t":            "true",
	})
}

func TestRunawayRecursionIsCaught(t *testing.T) {
	w := newWorld(t, "")
	w.same(t, map[string]string{
		"local function f() return 1 + f() end return pcall(f)":                                                                                                                         "false|case.lua:1: stack overflow",
		"local function f(...) return 1 + f(1, ...) end return pcall(f)":                                                                                                                "false|case.lua:1: stack overflow",
		"local function f() return 1 + f() end return xpcall(f, function(e) return #e end)":                                                                                             "false|26",
		"local function f() return 1 + f() end return coroutine.resume(coroutine.create(f))":                                                                                            "false|case.lua:1: stack overflow",
		"local function f() return coroutine.wrap(f)() end return (pcall(f))":                                                                                                           "false",
		"local function h(t, k) if k % 19000 == 0 then pcall(function() return t[k + 1] end) end return t[k + 1] end local t = setmetatable({}, {__index = h}) return (pcall(h, t, 1))": "false",
		"local n = 0 local function f() n = n + 1 return 1 + f() end pcall(f) pcall(f) return n > 30000, pcall(pcall, error, 'x')":                                                      "true|true|false|x",
	})
}

func TestPanicsEndTheScript(t *testing.T) {
	for _, src := range []string{
		"pcall(boom) seen = 1", "pcall(pcall, boom) seen = 1", "xpcall(boom, function() seen = 1 end) seen = 1",
		"xpcall(error, function() boom() end) seen = 1", "coroutine.resume(coroutine.create(boom)) seen = 1",
		"pcall(coroutine.wrap(function() coroutine.yield() pcall(boom) seen = 1 end))\npcall(coroutine.wrap(function() boom() end)) seen = 1",
		"pcall(table.sort, {2, 1, 3}, boom) seen = 1", "load(boom) seen = 1",
	} {
		w := newWorld(t, "")
		w.L.SetGlobal("boom", w.L.NewFunction(func(*lua.LState) int {
			var none []int
			return none[0]
		}))
		_, err := w.run(t, src)
		var p *vm.PanicError
		require.ErrorAs(t, err, &p, src)
		require.ErrorContains(t, p, "index out of range")
		require.Contains(t, string(p.Stack), "pcall_test.go", src)
		require.Contains(t, p.Traceback, "[C]: ", src)
		require.Contains(t, p.Traceback, "case.lua:", src)
		require.Equal(t, lua.LNil, w.L.GetGlobal("seen"), src)
		var e *vm.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, p.Traceback, e.Traceback)
	}
}

func TestGoErrorsSurviveRethrowing(t *testing.T) {
	w := newWorld(t, "")
	w.L.SetGlobal("fail", w.L.NewFunction(func(L *lua.LState) int {
		ud := L.NewUserData()
		ud.Value = errors.Join(io.ErrClosedPipe)
		L.Error(ud, 1)
		return 0
	}))
	for _, src := range []string{
		"local ok, e = pcall(fail) error(e)", "local ok, e = xpcall(fail, function(e) return e end) error(e, 2)",
		"assert(pcall(fail))", "coroutine.wrap(fail)()", "assert(coroutine.resume(coroutine.create(fail)))", "protect(function() fail() end)",
	} {
		_, err := w.run(t, src)
		require.ErrorIs(t, err, io.ErrClosedPipe, src)
	}
}
