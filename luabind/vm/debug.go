package vm

import (
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// installDebug replaces the functions of the debug library. Those that look at
// the stack see through protected calls.
func installDebug(L *lua.LState) {
	register(L, library(L, "debug"), map[string]func(libCall) int{
		"traceback": luaTraceback, "getinfo": luaGetInfo,
		"getlocal": luaGetLocal, "setlocal": luaSetLocal, "getupvalue": getUpvalue, "setupvalue": setUpvalue,
		"getmetatable": debugGetMetatable, "setmetatable": debugSetMetatable, "getfenv": debugGetfenv, "setfenv": debugSetfenv,
	})
}

// threadArg gives the thread that a function of the library is to look at, and
// the index of its last argument that is one.
func threadArg(L *lua.LState) (*lua.LState, int) {
	if th, ok := L.Get(1).(*lua.LState); ok {
		return th, 1
	}
	return L, 0
}

// luaTraceback is debug.traceback. A message that is no string is returned.
func luaTraceback(c libCall) int {
	L := c.L
	th, arg := threadArg(L)
	level := 1
	if arg > 0 {
		level = 0
	}
	if n, ok := asNumber(L.Get(arg + 2)); ok {
		level = int(n)
		L.Pop(1)
	}
	text := ""
	if L.GetTop() > arg {
		if !lua.LVCanConvToString(L.Get(arg + 1)) {
			return 1
		}
		text = joined(c, arg+1) + "\n"
	}
	L.Push(lua.LString(text + Traceback(th, level)))
	return 1
}

// joined gives the arguments from the first-th on as one text.
func joined(c libCall, first int) string {
	text := ""
	for i := c.L.GetTop(); i >= first; i-- {
		s, ok := PlainText(c.L.Get(i))
		if !ok {
			c.L.Error(lua.LString("attempt to concatenate a "+c.L.Get(i).Type().String()+" value"), 0)
		}
		text = s + text
	}
	return text
}

// luaGetLocal is debug.getlocal.
func luaGetLocal(c libCall) int {
	L := c.L
	th, arg := threadArg(L)
	f, n := localsAt(c, th, arg+1), c.int32(arg+2)
	name, value := "", lua.LNil
	if f.fn != nil && n > 0 {
		name, value = f.th.GetLocal(f.dbg, n)
	}
	if name == "" {
		L.Push(lua.LNil)
		return 1
	}
	L.Push(lua.LString(name))
	L.Push(value)
	return 2
}

// luaSetLocal is debug.setlocal.
func luaSetLocal(c libCall) int {
	L := c.L
	th, arg := threadArg(L)
	f := localsAt(c, th, arg+1)
	value, n := c.any(arg+3), c.int32(arg+2)
	name := ""
	if f.fn != nil && n > 0 {
		name = f.th.SetLocal(f.dbg, n, value)
	}
	if name == "" {
		L.Push(lua.LNil)
	} else {
		L.Push(lua.LString(name))
	}
	return 1
}

func localsAt(c libCall, th *lua.LState, arg int) frame {
	f, ok := frameAt(th, c.int32(arg))
	if !ok {
		c.fail(arg, "level out of range")
	}
	return f
}

// getUpvalue is debug.getupvalue.
func getUpvalue(c libCall) int {
	n, fn := c.int32(2), c.function(1)
	name, value := c.L.GetUpvalue(fn, n)
	if name == "" || isC(fn) {
		return 0
	}
	c.L.Push(lua.LString(name))
	c.L.Push(value)
	return 2
}

// setUpvalue is debug.setupvalue.
func setUpvalue(c libCall) int {
	value := c.any(3)
	n, fn := c.int32(2), c.function(1)
	if isC(fn) {
		return 0
	}
	name := c.L.SetUpvalue(fn, n, value)
	if name == "" {
		return 0
	}
	c.L.Push(lua.LString(name))
	return 1
}

// debugGetMetatable is debug.getmetatable, which asks for no __metatable.
func debugGetMetatable(c libCall) int {
	switch v := c.any(1).(type) {
	case *lua.LTable:
		c.L.Push(v.Metatable)
	case *lua.LUserData:
		c.L.Push(v.Metatable)
	default:
		c.L.Push(c.L.GetMetatable(v))
	}
	return 1
}

// debugSetMetatable is debug.setmetatable.
func debugSetMetatable(c libCall) int {
	c.L.SetMetatable(c.L.Get(1), c.metatable(2))
	c.L.Push(lua.LTrue)
	return 1
}

// debugGetfenv is debug.getfenv.
func debugGetfenv(c libCall) int {
	c.L.Push(c.L.GetFEnv(c.any(1)))
	return 1
}

// debugSetfenv is debug.setfenv.
func debugSetfenv(c libCall) int {
	v, env := c.L.Get(1), c.table(2)
	switch v.(type) {
	case *lua.LFunction, *lua.LUserData, *lua.LState:
		c.L.SetFEnv(v, env)
	default:
		c.raise("'setfenv' cannot change environment of given object")
	}
	c.L.Push(v)
	return 1
}

// luaGetInfo is debug.getinfo.
func luaGetInfo(c libCall) int {
	L := c.L
	th, arg := threadArg(L)
	what := c.optStr(arg+2, "flnSu")
	var f frame
	switch v := L.Get(arg + 1).(type) {
	case *lua.LFunction:
		f = frame{fn: v}
	case lua.LNumber, lua.LString:
		n, ok := asNumber(v)
		if !ok {
			c.fail(arg+1, "function or level expected")
		}
		if f, ok = frameAt(th, int(n)); !ok {
			L.Push(lua.LNil)
			return 1
		}
	default:
		c.fail(arg+1, "function or level expected")
	}
	if f.fn != nil && strings.Trim(what, "flnSuL") != "" {
		c.fail(arg+2, "invalid option")
	}
	L.Push(infoOf(L, f, what))
	return 1
}
