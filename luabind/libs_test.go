package luabind_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/bind"
)

func only(libs ...string) func(*luabind.Options) {
	return func(o *luabind.Options) { o.Libs = libs }
}

// basic are the functions that every script has, and the verbs.
var basic = strings.Fields(`assert collectgarbage error gcinfo getfenv getmetatable ipairs load loadstring newproxy next pairs
	pcall print rawequal rawget rawset select setfenv setmetatable tonumber tostring type unpack xpcall
	step sleep now_ms cleanup skip verdict`)

// closedIn are sets of libraries, each with a script that leaves handles behind,
// in globals that begin with the name of their module.
var closedIn = map[string]struct {
	libs   []string
	script string
}{
	"nothing":    {[]string{}, `error_handle = select(2, pcall(sleep, {}))`},
	"pure":       {luabind.PureLibs(), `co = coroutine.create(function() coroutine.yield() end) coroutine.resume(co) re_handle = re.compile "x"`},
	"strings":    {[]string{"string"}, ``},
	"a function": {[]string{"string.rep", "os.time", "job.poll", "package.loaded"}, ``},
	"debug":      {[]string{"debug", "coroutine"}, `co = coroutine.wrap(function() end)`},
	"modules":    {[]string{"package", "debug"}, ``},
	"standard":   {[]string{"io", "os", "package"}, `io_handle = io.stdout`},
	"jobs":       {[]string{"job"}, `job_handle = job.create{program = "true", filters = {out = {stdout = true}}} job_factory = job.factory()`},
	"some files": {[]string{"job", "fs.read"}, `job_factory = job.factory()`},
	"torrents":   {[]string{"ctorrent", "tracker"}, `tracker_handle = tracker.create{} ctorrent_handle = ctorrent.create{metainfo_file = "x", save_to_file = "y"}`},
	"all modules": {strings.Fields("ctorrent fs job json log net re tracker"),
		`job_factory = job.factory() re_handle = re.compile "x"`},
}

// Whatever a script may get hold of, there is no function of a library that was
// left out.
func TestLibsLeaveNothingElse(t *testing.T) {
	for name, c := range closedIn {
		t.Run(name, func(t *testing.T) {
			h := newHost(t, only(c.libs...))
			h.run(c.script)
			w := walker{h: h, seen: map[any]bool{}}
			w.add("_G", h.L.G.Global)
			w.add("string metatable", h.L.GetMetatable(lua.LString("")))
			w.add("_G", h.L.Env)
			w.walk()
			for _, path := range w.functions {
				if !allowed(c.libs, path) {
					t.Errorf("%s can be called", path)
				}
			}
			for _, name := range basic {
				require.Contains(t, w.functions, "_G."+name)
			}
			for _, lib := range c.libs {
				require.True(t, slices.ContainsFunc(w.functions, func(path string) bool {
					return strings.HasPrefix(path+".", "_G."+lib+".")
				}) || lib == "package.loaded", "nothing of %s", lib)
			}
		})
	}
}

// The walk finds what there is where nothing is left out.
func TestLibsWalkFindsAll(t *testing.T) {
	h := newHost(t)
	h.run(`io_handle, job_factory = io.stdout, job.factory()
		local function hidden() end
		function upvalue() return hidden end
		indexed = setmetatable({}, {__index = {deep = function() end}})
		setfenv(upvalue, {secret = function() end})`)
	w := walker{h: h, seen: map[any]bool{}}
	w.add("_G", h.L.G.Global)
	w.walk()
	for _, path := range []string{
		"_G.os.execute", "_G.io.popen", "_G.loadfile", "_G.require", "_G.package.loaders.2", "_G.job_factory.fs.read", "_G.io_handle.metatable.read",
		"_G.upvalue.upvalue 1", "_G.upvalue.env.secret", "_G.indexed.metatable.__index.deep", "_G.artifact", "_G.fs.read",
	} {
		require.Contains(t, w.functions, path)
		require.False(t, allowed([]string{"string"}, path), path)
	}
}

var (
	inLibrary = regexp.MustCompile(`^_G\.(\w+)\.(\w+)$`)
	inHandle  = regexp.MustCompile(`^_G\.([a-z]+)_\w+\.(?:filters\.\w+\.)?\w+$`)
	inYield   = regexp.MustCompile(`^_G\.coroutine\.yield(\.upvalue \d)+$`)
	inFiles   = regexp.MustCompile(`^_G\.job_factory\.fs\.(\w+)$`)
	ofHandle  = regexp.MustCompile(`^_G\.([a-z]+)_\w+(?:\.filters\.\w+)?\.metatable\.(\w+)$`)
	operators = regexp.MustCompile(`^string metatable\.__(add|sub|mul|div|mod|pow|unm|concat|lt|le)$`)
)

