package vm_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
	lua "github.com/yuin/gopher-lua"
)

func TestProtectGivesResults(t *testing.T) {
	w := newWorld(t, "")
	got, err := w.run(t, "return select('#', ...), ...", lua.LNumber(1), lua.LNil, lua.LString("x"), lua.LNil)
	require.NoError(t, err)
	require.Equal(t, "4|1|nil|x|nil", got)
	got, err = w.run(t, "")
	require.NoError(t, err)
	require.Empty(t, got)
	_, err = w.run(t, "\nprotect(5)")
	require.EqualError(t, err, "case.lua:2: attempt to call a number value")
	got, err = w.run(t, "return protect(setmetatable({}, {__call = function() return 7 end}))")
	require.NoError(t, err)
	require.Equal(t, "7", got)
}

func TestProtectKeepsTheErrorObject(t *testing.T) {
	w := newWorld(t, "")
	for src, want := range map[string]string{
		"error('x')":    "case.lua:1: x",
		"error('x', 0)": "x",
		"error({})":     "(error object is a table value)",
		"error(5)":      "case.lua:1: 5",
		"error(setmetatable({}, {__tostring = function() return 'mine' end}))":          "mine",
		"error(setmetatable({}, {__tostring = function() error('again') end}))":         "(error object is a table value)",
		"error(setmetatable({}, {__tostring = function() return {} end}))":              "(error object is a table value)",
		"local t = setmetatable({}, {__index = function() error('in') end}) return t.x": "case.lua:1: in",
		"coroutine.wrap(function() error('co', 0) end)()":                               "case.lua:1: co",
		"protect(function() error('deep', 0) end)":                                      "deep",
		"protect(function() coroutine.yield() end)":                                     "attempt to yield across metamethod/C-call boundary",
	} {
		_, err := w.run(t, src)
		require.EqualError(t, err, want, src)
	}
	_, err := w.run(t, "t = {} error(t)")
	var e *vm.Error
	require.ErrorAs(t, err, &e)
	require.Same(t, w.L.GetGlobal("t"), e.Value)
	require.NoError(t, e.Cause)
}

func TestProtectDetachesOnlyTheFramesThatEnded(t *testing.T) {
	w := newWorld(t, "")
	w.same(t, map[string]string{
		"local n = 0 local function inc() n = n + 1 end try(function() error('x') end) inc() return n":    "1",
		"local get try(function() local x = 7 get = function() return x end error('x') end) return get()": "7",
		"local get try(function() local x = 7 get = function() return x end boom() end) return get()":     "7",
		"local function f() try(f) end return try(f)":                                                     "true",
		"local function f() return 1 + f() end return try(f)":                                             "false",
	})
	w.L.SetGlobal("boom", w.L.NewFunction(func(*lua.LState) int { panic("x") }))
	w.same(t, map[string]string{
		"local get try(function() local x = 7 get = function() return x end boom() end) return get()": "7",
	})
}

func TestGoErrorsAreReachable(t *testing.T) {
	w := newWorld(t, "")
	w.L.SetGlobal("fail", w.L.NewFunction(func(L *lua.LState) int {
		ud := L.NewUserData()
		ud.Value = fmt.Errorf("wrapped: %w", io.ErrClosedPipe)
		L.Error(ud, 0)
		return 0
	}))
	_, err := w.run(t, "fail()")
	require.ErrorIs(t, err, io.ErrClosedPipe)
	require.EqualError(t, err, "wrapped: io: read/write on closed pipe")
}

func TestPanicsAreNoLuaErrors(t *testing.T) {
	w := newWorld(t, "")
	w.L.SetGlobal("boom", w.L.NewFunction(func(*lua.LState) int {
		var none []int
		return none[0]
	}))
	for _, src := range []string{"\nboom()", "protect(function()\nboom() end)"} {
		_, err := w.run(t, src)
		var p *vm.PanicError
		require.ErrorAs(t, err, &p)
		require.Contains(t, string(p.Stack), "protect_test.go")
		require.EqualError(t, err, "panic in Go: runtime error: index out of range [0] with length 0")
		var e *vm.Error
		require.ErrorAs(t, err, &e)
		require.Contains(t, e.Traceback, "case.lua:")
	}
}

