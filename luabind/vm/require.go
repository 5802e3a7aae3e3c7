package vm

import (
	"os"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// packages is the package library of a state.
type packages struct {
	lib     *lua.LTable
	loaded  *lua.LTable    // the modules, by name
	loading *lua.LUserData // stands for a module whose chunk is running
	// embedded is Options.Embedded.
	embedded func(name string, beforeFiles bool) (*lua.FunctionProto, error)
}

// fileLoader is the place of the loader that reads files in package.loaders.
const fileLoader = 2

// installRequire replaces require, its loaders and module, so that modules are
// compiled as all chunks are.
func installRequire(L *lua.LState, embedded func(string, bool) (*lua.FunctionProto, error)) {
	p := &packages{lib: library(L, "package"), loading: L.NewUserData(), embedded: embedded}
	p.loaded, _ = p.lib.RawGetString("loaded").(*lua.LTable)
	loaders := L.CreateTable(2, 0)
	loaders.RawSetInt(1, libFunc(L, p.loadPreloaded))
	loaders.RawSetInt(fileLoader, libFunc(L, p.loadFromPath))
	p.lib.RawSetString("loaders", loaders)
	p.lib.RawSetString("config", lua.LString("/\n;\n?\n!\n-"))
	p.lib.RawSetString("cpath", lua.LString(""))
	register(L, p.lib, map[string]func(libCall) int{"loadlib": loadLib, "seeall": seeAll})
	register(L, library(L, "_G"), map[string]func(libCall) int{"require": p.require, "module": p.module})
}

// loadLib is package.loadlib: there are no libraries that it could load.
func loadLib(c libCall) int {
	c.str(1)
	c.str(2)
	c.L.Push(lua.LNil)
	c.L.Push(lua.LString("dynamic libraries not enabled; check your Lua installation"))
	c.L.Push(lua.LString("absent"))
	return 3
}

// table gives a table of the library that scripts can replace.
func (p *packages) table(c libCall, name string) *lua.LTable {
	t, ok := p.lib.RawGetString(name).(*lua.LTable)
	if !ok {
		c.raise("'package.%s' must be a table", name)
	}
	return t
}

func (p *packages) loadPreloaded(c libCall) int {
	name := c.str(1)
	fn := c.L.GetField(p.table(c, "preload"), name)
	if fn == lua.LNil {
		fn = p.loadEmbedded(c, name, true)
	}
	if fn == lua.LNil {
		fn = lua.LString("\n\tno field package.preload['" + name + "']")
	}
	c.L.Push(fn)
	return 1
}

// loadEmbedded gives the function of a module that is a part of the program, nil
// if there is none.
func (p *packages) loadEmbedded(c libCall, name string, beforeFiles bool) lua.LValue {
	if p.embedded == nil {
		return lua.LNil
	}
	proto, err := p.embedded(name, beforeFiles)
	switch {
	case err != nil:
		c.raise("error loading module '%s':\n\t%s", name, err)
	case proto == nil:
		return lua.LNil
	}
	fn := c.L.NewFunctionFromProto(proto)
	if env := stateOf(c.L).originals; env != nil {
		fn.Env = env
	}
	return fn
}

func (p *packages) loadFromPath(c libCall) int {
	name := c.str(1)
	path, ok := PlainText(p.lib.RawGetString("path"))
	if !ok {
		c.raise("'package.path' must be a string")
	}
	files := filesOf(c.L)
	var missing strings.Builder
	for template := range strings.SplitSeq(path, ";") {
		if template == "" {
			continue
		}
		file := strings.ReplaceAll(template, "?", strings.ReplaceAll(name, ".", "/"))
		if info, err := os.Stat(files.path(file)); err != nil || info.IsDir() {
			missing.WriteString("\n\tno file '" + file + "'")
			continue
		}
		proto, err := files.compileFile(file)
		if err != nil {
			c.raise("error loading module '%s' from file '%s':\n\t%s", name, file, err)
		}
		c.L.Push(c.L.NewFunctionFromProto(proto))
		return 1
	}
	c.L.Push(lua.LString(missing.String()))
	return 1
}

// require runs a module once.
func (p *packages) require(c libCall) int {
	name := c.str(1)
	switch v := p.loaded.RawGetString(name); {
	case v == lua.LValue(p.loading):
		c.raise("loop or previous error loading module '%s'", name)
	case lua.LVAsBool(v):
		c.L.Push(v)
		return 1
	}
	loader := p.loader(c, name)
	p.loaded.RawSetString(name, p.loading)
	v := callLoader(c.L, loader, name)
	if v != lua.LNil {
		p.loaded.RawSetString(name, v)
	} else if p.loaded.RawGetString(name) == lua.LValue(p.loading) {
		p.loaded.RawSetString(name, lua.LTrue)
	}
	c.L.Push(p.loaded.RawGetString(name))
	return 1
}

// loader asks each loader in turn for the function that makes the module.
func (p *packages) loader(c libCall, name string) lua.LValue {
	loaders := p.table(c, "loaders")
	var missing strings.Builder
	for i := 1; ; i++ {
		loader := loaders.RawGetInt(i)
		if loader == lua.LNil {
			if fn := p.loadEmbedded(c, name, false); fn != lua.LNil {
				return fn
			}
			c.raise("module '%s' not found:%s", name, missing.String())
		}
		v := callLoader(c.L, loader, name)
		if _, ok := v.(*lua.LFunction); ok {
			return v
		}
		text, _ := PlainText(v)
		missing.WriteString(text)
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
