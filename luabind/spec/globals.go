package spec

import (
	"sync"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/stdlib"
)

// globals are what a file of tests sees as its globals: those of the block or
// test that is running, those of the blocks around it, the assertions, and the
// state's own, which are all that the modules see that it requires. What it sets
// belongs to the block or test.
type globals struct {
	table *lua.LTable // the environment of the file's functions
	at    *node       // that is running
	given func(name string) lua.LValue
}

// newGlobals makes the globals; given gives the assertions, nil for other names.
func newGlobals(L *lua.LState, given func(name string) lua.LValue) *globals {
	g := &globals{table: L.NewTable(), at: &node{}, given: given}
	meta := L.NewTable()
	meta.RawSetString("__index", L.NewFunction(func(L *lua.LState) int {
		L.Push(g.get(L, L.Get(2)))
		return 1
	}))
	meta.RawSetString("__newindex", L.NewFunction(func(L *lua.LState) int {
		g.set(L, L.Get(2), L.Get(3))
		return 0
	}))
	g.table.Metatable = meta
	return g
}

func (g *globals) get(L *lua.LState, key lua.LValue) lua.LValue {
	for n := g.at; n != nil; n = n.parent {
		if n.env != nil {
			if v := n.env.RawGet(key); lua.LVAsBool(v) {
				return v
			}
		}
	}
	if name, ok := key.(lua.LString); ok {
		if v := g.given(string(name)); v != nil {
			return v
		}
	}
	return L.GetTable(L.G.Global, key)
}

func (g *globals) set(L *lua.LState, key, value lua.LValue) {
	to := g.at.upTo
	if to == nil {
		L.SetTable(L.G.Global, key, value)
		return
	}
	if to.env == nil {
		to.env = L.NewTable()
	}
	to.env.RawSet(key, value)
}

// wrap has a function see these globals.
func (g *globals) wrap(fn *lua.LFunction) *lua.LFunction {
	if !fn.IsG {
		fn.Env = g.table
	}
	return fn
}

// within runs f at a node.
func (g *globals) within(n *node, f func()) {
	before := g.at
	g.at = n
	defer func() { g.at = before }()
	f()
}

// insulation is what insulate puts back: the state's own globals, and the modules
// that were loaded. Those of tlua's own stay: there is one luassert for all
// blocks, whichever uses it first.
type insulation struct {
	globals, loaded map[lua.LValue]lua.LValue
	meta            lua.LValue
}

func loadedModules(L *lua.LState) *lua.LTable {
	pkg, _ := L.G.Global.RawGetString("package").(*lua.LTable)
	if pkg == nil {
		return nil
	}
	loaded, _ := pkg.RawGetString("loaded").(*lua.LTable)
	return loaded
}

func insulate(L *lua.LState) *insulation {
	return &insulation{copied(L.G.Global), copied(loadedModules(L)), L.G.Global.Metatable}
}

func (i *insulation) restore(L *lua.LState) {
	L.G.Global.Metatable = i.meta
	putBack(L.G.Global, i.globals)
	if loaded := loadedModules(L); loaded != nil {
		for _, name := range ownModules() {
			if _, was := i.loaded[name]; !was {
				i.loaded[name] = loaded.RawGet(name)
			}
		}
		putBack(loaded, i.loaded)
	}
}

// ownModules are the names of those that are a part of the program.
var ownModules = sync.OnceValue(func() (names []lua.LValue) {
	for _, m := range stdlib.Modules() {
		names = append(names, lua.LString(m.Name))
	}
	return names
})

func copied(t *lua.LTable) map[lua.LValue]lua.LValue {
	m := map[lua.LValue]lua.LValue{}
	if t != nil {
		t.ForEach(func(k, v lua.LValue) { m[k] = v })
	}
	return m
}

func putBack(t *lua.LTable, m map[lua.LValue]lua.LValue) {
	for k := range copied(t) {
		if _, was := m[k]; !was {
			t.RawSet(k, lua.LNil)
		}
	}
	for k, v := range m {
		t.RawSet(k, v)
	}
}