func TestContextEndsTheCall(t *testing.T) {
	reason := errors.New("interrupted")
	for name, src := range map[string]string{
		"loop":      "while true do end",
		"pcall":     "while true do pcall(function() while true do end end) end",
		"coroutine": "coroutine.wrap(function() while true do end end)()",
		"nested":    "protect(function() while true do end end)",
		"rethrown":  "local ok, e = pcall(protect, function() while true do end end) error(e, 0)",
	} {
		w := newWorld(t, "")
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		w.L.SetContext(ctx)
		_, err := w.run(t, src)
		cancel()
		require.ErrorIs(t, err, context.DeadlineExceeded, name)
		require.NotErrorIs(t, err, context.Canceled, name)

		ctx2, cancel2 := context.WithCancelCause(context.Background())
		w.L.SetContext(ctx2)
		time.AfterFunc(10*time.Millisecond, func() { cancel2(reason) })
		_, err = w.run(t, src)
		require.ErrorIs(t, err, context.Canceled, name)
		require.ErrorIs(t, err, reason, name)
	}
}

func TestAnEndedContextExcusesNoOtherError(t *testing.T) {
	w := newWorld(t, "")
	ctx, cancel := context.WithCancel(context.Background())
	w.L.SetContext(ctx)
	w.L.SetGlobal("fail", w.L.NewFunction(func(L *lua.LState) int {
		cancel()
		L.RaiseError("mine")
		return 0
	}))
	_, err := w.run(t, "fail()")
	require.EqualError(t, err, "case.lua:1: mine")
	require.NotErrorIs(t, err, context.Canceled)
	require.Same(t, ctx, w.L.Context())
}

func TestEndlessRecursion(t *testing.T) {
	w := newWorld(t, "")
	_, err := w.run(t, "local function f()\n return 1 + f()\n end\n f()")
	require.EqualError(t, err, "case.lua:2: stack overflow")
	var e *vm.Error
	require.ErrorAs(t, err, &e)
	require.Less(t, strings.Count(e.Traceback, "\n"), 1100)
	require.Regexp(t, `\n\t\.\.\. \(\d+ more\)\n`, e.Traceback)
	require.True(t, strings.HasSuffix(e.Traceback, "\n\tcase.lua:4: in main chunk"), e.Traceback[len(e.Traceback)-100:])

	_, err = w.run(t, "local function f() protect(f) end f()")
	require.EqualError(t, err, "case.lua:1: stack overflow (too many nested calls from Go)")
	_, err = w.run(t, "local t = setmetatable({}, {__index = function(t, k) return t[k .. 'x'] end}) return t.x")
	require.ErrorContains(t, err, "stack overflow")
	got, err := w.run(t, "local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end return f(15000)")
	require.NoError(t, err)
	require.Equal(t, "15000", got)
}

func TestThreadsAreReused(t *testing.T) {
	w := newWorld(t, "")
	w.same(t, map[string]string{`
		local fs = {}
		for i = 1, 50 do
			local x = i
			fs[i] = protect(function() local y = x return function() y = y + 1 return x + y end end)
			try(function() error("x") end)
			protect(function() protect(function() protect(function() x = x + 100 end) end) end)
		end
		local sum = 0
		for i = 1, 50 do sum = sum + fs[i]() end
		return sum, protect(function() local co = coroutine.wrap(function() coroutine.yield(1) return 2 end) return co() + co() end)`: "7600|3"})
	ctx, cancel := context.WithCancel(context.Background())
	w.L.SetContext(ctx)
	w.same(t, map[string]string{"return protect(function() return 1 end)": "1"})
	cancel()
	_, err := w.run(t, "return 1")
	require.ErrorIs(t, err, context.Canceled)
	w.L.RemoveContext()
	w.same(t, map[string]string{"return protect(function() return 1 end)": "1"})
}
