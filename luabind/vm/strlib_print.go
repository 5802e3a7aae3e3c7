package vm

import (
	"io"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// installPrint replaces print, which writes to the state's own standard output.
func installPrint(L *lua.LState) {
	stdout := filesOf(L).stdout
	L.SetGlobal("print", libFunc(L, func(c libCall) int { return printText(c, stdout) }))
}

// printText writes its arguments in one piece, so that lines of several writers
// to the same place do not mix. As in Lua the global tostring words them.
func printText(c libCall, w io.Writer) int {
	var b strings.Builder
	word := c.L.GetField(c.L.Env, "tostring")
	for i, top := 1, c.L.GetTop(); i <= top; i++ {
		if i > 1 {
			b.WriteByte('\t')
		}
		c.L.Push(word)
		c.L.Push(c.L.Get(i))
		c.L.Call(1, 1)
		s, ok := PlainText(c.L.Get(-1))
		if !ok {
			c.raise("'tostring' must return a string to 'print'")
		}
		c.L.Pop(1)
		b.WriteString(s)
	}
	b.WriteByte('\n')
	if _, err := io.WriteString(w, b.String()); err != nil {
		c.raise("print: %s", err.Error())
	}
	return 0
}
