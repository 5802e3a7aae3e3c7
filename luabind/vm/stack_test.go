package vm_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
	lua "github.com/yuin/gopher-lua"
)

func TestTraceback(t *testing.T) {
	w := newWorld(t, "")
	w.L.SetGlobal("trace", w.L.NewFunction(func(L *lua.LState) int {
		L.Push(lua.LString(vm.Traceback(L, L.OptInt(1, 0))))
		return 1
	}))
	for _, c := range []struct{ src, want string }{
		{"return (trace())", "\n\t[C]: in function 'trace'\n\tcase.lua:1: in main chunk"},
		{"return (trace(1))", "\n\tcase.lua:1: in main chunk"},
		{"return (trace(9))", ""},
		{"local function f()\nreturn (trace(1))\nend\nreturn (f())", "\n\tcase.lua:2: in function 'f'\n\tcase.lua:4: in main chunk"},
		{"local t = {} function t:m() return (trace(1)) end return (t:m())", "\n\tcase.lua:1: in function 'm'\n\tcase.lua:1: in main chunk"},
		{"return (pcall(function()\nr = trace(1) end)) and r", "\n\tcase.lua:2: in function <case.lua:1>\n\t[C]: in function 'pcall'\n\tcase.lua:1: in main chunk"},
		{"return (protect(function()\nlocal r = trace(1) return r end))", "\n\tcase.lua:2: in function <case.lua:1>\n\t[C]: in function 'protect'\n\tcase.lua:1: in main chunk"},
		{"local function f(n)\nif n > 0 then return f(n - 1) end\nlocal r = trace(1) return r end\nlocal r = f(100000) return r", "\n\tcase.lua:3: in function <case.lua:1>\n\t(tail call): ?\n\tcase.lua:4: in main chunk"},
		{"return trace(1)", "\n\tcase.lua:1: in main chunk"},
		{"return (coroutine.wrap(function()\nlocal r = trace(1) return r end)())", "\n\tcase.lua:2: in function <case.lua:1>"},
	} {
		got, err := w.run(t, c.src)
		require.NoError(t, err, c.src)
		require.Equal(t, "stack traceback:"+c.want, got, c.src)
	}
}

func TestWhere(t *testing.T) {
	w := newWorld(t, "")
	w.L.SetGlobal("where", w.L.NewFunction(func(L *lua.LState) int {
		L.Push(lua.LString(vm.Where(L, L.CheckInt(1))))
		return 1
	}))
	w.same(t, map[string]string{
		"\nreturn (where(0))": "case.lua:2:",
		"\nreturn (where(1))": "case.lua:2:",
		"return (where(2))":   "",
		"local function f()\nreturn (where(2)) end\nreturn (f())": "case.lua:3:",
	})
}
