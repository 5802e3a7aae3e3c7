package vm

import (
	lua "github.com/yuin/gopher-lua"
)

// Protect calls fn with args and gives its results, or an *Error if fn raised
// one. Go code that a script called must call back into Lua by this function:
// it runs fn in a thread of its own, so that an error closes the upvalues of
// those functions only that it ended. L's context ends the call.
func Protect(L *lua.LState, fn lua.LValue, args ...lua.LValue) (results []lua.LValue, err error) {
	st := stateOf(L)
	if !callable(L, fn) {
		return nil, newError(L, lua.LString(Where(L, 0)+" "+notCallable(fn)))
	}
	c := st.begin(L)
	defer st.end(c)
	c.fn, c.args, c.describe = fn, args, true
	if !c.run() {
		return nil, c.err
	}
	for i := 1; i <= c.th.GetTop(); i++ {
		results = append(results, c.th.Get(i))
	}
	return results, nil
}

// callable reports whether v can be called.
func callable(L *lua.LState, v lua.LValue) bool {
	if _, ok := v.(*lua.LFunction); ok {
		return true
	}
	_, ok := L.GetMetaField(v, "__call").(*lua.LFunction)
	return ok
}

func notCallable(v lua.LValue) string {
	return "attempt to call a " + v.Type().String() + " value"
}
