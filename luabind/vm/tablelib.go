package vm

import (
	lua "github.com/yuin/gopher-lua"
)

// mostUnpacked bounds the results of unpack: more do not fit on a stack.
const mostUnpacked = registryMax / 2

// installTable replaces the functions of table, and unpack.
func installTable(L *lua.LState) {
	register(L, library(L, "table"), map[string]func(libCall) int{
		"concat": concat, "insert": tableInsert, "remove": tableRemove, "maxn": tableMaxn, "getn": tableGetn, "setn": tableSetn,
		"foreach": tableForeach, "foreachi": tableForeachi, "sort": tableSort,
	})
	L.SetGlobal("unpack", libFunc(L, unpack))
}

func tableInsert(c libCall) int {
	L, t := c.L, c.table(1)
	n := t.Len()
	pos := n + 1
	switch L.GetTop() {
	case 2:
	case 3:
		pos = c.int32(2)
	default:
		c.raise("wrong number of arguments to 'insert'")
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

func tableRemove(c libCall) int {
	t := c.table(1)
	n := t.Len()
	pos := c.optInt32(2, n)
	if pos < 1 || pos > n {
		return 0
	}
	c.L.Push(t.Remove(pos))
	return 1
}

// tableMaxn is the largest number that is a key, or 0.
func tableMaxn(c libCall) int {
	largest := lua.LNumber(0)
	c.table(1).ForEach(func(k, _ lua.LValue) {
		if n, ok := k.(lua.LNumber); ok {
			largest = max(largest, n)
		}
	})
	c.L.Push(largest)
	return 1
}

func tableGetn(c libCall) int {
	c.L.Push(lua.LNumber(c.table(1).Len()))
	return 1
}

func tableSetn(c libCall) int {
	c.table(1)
	c.raise("'setn' is obsolete")
	return 0
}

// tableForeach calls a function for each pair, until it returns something.
func tableForeach(c libCall) int {
	t, fn := c.table(1), c.function(2)
	for k, v := t.Next(lua.LNil); k != lua.LNil; k, v = t.Next(k) {
		if each(c.L, fn, k, v) {
			return 1
		}
	}
	return 0
}

// tableForeachi is tableForeach for a list.
func tableForeachi(c libCall) int {
	t, fn := c.table(1), c.function(2)
	for i, n := 1, t.Len(); i <= n; i++ {
		if each(c.L, fn, lua.LNumber(i), t.RawGetInt(i)) {
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

func unpack(c libCall) int {
	t := c.table(1)
	first, last := c.optInt32(2, 1), c.optInt32(3, t.Len())
	if first > last {
		return 0
	}
	if last-first >= mostUnpacked {
		c.raise("too many results to unpack")
	}
	for i := first; i <= last; i++ {
		c.L.Push(item(t, i))
	}
	return last - first + 1
}

// item gives t[i]. RawGetInt finds nothing that is not in a table's list.
func item(t *lua.LTable, i int) lua.LValue {
	if i >= 1 && i < lua.MaxArrayIndex {
		return t.RawGetInt(i)
	}
	return t.RawGet(lua.LNumber(i))
}
