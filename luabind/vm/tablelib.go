package vm

import (
	"math"

	lua "github.com/yuin/gopher-lua"
)

// mostUnpacked bounds the results of unpack: more do not fit on a stack.
const mostUnpacked = registryMax / 2

// installTable replaces the functions of table, except concat, and unpack.
func installTable(L *lua.LState) {
	lib, ok := L.GetGlobal("table").(*lua.LTable)
	if !ok {
		return
	}
	for name, fn := range map[string]lua.LGFunction{
		"insert": tableInsert, "remove": tableRemove, "maxn": tableMaxn, "getn": tableGetn, "setn": tableSetn,
		"foreach": tableForeach, "foreachi": tableForeachi, "sort": tableSort,
	} {
		lib.RawSetString(name, L.NewFunction(fn))
	}
	L.SetGlobal("unpack", L.NewFunction(unpack))
}

func tableInsert(L *lua.LState) int {
	p := params{L: L}
	t := p.table(1)
	n := t.Len()
	pos := n + 1
	switch L.GetTop() {
	case 2:
	case 3:
		pos = int(p.num(2))
	default:
		L.RaiseError("wrong number of arguments to 'insert'")
	}
	v := L.Get(L.GetTop())
	if pos >= 1 && pos <= n {
		t.Insert(pos, v)
		return 0
	}
	for i := n + 1; i > pos; i-- { // a place before the first: all move
		t.RawSetInt(i, t.RawGetInt(i-1))
	}
	t.RawSetInt(pos, v)
	return 0
}

func tableRemove(L *lua.LState) int {
	p := params{L: L}
	t := p.table(1)
	n := t.Len()
	pos := int(p.optNum(2, float64(n)))
	if pos < 1 || pos > n {
		return 0
	}
	L.Push(t.Remove(pos))
	return 1
}

// tableMaxn is the largest number that is a key, or 0.
func tableMaxn(L *lua.LState) int {
	largest := lua.LNumber(0)
	params{L: L}.table(1).ForEach(func(k, _ lua.LValue) {
		if n, ok := k.(lua.LNumber); ok {
			largest = max(largest, n)
		}
	})
	L.Push(largest)
	return 1
}

func tableGetn(L *lua.LState) int {
	L.Push(lua.LNumber(params{L: L}.table(1).Len()))
	return 1
}

func tableSetn(L *lua.LState) int {
	params{L: L}.table(1)
	L.RaiseError("'setn' is obsolete")
	return 0
}

// tableForeach calls a function for each pair, until it returns something.
func tableForeach(L *lua.LState) int {
	p := params{L: L}
	t, fn := p.table(1), p.function(2)
	for k, v := t.Next(lua.LNil); k != lua.LNil; k, v = t.Next(k) {
		if each(L, fn, k, v) {
			return 1
		}
	}
	return 0
}

// tableForeachi is tableForeach for a list.
func tableForeachi(L *lua.LState) int {
	p := params{L: L}
	t, fn := p.table(1), p.function(2)
	for i, n := 1, t.Len(); i <= n; i++ {
		if each(L, fn, lua.LNumber(i), t.RawGetInt(i)) {
			return 1
		}
	}
	return 0
}

// each calls fn with a pair, and leaves what it returned on the stack if that
// was not nil.
func each(L *lua.LState, fn *lua.LFunction, k, v lua.LValue) bool {
	L.Push(fn)
	L.Push(k)
	L.Push(v)
	L.Call(2, 1)
	if L.Get(-1) != lua.LNil {
		return true
	}
	L.Pop(1)
	return false
}

func unpack(L *lua.LState) int {
	p := params{L: L}
	t := p.table(1)
	first := p.optNum(2, 1)
	last := p.optNum(3, float64(t.Len()))
	switch n := math.Trunc(last) - math.Trunc(first) + 1; {
	case !(n > 0):
		return 0
	case n > mostUnpacked:
		L.RaiseError("too many results to unpack")
	}
	for i := int(first); i <= int(last); i++ {
		L.Push(t.RawGetInt(i))
	}
	return int(last) - int(first) + 1
}
