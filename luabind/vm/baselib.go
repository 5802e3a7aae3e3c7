package vm

import (
	"math"
	"reflect"
	"strings"

	"github.com/tlua/tlua/luabind/vm/number"
	lua "github.com/yuin/gopher-lua"
)

// installBase replaces the basic functions that are not of another file.
func installBase(L *lua.LState) {
	globals := library(L, "_G")
	register(L, globals, map[string]func(libCall) int{
		"getmetatable": getMetatable, "setmetatable": setMetatable, "next": next, "newproxy": newProxy,
		"rawequal": rawEqual, "rawget": rawGet, "rawset": rawSet, "select": luaSelect,
		"tonumber": toNumber, "tostring": toString, "type": luaType,
	})
	globals.RawSetString("pairs", iteration(L, lua.LNil, nextPair))
	globals.RawSetString("ipairs", iteration(L, lua.LNumber(0), nextIndex))
}

// iteration makes a function that gives what a generic for needs: step, its
// argument and first.
func iteration(L *lua.LState, first lua.LValue, step func(libCall) int) *lua.LFunction {
	fn := libFunc(L, step)
	return libFunc(L, func(c libCall) int {
		t := c.table(1)
		c.L.Push(fn)
		c.L.Push(t)
		c.L.Push(first)
		return 3
	})
}

func next(c libCall) int {
	if !isKey(c.table(1), c.L.Get(2)) {
		c.L.Error(lua.LString("invalid key to 'next'"), 0)
	}
	return nextPair(c)
}

// isKey reports whether t's pairs may go on after key, as they do after one that
// was removed. A list may have shrunk since: all of its indexes serve.
func isKey(t *lua.LTable, key lua.LValue) bool {
	if n, ok := key.(lua.LNumber); ok && n >= 1 && n == lua.LNumber(math.Trunc(float64(n))) {
		return true
	}
	if key == lua.LNil || t.RawGet(key) != lua.LNil {
		return true
	}
	// The keys that were removed, which the interpreter does not export.
	return reflect.ValueOf(t).Elem().FieldByName("k2i").MapIndex(reflect.ValueOf(key)).IsValid()
}

// nextPair is the next of a generic for, whose keys are t's.
func nextPair(c libCall) int {
	key, value := c.table(1).Next(c.L.Get(2))
	c.L.Push(key)
	if key == lua.LNil {
		return 1
	}
	c.L.Push(value)
	return 2
}

func nextIndex(c libCall) int {
	i := c.int32(2) + 1
	v := c.table(1).RawGetInt(i)
	if v == lua.LNil {
		return 0
	}
	c.L.Push(lua.LNumber(i))
	c.L.Push(v)
	return 2
}

func getMetatable(c libCall) int {
	c.L.Push(c.L.GetMetatable(c.any(1)))
	return 1
}

func setMetatable(c libCall) int {
	t, mt := c.table(1), c.metatable(2)
	if old, ok := t.Metatable.(*lua.LTable); ok && old.RawGetString("__metatable") != lua.LNil {
		c.raise("cannot change a protected metatable")
	}
	t.Metatable = mt
	c.L.Push(t)
	return 1
}

func rawEqual(c libCall) int {
	c.L.Push(lua.LBool(c.L.RawEqual(c.any(1), c.any(2))))
	return 1
}

func rawGet(c libCall) int {
	c.L.Push(c.table(1).RawGet(c.any(2)))
	return 1
}

func rawSet(c libCall) int {
	t, key, value := c.table(1), c.any(2), c.any(3)
	if n, ok := key.(lua.LNumber); ok && math.IsNaN(float64(n)) {
		c.L.Error(lua.LString("table index is NaN"), 0)
	}
	if key == lua.LNil {
		c.L.Error(lua.LString("table index is nil"), 0)
	}
	t.RawSet(key, value)
	c.L.Push(t)
	return 1
}

func luaSelect(c libCall) int {
	top := c.L.GetTop()
	if s, ok := c.L.Get(1).(lua.LString); ok && strings.HasPrefix(string(s), "#") {
		c.L.Push(lua.LNumber(top - 1))
		return 1
	}
	n := c.int32(1)
	if n < 0 {
		n += top
	}
	if n < 1 {
		c.fail(1, "index out of range")
	}
	return max(top-n, 0)
}

func luaType(c libCall) int {
	c.L.Push(lua.LString(c.any(1).Type().String()))
	return 1
}

// proxy marks a userdata that newproxy made.
type proxy struct{}

// newProxy makes an empty userdata: with a metatable of its own, with that of
// another proxy, or with none.
func newProxy(c libCall) int {
	ud := c.L.NewUserData()
	ud.Metatable = lua.LNil
	switch v := c.L.Get(1).(type) {
	case *lua.LNilType:
	case lua.LBool:
		if v {
			ud.Metatable = c.L.NewTable()
		}
		ud.Value = proxy{}
	case *lua.LUserData:
		if _, ok := v.Value.(proxy); !ok {
			c.fail(1, "boolean or proxy expected")
		}
		ud.Value, ud.Metatable = proxy{}, v.Metatable
	default:
		c.fail(1, "boolean or proxy expected")
	}
	c.L.Push(ud)
	return 1
}

// toNumber is the global tonumber. The base 10 is the same as none.
func toNumber(c libCall) int {
	base := 10
	if !c.absent(2) {
		base = c.int32(2)
	}
	f, ok := 0.0, false
	if base == 10 {
		f, ok = asNumber(c.any(1))
	} else {
		text := c.str(1)
		if base < 2 || base > 36 {
			c.fail(2, "base out of range")
		}
		f, ok = number.ParseBase(text, base)
	}
	if !ok {
		c.L.Push(lua.LNil)
		return 1
	}
	c.L.Push(lua.LNumber(f))
	return 1
}

// toString is the global tostring.
func toString(c libCall) int {
	c.L.Push(asText(c.L, c.any(1)))
	return 1
}

// asText gives v as tostring does: what a __tostring returns, be it a string or
// not, or the text that stands for v.
func asText(L *lua.LState, v lua.LValue) lua.LValue {
	if fn := L.GetMetaField(v, "__tostring"); fn != lua.LNil {
		L.Push(fn)
		L.Push(v)
		L.Call(1, 1)
		defer L.Pop(1)
		return L.Get(-1)
	}
	if s, ok := PlainText(v); ok {
		return lua.LString(s)
	}
	return lua.LString(v.String())
}