// allowed reports whether scripts may have the function at a path.
func allowed(libs []string, path string) bool {
	has := func(lib, name string) bool {
		return slices.Contains(libs, lib) || slices.Contains(libs, lib+"."+name)
	}
	name, global := strings.CutPrefix(path, "_G.")
	if global && slices.Contains(basic, name) || operators.MatchString(path) {
		return true
	}
	if m := inFiles.FindStringSubmatch(path); m != nil {
		return has("fs", m[1])
	}
	if m := inHandle.FindStringSubmatch(path); m != nil {
		return has(m[1], "")
	}
	if m := ofHandle.FindStringSubmatch(path); m != nil {
		return has(m[1], "") || m[1] == "error"
	}
	if m := inLibrary.FindStringSubmatch(path); m != nil {
		return has(m[1], m[2])
	}
	if inYield.MatchString(path) {
		return has("coroutine", "")
	}
	switch name {
	case "co": // of coroutine.wrap
		return has("coroutine", "")
	case "require", "module", "package.loaders.1":
		return has("package", "")
	case "loadfile", "dofile":
		return has("io", "")
	case "package.loaders.2":
		return has("package", "") && has("io", "")
	case "artifact":
		return has("fs", "")
	}
	return false
}

// walker finds all values that lead from some to others, nearest first.
type walker struct {
	h         *host
	seen      map[any]bool
	todo      []step
	functions []string
}

type step struct {
	path  string
	value lua.LValue
}

func (w *walker) add(path string, v lua.LValue) {
	if t, ok := v.(*lua.LTable); ok && t == nil { // the environment of what has none
		return
	}
	switch v.(type) {
	case *lua.LTable, *lua.LFunction, *lua.LUserData, *lua.LState:
		if !w.seen[v] {
			w.seen[v] = true
			w.todo = append(w.todo, step{path, v})
		}
	}
}

func (w *walker) walk() {
	for len(w.todo) > 0 {
		at := w.todo[0]
		w.todo = w.todo[1:]
		switch v := at.value.(type) {
		case *lua.LTable:
			w.table(at.path, v)
		case *lua.LFunction:
			w.functions = append(w.functions, at.path)
			w.add(at.path+".env", v.Env)
			for i, u := range v.Upvalues {
				w.add(fmt.Sprintf("%s.upvalue %d", at.path, i+1), u.Value())
			}
			if !v.IsG {
				for _, c := range v.Proto.Constants {
					w.add(at.path+".constant", c)
				}
			}
		case *lua.LUserData:
			w.add(at.path+".env", v.Env)
			w.add(at.path+".metatable", v.Metatable)
			w.fields(at.path, v)
		case *lua.LState:
			w.add(at.path+".env", v.Env)
		}
	}
}

func (w *walker) table(path string, t *lua.LTable) {
	var keys []lua.LValue
	t.ForEach(func(k, _ lua.LValue) { keys = append(keys, k) })
	slices.SortFunc(keys, func(a, b lua.LValue) int { return strings.Compare(a.String(), b.String()) })
	for _, k := range keys {
		w.add(path+"[key]", k)
		w.add(path+"."+k.String(), t.RawGet(k))
	}
	w.add(path+".metatable", t.Metatable)
}

// fields follows the names of a handle.
func (w *walker) fields(path string, ud *lua.LUserData) {
	if class := bind.ClassOf(ud); class != nil {
		for _, name := range class.Names() {
			w.add(path+"."+name, w.h.L.GetField(ud, name))
		}
	}
}

// What scripts try, each as an expression that must be nil or raise.
func TestLibsCannotBeGotAround(t *testing.T) {
	tries := []string{
		`os.execute`, `os.getenv`, `os.setenv`, `os.exit`, `os.remove`, `os.rename`, `os.tmpname`, `io.open`, `io.popen`, `io.stdout`,
		`debug`, `fs`, `job`, `ctorrent`, `tracker`, `net`, `loadfile`, `dofile`, `artifact`, `package.loaders[2]`, `channel`,
		`getfenv(0).debug`, `getfenv(print).debug`, `getfenv(string.gsub).debug`, `getfenv(1).debug`, `getfenv(2).debug`,
		`coroutine.wrap(function() return getfenv(0).debug end)()`, `coroutine.wrap(function() return debug end)()`,
		`select(2, xpcall(error, function() return getfenv(0).debug end))`,
		`select(2, xpcall(error, function() return getfenv(2).debug end))`,
		`package.loaded.io.open`, `package.loaded.os.execute`, `package.loaded.debug`, `package.loaded.fs`, `package.loaded._G.debug`, `package.preload.io`,
		`require "debug"`, `require "fs"`, `require "io".open`, `require "os".execute`, `require "secret"`,
		`(function() package.path = "?.lua" return require "secret" end)()`,
		`(function() module("debug") return getfenv(1).getinfo end)()`,
		`(function() local m = {} package.seeall(m) return m.debug end)()`,
		`package.loadlib("libc.so.6", "system")`,
		`getmetatable("").__index.execute`, `("").execute`, `getmetatable("").__metatable`,
		`loadstring(string.dump(function() end))`, `loadstring("\27Lua")`,
		`(function() local n = 0 return load(function() n = n + 1 return n == 1 and "\27" or n == 2 and "LuaQ" or nil end) end)()`,
		`loadstring("return debug")()`, `setfenv(loadstring("return debug"), getfenv(0))()`,
		`setfenv(function() return debug end, setmetatable({}, {__index = getfenv(0)}))()`,
		`getmetatable(newproxy(true)).__index`, `getmetatable(re.compile("x")).__index`,
		`getmetatable(select(2, pcall(json.decode, "{"))).__index`, `select(2, pcall(json.decode, "{")).env`,
		`getfenv(require("luassert").format).debug`, `getfenv(require("luassert").format).io.open`, `getfenv(require("say").set).os.execute`,
		`(function() for l in io.lines("secret.lua") do return l end end)()`,
		`string.gsub("x", "x", debug)`, `_G.debug`, `rawget(_G, "debug")`, `next({}, debug)`,
	}
	for _, try := range tries {
		h := newHost(t, only(luabind.PureLibs()...))
		require.NoError(t, os.WriteFile(filepath.Join(h.dir, "secret.lua"), []byte("return 'secret'"), 0o600))
		res, err := h.RunString("test.lua", "local v = ("+try+") return v")
		if err == nil && len(res.Values) > 0 && res.Values[0] != nil {
			t.Errorf("%s is %v", try, res.Values[0])
		}
	}
}

