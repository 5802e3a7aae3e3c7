package vm

import (
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// lookAgain is the number of elements between two looks at the context.
const lookAgain = 4096

// numberSize is the most that a number takes as text.
const numberSize = 24

// concat is table.concat.
func concat(c libCall) int {
	sep, t := c.optStr(2, ""), c.table(1)
	first, last := c.optInt32(3, 1), c.optInt32(4, t.Len())
	var b strings.Builder
	b.Grow(concatSize(c, t, sep, first, last))
	for i := first; i <= last; i++ {
		if i%lookAgain == 0 {
			c.goOn()
		}
		v := item(t, i)
		s, ok := PlainText(v)
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
		switch v := item(t, i).(type) {
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
