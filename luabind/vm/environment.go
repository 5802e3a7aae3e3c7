package vm

import (
	lua "github.com/yuin/gopher-lua"
)

// installEnvironments replaces setfenv and getfenv.
func installEnvironments(L *lua.LState) {
	register(L, library(L, "_G"), map[string]func(libCall) int{"setfenv": setfenv, "getfenv": getfenv})
}

// functionAt gives the function at a level of the stack, which argument 1 is.
func functionAt(c libCall, level int) *lua.LFunction {
	if level < 0 {
		c.fail(1, "level must be non-negative")
	}
	f, ok := frameAt(c.L, level)
	if !ok {
		c.fail(1, "invalid level")
	}
	if f.fn == nil {
		c.raise("no function environment for tail call at level %d", level)
	}
	return f.fn
}

func getfenv(c libCall) int {
	fn, ok := c.L.Get(1).(*lua.LFunction)
	if !ok {
		fn = functionAt(c, c.optInt32(1, 1))
	}
	if isC(fn) {
		c.L.Push(c.L.Env) // of the thread
	} else {
		c.L.Push(fn.Env)
	}
	return 1
}

func setfenv(c libCall) int {
	env := c.table(2)
	fn, ok := c.L.Get(1).(*lua.LFunction)
	if !ok {
		fn = functionAt(c, c.int32(1))
	}
	if n, ok := asNumber(c.L.Get(1)); ok && n == 0 {
		setThreadEnv(c.L, env)
		return 0
	}
	if isC(fn) {
		c.raise("'setfenv' cannot change environment of given object")
	}
	fn.Env = env
	c.L.Push(fn)
	return 1
}

// setThreadEnv sets the environment of what L's coroutine will load: each of its
// protected calls is a thread, too.
func setThreadEnv(L *lua.LState, env *lua.LTable) {
	for th := L; th != nil; th = th.Parent {
		th.Env = env
	}
}
