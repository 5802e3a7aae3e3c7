package vm

import (
	lua "github.com/yuin/gopher-lua"
)

// needs says which library basic functions are a part of: those that read files,
// and those that load modules. They come and go with the whole of it.
var needs = map[string]string{"loadfile": "io", "dofile": "io", "require": "package", "module": "package"}

// Libraries gives the names of what each library of L holds: "string" holds
// "rep". The basic functions are no library.
func Libraries(L *lua.LState) map[string][]string {
	all := map[string][]string{}
	for name, lib := range libraries(L) {
		all[name] = []string{}
		lib.ForEach(func(key, _ lua.LValue) { all[name] = append(all[name], key.String()) })
	}
	return all
}

// libraries gives the tables of the libraries.
func libraries(L *lua.LState) map[string]*lua.LTable {
	all := map[string]*lua.LTable{}
	loaded, _ := library(L, "package").RawGetString("loaded").(*lua.LTable)
	loaded.ForEach(func(key, value lua.LValue) {
		if lib, ok := value.(*lua.LTable); ok && lib != L.G.Global {
			all[key.String()] = lib
		}
	})
	return all
}

// Restrict takes from L, in which nothing has run yet, the libraries that keep
// does not want: whole, as keep(lib, "") says, or but for the names for which
// keep(lib, name) is true. Without the whole of io, require reads no files.
func Restrict(L *lua.LState, keep func(lib, name string) bool) {
	all := libraries(L)
	if !keep("io", "") {
		loaders, _ := all["package"].RawGetString("loaders").(*lua.LTable)
		loaders.RawSetInt(fileLoader, lua.LNil)
		all["package"].RawSetString("path", lua.LString(""))
	}
	for name, lib := range needs {
		if !keep(lib, "") {
			L.SetGlobal(name, lua.LNil)
		}
	}
	loaded := all["package"].RawGetString("loaded").(*lua.LTable)
	for name, held := range Libraries(L) {
		if keep(name, "") {
			continue
		}
		left := len(held)
		for _, key := range held { // the table stays where strings lead to it
			if !keep(name, key) {
				all[name].RawSetString(key, lua.LNil)
				left--
			}
		}
		if left == 0 {
			L.SetGlobal(name, lua.LNil)
			loaded.RawSetString(name, lua.LNil)
		}
	}
}

// originals are the libraries that KeepLibraries keeps.
var originals = []string{"string", "table", "math", "io", "os", "debug"}

// KeepLibraries has embedded modules see L's functions and libraries as they are
// now, whatever scripts put into their places before such a module is loaded.
func KeepLibraries(L *lua.LState) {
	meta := L.CreateTable(0, 1)
	meta.RawSetString("__index", L.G.Global)
	env := L.NewTable()
	env.Metatable = meta
	L.G.Global.ForEach(func(name, v lua.LValue) {
		if _, ok := v.(*lua.LFunction); ok {
			env.RawSet(name, v)
		}
	})
	for _, name := range originals {
		if lib, ok := L.G.Global.RawGetString(name).(*lua.LTable); ok {
			own := L.NewTable()
			lib.ForEach(own.RawSet)
			env.RawSetString(name, own)
		}
	}
	stateOf(L).originals = env
}
