package vm

import (
	"context"
	"fmt"

	"github.com/tlua/tlua/luabind/vm/number"
	lua "github.com/yuin/gopher-lua"
)

// libCall is a call of a library's function. It reads the arguments as C Lua's
// auxiliary library does, and words errors as that does.
type libCall struct{ L *lua.LState }

// library gives the table of a library; the globals are that of "_G".
func library(L *lua.LState, name string) *lua.LTable {
	t, _ := L.RegisterModule(name, nil).(*lua.LTable)
	return t
}

// libFunc makes a function of a library.
func libFunc(L *lua.LState, fn func(libCall) int) *lua.LFunction {
	return L.NewFunction(func(L *lua.LState) int { return fn(libCall{L}) })
}

// register puts functions into the table of a library.
func register(L *lua.LState, lib *lua.LTable, fns map[string]func(libCall) int) {
	for name, fn := range fns {
		lib.RawSetString(name, libFunc(L, fn))
	}
}

// raise raises an error at the place of the call. There is no place if the
// caller is not Lua code.
func (c libCall) raise(format string, args ...any) {
	c.L.Error(lua.LString(position(c.L, 1)+fmt.Sprintf(format, args...)), 0)
}

// fail raises that argument n is wrong. A method's are counted without itself.
func (c libCall) fail(n int, format string, args ...any) {
	problem := fmt.Sprintf(format, args...)
	name, method := calledAs(c.L)
	if method {
		if n--; n == 0 {
			c.raise("calling '%s' on bad self (%s)", name, problem)
		}
	}
	c.raise("bad argument #%d to '%s' (%s)", n, name, problem)
}

// mistyped raises that argument n is not of the type want.
func (c libCall) mistyped(n int, want string) {
	got := "no value"
	if n <= c.L.GetTop() {
		got = c.L.Get(n).Type().String()
	}
	c.fail(n, "%s expected, got %s", want, got)
}

// calledAs gives the name by which the running function was called, "?" if it
// has none, and whether it was called as a method.
func calledAs(L *lua.LState) (name string, method bool) {
	dbg, ok := L.GetStack(0)
	if !ok || function(L, dbg, "Snf") == nil {
		return "?", false
	}
	what, name := nameOf(dbg)
	if what == "" {
		return "?", false
	}
	return name, what == "method"
}

// absent reports whether argument n is nil or missing.
func (c libCall) absent(n int) bool { return c.L.Get(n) == lua.LNil }

// any demands that there is an argument n.
func (c libCall) any(n int) lua.LValue {
	if n > c.L.GetTop() {
		c.fail(n, "value expected")
	}
	return c.L.Get(n)
}

// str gives argument n, a string or a number, as text.
func (c libCall) str(n int) string {
	s, ok := PlainText(c.L.Get(n))
	if !ok {
		c.mistyped(n, "string")
	}
	return s
}

func (c libCall) optStr(n int, other string) string {
	if c.absent(n) {
		return other
	}
	return c.str(n)
}

// num gives argument n, a number or a numeral.
func (c libCall) num(n int) float64 {
	f, ok := asNumber(c.L.Get(n))
	if !ok {
		c.mistyped(n, "number")
	}
	return f
}

// integer gives argument n without its fraction, as C's cast does.
func (c libCall) integer(n int) int { return int(number.Int(c.num(n))) }

func (c libCall) optInteger(n, other int) int {
	if c.absent(n) {
		return other
	}
	return c.integer(n)
}

// int32 gives what argument n is as a C int, which keeps the lower bits only.
func (c libCall) int32(n int) int { return int(int32(c.integer(n))) }

func (c libCall) optInt32(n, other int) int {
	if c.absent(n) {
		return other
	}
	return c.int32(n)
}

func (c libCall) table(n int) *lua.LTable {
	t, ok := c.L.Get(n).(*lua.LTable)
	if !ok {
		c.mistyped(n, "table")
	}
	return t
}

// metatable demands that argument n is a table or a nil that is there.
func (c libCall) metatable(n int) lua.LValue {
	v := c.L.Get(n)
	if _, ok := v.(*lua.LTable); !ok && (v != lua.LNil || n > c.L.GetTop()) {
		c.fail(n, "nil or table expected")
	}
	return v
}

func (c libCall) function(n int) *lua.LFunction {
	fn, ok := c.L.Get(n).(*lua.LFunction)
	if !ok {
		c.mistyped(n, "function")
	}
	return fn
}

func (c libCall) coroutine(n int) *lua.LState {
	th, ok := c.L.Get(n).(*lua.LState)
	if !ok {
		c.fail(n, "coroutine expected")
	}
	return th
}

// option gives the index of argument n, or else of the name other, in names.
// Without an other there must be an argument.
func (c libCall) option(n int, other string, names ...string) int {
	got := other
	if other == "" || !c.absent(n) {
		got = c.str(n)
	}
	for i, name := range names {
		if name == got {
			return i
		}
	}
	c.fail(n, "invalid option '%s'", got)
	return 0
}

// context gives the context that ends the state.
func (c libCall) context() context.Context {
	if ctx := c.L.Context(); ctx != nil {
		return ctx
	}
	return context.Background()
}

// goOn raises the end of the state's context, with the text that the interpreter
// has for it.
func (c libCall) goOn() {
	if ctx := c.L.Context(); ctx != nil && ctx.Err() != nil {
		c.raise("%s", ctx.Err().Error())
	}
}

// PlainText gives the text of a string or a number, which the libraries take
// for one another.
func PlainText(v lua.LValue) (string, bool) {
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
