package vm

import (
	"fmt"

	"github.com/tlua/tlua/luabind/vm/number"
	lua "github.com/yuin/gopher-lua"
)

// libCall is a call of a library's function. It reads the arguments as C Lua's
// auxiliary library does, and words errors as that does.
type libCall struct {
	L    *lua.LState
	name string
}

// named makes a function that is called name in messages.
func named(L *lua.LState, name string, fn func(libCall) int) *lua.LFunction {
	return L.NewFunction(func(L *lua.LState) int { return fn(libCall{L, name}) })
}

// raise raises an error at the place of the call. There is no place if the
// caller is not Lua code.
func (c libCall) raise(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if f, ok := frameAt(c.L, 1); ok && f.fn != nil && !isC(f.fn) {
		text = f.where() + " " + text
	}
	c.L.Error(lua.LString(text), 0)
}

// fail raises that argument n is wrong. A method's are counted without itself.
func (c libCall) fail(n int, problem string) {
	if dbg, ok := c.L.GetStack(0); ok && nameWhat(dbg) == "method" {
		if n--; n == 0 {
			c.raise("calling '%s' on bad self (%s)", c.name, problem)
		}
	}
	c.raise("bad argument #%d to '%s' (%s)", n, c.name, problem)
}

// mistyped raises that argument n is not of the type want.
func (c libCall) mistyped(n int, want string) {
	got := "no value"
	if n <= c.L.GetTop() {
		got = c.L.Get(n).Type().String()
	}
	c.fail(n, want+" expected, got "+got)
}

// any demands that there is an argument n.
func (c libCall) any(n int) lua.LValue {
	if n > c.L.GetTop() {
		c.fail(n, "value expected")
	}
	return c.L.Get(n)
}

func (c libCall) str(n int) string {
	s, ok := plainText(c.L.Get(n))
	if !ok {
		c.mistyped(n, "string")
	}
	return s
}

func (c libCall) num(n int) float64 {
	f, ok := asNumber(c.L.Get(n))
	if !ok {
		c.mistyped(n, "number")
	}
	return f
}

// integer gives argument n without its fraction, as C's cast does.
func (c libCall) integer(n int) int { return int(number.Int(c.num(n))) }

// int32 gives what argument n is as a C int, which keeps the lower bits only.
func (c libCall) int32(n int) int { return int(int32(c.integer(n))) }

// absent reports whether argument n is nil or missing.
func (c libCall) absent(n int) bool { return c.L.Get(n) == lua.LNil }

func (c libCall) optInteger(n, other int) int {
	if c.absent(n) {
		return other
	}
	return c.integer(n)
}

// goOn raises the end of the state's context.
func (c libCall) goOn() {
	if ctx := c.L.Context(); ctx != nil && ctx.Err() != nil {
		c.raise("%s", ctx.Err().Error())
	}
}

// plainText gives the text of a string or a number.
func plainText(v lua.LValue) (string, bool) {
	switch v := v.(type) {
	case lua.LString:
		return string(v), true
	case lua.LNumber:
		return number.Format(float64(v)), true
	}
	return "", false
}

// asNumber gives the number that v is or, a string, holds.
func asNumber(v lua.LValue) (float64, bool) {
	switch v := v.(type) {
	case lua.LNumber:
		return float64(v), true
	case lua.LString:
		return number.Parse(string(v))
	}
	return 0, false
}
