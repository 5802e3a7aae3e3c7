package vm

import (
	"fmt"
	"os"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// installRequire replaces require and its loaders, so that modules are compiled
// as all chunks are.
func installRequire(L *lua.LState) {
	pkg, ok := L.GetGlobal("package").(*lua.LTable)
	if !ok {
		return
	}
	loaders := L.CreateTable(2, 0)
	loaders.RawSetInt(1, L.NewFunction(func(L *lua.LState) int { return loadPreloaded(L, pkg) }))
	loaders.RawSetInt(2, L.NewFunction(func(L *lua.LState) int { return loadFromPath(L, pkg) }))
	pkg.RawSetString("loaders", loaders)
	pkg.RawSetString("config", lua.LString("/\n;\n?\n!\n-"))
	pkg.RawSetString("cpath", lua.LString(""))
	pkg.RawSetString("loadlib", L.NewFunction(loadLib))
	L.SetGlobal("newproxy", L.NewFunction(newProxy))
	checkFirst(L, pkg, "seeall", func(p params) { p.table(1) })
	checkFirst(L, L.G.Global, "module", func(p params) { p.str(1) })
	loading := L.NewUserData()
	L.SetGlobal("require", L.NewFunction(func(L *lua.LState) int { return require(L, pkg, loading) }))
}

// checkFirst has a function of t check its arguments by Lua's rules before it
// works. It stays in the same frame: module looks for its caller.
func checkFirst(L *lua.LState, t *lua.LTable, name string, check func(params)) {
	fn, ok := t.RawGetString(name).(*lua.LFunction)
	if !ok || !fn.IsG {
		return
	}
	t.RawSetString(name, L.NewFunction(func(L *lua.LState) int {
		check(params{L: L})
		return fn.GFunction(L)
	}))
}

// loadLib is package.loadlib: there are no libraries that it could load.
func loadLib(L *lua.LState) int {
	p := params{L: L}
	p.str(1)
	p.str(2)
	L.Push(lua.LNil)
	L.Push(lua.LString("dynamic libraries not enabled; check your Lua installation"))
	L.Push(lua.LString("absent"))
	return 3
}

// newProxy makes an empty userdata: with a metatable of its own, with that of
// another proxy, or with none.
func newProxy(L *lua.LState) int {
	ud := L.NewUserData()
	ud.Metatable = lua.LNil
	switch v := L.Get(1).(type) {
	case *lua.LNilType:
	case lua.LBool:
		if v {
			ud.Metatable = L.NewTable()
		}
		ud.Value = proxy{}
	case *lua.LUserData:
		if _, ok := v.Value.(proxy); !ok {
			params{L: L}.fail(1, "boolean or proxy expected")
		}
		ud.Value, ud.Metatable = proxy{}, v.Metatable
	default:
		params{L: L}.fail(1, "boolean or proxy expected")
	}
	L.Push(ud)
	return 1
}

// proxy marks a userdata that newproxy made.
type proxy struct{}

// packageTable gives a table that scripts can replace.
func packageTable(L *lua.LState, pkg *lua.LTable, name string) *lua.LTable {
	t, ok := pkg.RawGetString(name).(*lua.LTable)
	if !ok {
		L.RaiseError("'package.%s' must be a table", name)
	}
	return t
}

func loadPreloaded(L *lua.LState, pkg *lua.LTable) int {
	name := params{L: L}.str(1)
	fn := L.GetField(packageTable(L, pkg, "preload"), name)
	if fn == lua.LNil {
		fn = lua.LString("\n\tno field package.preload['" + name + "']")
	}
	L.Push(fn)
	return 1
}

func loadFromPath(L *lua.LState, pkg *lua.LTable) int {
	name := params{L: L}.str(1)
	path, ok := pkg.RawGetString("path").(lua.LString)
	if !ok {
		L.Error(lua.LString("'package.path' must be a string"), 0)
	}
	files := filesOf(L)
	var missing strings.Builder
	for template := range strings.SplitSeq(string(path), ";") {
		if template == "" {
			continue
		}
		file := strings.ReplaceAll(template, "?", strings.ReplaceAll(name, ".", "/"))
		if info, err := os.Stat(files.path(file)); err != nil || info.IsDir() {
			missing.WriteString("\n\tno file '" + file + "'")
			continue
		}
		p, err := files.compileFile(file)
		if err != nil {
			L.Error(lua.LString(fmt.Sprintf("error loading module '%s' from file '%s':\n\t%s", name, file, err)), 0)
		}
		L.Push(L.NewFunctionFromProto(p))
		return 1
	}
	L.Push(lua.LString(missing.String()))
	return 1
}

// require runs a module once. loading marks one whose chunk is running.
func require(L *lua.LState, pkg *lua.LTable, loading *lua.LUserData) int {
	name := params{L: L}.str(1)
	modules := packageTable(L, pkg, "loaded")
	switch v := modules.RawGetString(name); {
	case v == lua.LValue(loading):
		L.RaiseError("loop or previous error loading module '%s'", name)
	case lua.LVAsBool(v):
		L.Push(v)
		return 1
	}
	loader := findLoader(L, pkg, name)
	modules.RawSetString(name, loading)
	v := callLoader(L, loader, name)
	if v != lua.LNil {
		modules.RawSetString(name, v)
	} else if modules.RawGetString(name) == lua.LValue(loading) {
		modules.RawSetString(name, lua.LTrue)
	}
	L.Push(modules.RawGetString(name))
	return 1
}

// findLoader asks each loader in turn for the function that makes the module.
func findLoader(L *lua.LState, pkg *lua.LTable, name string) lua.LValue {
	loaders := packageTable(L, pkg, "loaders")
	var missing strings.Builder
	for i := 1; ; i++ {
		loader := loaders.RawGetInt(i)
		if loader == lua.LNil {
			L.RaiseError("module '%s' not found:%s", name, missing.String())
		}
		switch v := callLoader(L, loader, name).(type) {
		case *lua.LFunction:
			return v
		case lua.LString:
			missing.WriteString(string(v))
		}
	}
}

// callLoader calls fn with a name and gives its first result.
func callLoader(L *lua.LState, fn lua.LValue, name string) lua.LValue {
	L.Push(fn)
	L.Push(lua.LString(name))
	L.Call(1, 1)
	v := L.Get(-1)
	L.Pop(1)
	return v
}
