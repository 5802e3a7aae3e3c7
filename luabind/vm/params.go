package vm

import (
	"context"
	"fmt"

	lua "github.com/yuin/gopher-lua"
)

// params reads the arguments of a call as the functions of Lua's libraries do:
// a number serves for a string and a numeral for a number, and what is wrong is
// an error that names the function.
type params struct {
	L    *lua.LState
	self int // 1 in a method, whose arguments are counted from the second
}

// fail raises that argument n is wrong.
func (p params) fail(n int, format string, args ...any) {
	p.L.RaiseError("bad argument #%d to '%s' (%s)", n-p.self, calledAs(p.L), fmt.Sprintf(format, args...))
}

// wrong raises that argument n is of another type than want.
func (p params) wrong(n int, want string) {
	got := "no value"
	if n <= p.L.GetTop() {
		got = p.L.Get(n).Type().String()
	}
	p.fail(n, "%s expected, got %s", want, got)
}

// none reports whether argument n is nil or missing.
func (p params) none(n int) bool { return p.L.Get(n) == lua.LNil }

func (p params) str(n int) string {
	text, ok := plainText(p.L.Get(n))
	if !ok {
		p.wrong(n, "string")
	}
	return text
}

func (p params) optStr(n int, other string) string {
	if p.none(n) {
		return other
	}
	return p.str(n)
}

func (p params) num(n int) float64 {
	v, ok := asNumber(p.L.Get(n))
	if !ok {
		p.wrong(n, "number")
	}
	return v
}

func (p params) optNum(n int, other float64) float64 {
	if p.none(n) {
		return other
	}
	return p.num(n)
}

func (p params) table(n int) *lua.LTable {
	t, ok := p.L.Get(n).(*lua.LTable)
	if !ok {
		p.wrong(n, "table")
	}
	return t
}

func (p params) function(n int) *lua.LFunction {
	fn, ok := p.L.Get(n).(*lua.LFunction)
	if !ok {
		p.wrong(n, "function")
	}
	return fn
}

// option gives the index of argument n, or else of the name other, in names.
func (p params) option(n int, other string, names ...string) int {
	got := other
	if other == "" || !p.none(n) {
		got = p.str(n)
	}
	for i, name := range names {
		if name == got {
			return i
		}
	}
	p.fail(n, "invalid option '%s'", got)
	return 0
}

// calledAs gives the name by which the running function was called, "?" if it
// has none.
func calledAs(L *lua.LState) string {
	dbg, ok := L.GetStack(0)
	if !ok {
		return "?"
	}
	if _, err := L.GetInfo("n", dbg, lua.LNil); err != nil || dbg.Name == "" || dbg.Name[0] == '(' || dbg.Name[0] == '<' {
		return "?"
	}
	return dbg.Name
}

// contextOf gives the context that ends L.
func contextOf(L *lua.LState) context.Context {
	if ctx := L.Context(); ctx != nil {
		return ctx
	}
	return context.Background()
}

// stopIfEnded raises the end of L's context, with the text that the interpreter
// has for it.
func stopIfEnded(L *lua.LState) {
	if err := contextOf(L).Err(); err != nil {
		L.RaiseError("%s", err.Error())
	}
}
