package vm

import (
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// module is Lua's module: it makes a table, unless there is one of that name,
// and gives it to the function that calls it as its environment.
func (p *packages) module(c libCall) int {
	name := c.str(1)
	t := p.moduleTable(c, name)
	caller, ok := frameAt(c.L, 1)
	if !ok || caller.fn == nil || isC(caller.fn) {
		c.raise("'module' not called from a Lua function")
	}
	caller.fn.Env = t
	for i, top := 2, c.L.GetTop(); i <= top; i++ {
		option := c.L.Get(i)
		if !callable(c.L, option) {
			c.L.Error(lua.LString(notCallable(option)), 0)
		}
		c.L.Push(option)
		c.L.Push(t)
		c.L.Call(1, 0)
	}
	return 0
}

// moduleTable gives the table of a module, which is a global of that name.
func (p *packages) moduleTable(c libCall, name string) *lua.LTable {
	t, ok := p.loaded.RawGetString(name).(*lua.LTable)
	if !ok {
		if t, ok = c.L.FindTable(c.L.Env, name, 0).(*lua.LTable); !ok {
			c.raise("name conflict for module '%s'", name)
		}
		p.loaded.RawSetString(name, t)
	}
	if c.L.GetField(t, "_NAME") == lua.LNil {
		c.L.SetField(t, "_M", t)
		c.L.SetField(t, "_NAME", lua.LString(name))
		c.L.SetField(t, "_PACKAGE", lua.LString(name[:strings.LastIndexByte(name, '.')+1]))
	}
	return t
}

// seeAll is package.seeall: what a module lacks it takes from the globals.
func seeAll(c libCall) int {
	t := c.table(1)
	mt, ok := t.Metatable.(*lua.LTable)
	if !ok {
		mt = c.L.NewTable()
		t.Metatable = mt
	}
	mt.RawSetString("__index", c.L.Env)
	return 0
}
