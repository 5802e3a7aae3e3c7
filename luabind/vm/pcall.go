package vm

import (
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// handlerTries is how often an error handler is called that fails itself, each
// time with its own error: in Lua, until the C stack is full.
const handlerTries = 10

const errorInHandler = lua.LString("error in error handling")

// installCalls replaces the functions that raise and catch errors.
func installCalls(L *lua.LState) {
	st := stateOf(L)
	register(L, library(L, "_G"), map[string]func(libCall) int{
		"pcall": st.pcall, "xpcall": st.xpcall, "error": luaError, "assert": luaAssert,
	})
}

// pcall is Lua's pcall.
func (st *state) pcall(c libCall) int {
	c.any(1)
	return st.try(c.L, nil)
}

// xpcall is Lua's xpcall. As in later versions, the arguments after the handler
// are the function's.
func (st *state) xpcall(c libCall) int {
	handler := c.any(2)
	c.L.Remove(2)
	return st.try(c.L, handler)
}

// try calls the first value of L's stack with the others.
func (st *state) try(L *lua.LState, handler lua.LValue) int {
	c := st.begin(L)
	c.moved, c.handler = L.GetTop(), handler
	if !c.run() {
		value := c.value
		st.end(c)
		if isFatal(value) {
			L.Error(value, 0)
		}
		L.Push(lua.LFalse)
		L.Push(value)
		return 2
	}
	L.Push(lua.LTrue)
	n := c.th.GetTop()
	c.th.XMoveTo(L, n)
	st.end(c)
	return n + 1
}

// handle gives what handler makes of an error that was raised in th. It runs
// above th's functions, so that it sees them, and has a stack of its own, so
// that it can run when theirs is full.
func (st *state) handle(th *lua.LState, handler, value lua.LValue) lua.LValue {
	for range handlerTries {
		c := st.begin(th)
		c.fn, c.args = handler, []lua.LValue{value}
		if c.run() {
			value = c.th.Get(1)
			st.end(c)
			return value
		}
		value = c.value
		st.end(c)
		if isFatal(value) {
			return value
		}
	}
	return errorInHandler
}

// luaError is Lua's error. Its level counts through protected calls.
func luaError(c libCall) int {
	L := c.L
	value, level := L.Get(1), c.optInt32(2, 1)
	if text, ok := PlainText(value); ok && level > 0 {
		value = lua.LString(position(L, level) + text)
	}
	if s, ok := value.(lua.LString); ok && strings.HasPrefix(string(s), " ") && !hasPosition(L) {
		value = " " + s // worded takes it away again
	}
	L.Error(value, 0)
	return 0
}

// luaAssert is Lua's assert. Lua 5.1 refuses messages that are no strings; here
// they are raised as they are, so that assert(pcall(f)) keeps the error.
func luaAssert(c libCall) int {
	if lua.LVAsBool(c.any(1)) {
		return c.L.GetTop()
	}
	message := c.L.Get(2)
	if message == lua.LNil {
		message = lua.LString("assertion failed!")
	}
	if text, ok := PlainText(message); ok {
		message = lua.LString(position(c.L, 1) + text)
	}
	c.L.Error(message, 0)
	return 0
}

// position gives "file:line: " of the function at level, "" if it has no lines.
func position(L *lua.LState, level int) string {
	if f, ok := frameAt(L, level); ok && f.fn != nil && !isC(f.fn) {
		return f.where() + " "
	}
	return ""
}
