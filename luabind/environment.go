package luabind

import (
	"maps"
	"os"
	"slices"
	"strings"
	"sync"

	lua "github.com/yuin/gopher-lua"
)

// environment is a runtime's own: what its scripts see by os.getenv, change by
// os.setenv, and what their jobs inherit, also those that are started while the
// script goes on. The process's is never written.
type environment struct {
	mu    sync.Mutex
	set   map[string]string
	unset map[string]bool
}

// open makes os.getenv and os.setenv work on it.
func (e *environment) open(L *lua.LState) {
	e.set, e.unset = map[string]string{}, map[string]bool{}
	t, ok := L.GetGlobal("os").(*lua.LTable)
	if !ok {
		return
	}
	t.RawSetString("getenv", L.NewFunction(func(L *lua.LState) int {
		if v, ok := e.get(L.CheckString(1)); ok {
			L.Push(lua.LString(v))
		} else {
			L.Push(lua.LNil)
		}
		return 1
	}))
	t.RawSetString("setenv", L.NewFunction(func(L *lua.LState) int {
		e.put(L.CheckString(1), L.Get(2) != lua.LNil, L.OptString(2, ""))
		return 0
	}))
}

func (e *environment) get(name string) (string, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if v, ok := e.set[name]; ok {
		return v, true
	}
	if e.unset[name] {
		return "", false
	}
	return os.LookupEnv(name)
}

func (e *environment) put(name string, there bool, value string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.set, name)
	delete(e.unset, name)
	if there {
		e.set[name] = value
	} else {
		e.unset[name] = true
	}
}

// all gives the whole of it, each variable as "name=value".
func (e *environment) all() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	var out []string
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		if _, ok := e.set[name]; !ok && !e.unset[name] {
			out = append(out, v)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.set)) {
		out = append(out, name+"="+e.set[name])
	}
	return out
}

// changes gives how it differs from the process's, for a job's start.
func (e *environment) changes() (set map[string]string, unset []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return maps.Clone(e.set), slices.Sorted(maps.Keys(e.unset))
}
