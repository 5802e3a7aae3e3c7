package vm_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
	lua "github.com/yuin/gopher-lua"
)

func TestLoad(t *testing.T) {
	w := newWorld(t, "return 'from stdin'")
	dir := t.TempDir()
	t.Chdir(dir)
	require.NoError(t, os.WriteFile("good.lua", []byte("#!x\nreturn ..., 'good'"), 0o600))
	require.NoError(t, os.WriteFile("bad.lua", []byte("\nx ="), 0o600))
	w.same(t, map[string]string{
		"return loadstring('return ...')(3)":                                                     "3",
		"return loadstring('x = =')":                                                             `nil|[string "x = ="]:1: unexpected symbol near '='`,
		"return loadstring('#x\\nreturn 1')()":                                                   "1",
		"return loadstring('x = =', '=name')":                                                    "nil|name:1: unexpected symbol near '='",
		"return pcall(loadstring('\\nerror(\"x\")', '@f'))":                                      "false|f:2: x",
		"local n = 0 return load(function() n = n + 1 return ({'return ', 7})[n] end)()":         "7",
		"local n = 0 return load(function() n = n + 1 return ({'x =', ' ='})[n] end, '=stream')": "nil|stream:1: unexpected symbol near '='",
		"return load(function() error('stop', 0) end)":                                           "nil|stop",
		"return load(function() return {} end)":                                                  "nil|case.lua:1: reader function must return a string",
		"return loadfile('good.lua')()":                                                          "nil|good",
		"return loadfile('bad.lua')":                                                             "nil|bad.lua:2: unexpected symbol near '<eof>'",
		"return loadfile('none.lua')":                                                            "nil|cannot open none.lua: No such file or directory",
		"return dofile('good.lua')":                                                              "nil|good",
		"return pcall(dofile, 'none.lua')":                                                       "false|cannot open none.lua: No such file or directory",
		"return pcall(dofile, 'bad.lua')":                                                        "false|bad.lua:2: unexpected symbol near '<eof>'",
		"setfenv(loadstring('y = 5'), {})() return y":                                            "nil",
	})
	got, err := w.run(t, "return loadfile()() , dofile()")
	require.NoError(t, err)
	require.Equal(t, "from stdin", got)
}

func TestRequire(t *testing.T) {
	w := newWorld(t, "")
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "a"), 0o700))
	for name, text := range map[string]string{
		"a/b": "count = (count or 0) + 1 return {name = ...}", "nothing": "", "bad": "x =", "loop": "require 'loop'", "err": "error('in it')",
		"false": "return false",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".lua"), []byte(text), 0o600))
	}
	w.L.SetField(w.L.GetGlobal("package"), "path", lua.LString(dir+"/?.lua;;"+dir+"/?/init.lua"))
	w.same(t, map[string]string{
		"return require('a.b').name, require('a.b') == package.loaded['a.b'], count": "a.b|true|1",
		"return require('nothing')": "true",
		"return require('false')":   "false",
		"package.preload.p = function(n) return n .. '!' end return require('p')": "p!",
		"return require('string') == string, require('_G') == _G":                 "true|true",
		"return pcall(require, 'bad')":                                            "false|error loading module 'bad' from file '" + dir + "/bad.lua':\n\t" + dir + "/bad.lua:1: unexpected symbol near '<eof>'",
		"local _, e = pcall(require, 'err') return e":                             dir + "/err.lua:1: in it",
		"local _, e = pcall(require, 'none') return e": "module 'none' not found:\n\tno field package.preload['none']\n\tno file '" +
			dir + "/none.lua'\n\tno file '" + dir + "/none/init.lua'",
		"local _, e = pcall(require, 'loop') return (e:gsub('.*: ', ''))":                                                                   "loop or previous error loading module 'loop'",
		"table.insert(package.loaders, 1, function(n) if n == 'mine' then return function() return 'L' end end end) return require('mine')": "L",
	})
}

func TestStateOfOthers(t *testing.T) {
	L := lua.NewState()
	defer L.Close()
	vs, err := vm.Protect(L, L.NewFunction(func(L *lua.LState) int { L.Push(lua.LString(vm.Where(L, 0))); return 1 }))
	require.NoError(t, err)
	require.Equal(t, lua.LString(""), vs[0])
}