// What is kept works.
func TestPureLibs(t *testing.T) {
	h := newHost(t, only(luabind.PureLibs()...))
	require.Equal(t, []any{"function", true, "a,b", 5.0}, h.run(`
		local json2 = require "json"
		io.write("hello ") print("world")
		return type(os.time), json2 == json, table.concat({"a", "b"}, ","), ("hello"):len()`))
	require.Equal(t, "hello world\n", h.out.String())
	require.Equal(t, "test.lua:1: module 'secret' not found:\n\tno field package.preload['secret']", h.fails(`require "secret"`))
}

// Code of Lua's own compiler is loaded nowhere.
func TestBytecodeIsNeverLoaded(t *testing.T) {
	h := newHost(t)
	code := "\x1bLuaQ\x00\x01\x04\x08\x04\x08\x00"
	file := filepath.Join(h.dir, "code.lua")
	require.NoError(t, os.WriteFile(file, []byte(code), 0o600))
	for _, load := range []string{`loadfile("code.lua")`, `loadstring(...)`, `load(coroutine.wrap(function(...) coroutine.yield(code) end))`} {
		res, err := h.RunString("test.lua", "code = ... return "+load, code)
		require.NoError(t, err, load)
		require.Nil(t, res.Values[0], load)
	}
	for _, load := range []string{`dofile("code.lua")`, `require "code"`, `string.dump(function() end)`} {
		_, err := h.RunString("test.lua", load)
		require.Error(t, err, load)
	}
	var le *luabind.LoadError
	_, err := h.RunFile("code.lua")
	require.ErrorAs(t, err, &le)
	_, err = h.RunString("code", code)
	require.ErrorAs(t, err, &le)
}

func TestLibsAreKnown(t *testing.T) {
	for _, c := range []struct {
		libs []string
		want string
	}{
		{[]string{"string", "tabel"}, `EINVAL: Libs: there is no library or function "tabel", did you mean "table"? (libraries: coroutine, ctorrent, debug, fs, io, job, json, log, math, net, os, package, re, string, table, tracker; functions: "os.time" and the like)`},
		{[]string{"os.tiem"}, `EINVAL: Libs: there is no library or function "os.tiem", did you mean "os.time"? (`},
		{[]string{"ctorent"}, `did you mean "ctorrent"?`},
		{[]string{"re.mach"}, `did you mean "re.match"?`},
		{[]string{"_G"}, `there is no library or function "_G"`},
		{[]string{""}, `there is no library or function ""`},
		{[]string{"somewhat longer"}, `"somewhat longer" (libraries: `},
	} {
		r, err := luabind.New(context.Background(), luabind.Options{Libs: c.libs})
		require.ErrorIs(t, err, job.EINVAL)
		require.Contains(t, err.Error(), c.want)
		require.Nil(t, r)
	}
}

// What was left out can be replaced by the embedder's own.
func TestModulesTakeThePlaceOfLibs(t *testing.T) {
	own := &bind.Module{Name: "fs", Funcs: []bind.Func{{
		Name: "read", Call: func(c *bind.Call) error { return c.Return("only this") },
	}}}
	h := newHost(t, only(luabind.PureLibs()...), func(o *luabind.Options) { o.Modules = []*bind.Module{own} })
	require.Equal(t, []any{"only this", "only this", nil}, h.run(`return fs.read(), require("fs").read(), fs.write`))

	own.Name = "os" // modules written in Lua have no other
	h = newHost(t, func(o *luabind.Options) { o.Modules = []*bind.Module{own} })
	require.Equal(t, []any{"only this", nil}, h.run(`local os = getfenv(require("luassert").format).os return os.read(), os.execute`))
}
