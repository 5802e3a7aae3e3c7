package vm

import (
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// lookAgain is the number of elements between two looks at the context.
const lookAgain = 4096

// numberSize is the most that a number takes as text.
const numberSize = 24

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
	if s, ok := plainText(v); ok {
		return lua.LString(s)
	}
	return lua.LString(v.String())
}

// concat is table.concat.
func concat(c libCall) int {
	sep := ""
	if !c.absent(2) {
		sep = c.str(2)
	}
	t, ok := c.L.Get(1).(*lua.LTable)
	if !ok {
		c.mistyped(1, "table")
	}
	first, last := 1, 0
	if !c.absent(3) {
		first = c.int32(3)
	}
	if c.absent(4) {
		last = t.Len()
	} else {
		last = c.int32(4)
	}
	var b strings.Builder
	b.Grow(concatSize(c, t, sep, first, last))
	for i := first; i <= last; i++ {
		if i%lookAgain == 0 {
			c.goOn()
		}
		v := t.RawGetInt(i)
		s, ok := plainText(v)
		if !ok {
			c.raise("invalid value (%s) at index %d in table for 'concat'", v.Type().String(), i)
		}
		b.WriteString(s)
		if i < last {
			b.WriteString(sep)
		}
	}
	c.L.Push(lua.LString(b.String()))
	return 1
}

// concatSize gives about the size of a result, up to the first element that has
// no place in one.
func concatSize(c libCall, t *lua.LTable, sep string, first, last int) int {
	size := 0
	for i := first; i <= last; i++ {
		switch v := t.RawGetInt(i).(type) {
		case lua.LString:
			size += len(v) + len(sep)
		case lua.LNumber:
			size += numberSize + len(sep)
		default:
			return size
		}
		if size > maxText {
			c.raise("resulting string too large")
		}
	}
	return size
}
