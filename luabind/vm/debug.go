package vm

import (
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// installDebug replaces the functions of the debug library that look at the
// stack: they see through protected calls.
func installDebug(L *lua.LState) {
	lib, ok := L.GetGlobal("debug").(*lua.LTable)
	if !ok {
		return
	}
	for name, fn := range map[string]func(libCall) int{
		"traceback": luaTraceback, "getinfo": luaGetInfo,
		"getlocal": luaGetLocal, "setlocal": luaSetLocal,
	} {
		lib.RawSetString(name, named(L, name, fn))
	}
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
	if n, ok := L.Get(arg + 2).(lua.LNumber); ok {
		level = int(n)
	}
	message := L.Get(arg + 1)
	switch {
	case L.GetTop() == arg:
		L.Push(lua.LString(Traceback(th, level)))
	case lua.LVCanConvToString(message):
		L.Push(lua.LString(message.String() + "\n" + Traceback(th, level)))
	default:
		L.Push(message)
	}
	return 1
}

// luaGetLocal is debug.getlocal.
func luaGetLocal(c libCall) int {
	L := c.L
	th, arg := threadArg(L)
	f := localsAt(c, th, arg+1)
	name, value := "", lua.LNil
	if f.fn != nil {
		name, value = f.th.GetLocal(f.dbg, c.integer(arg+2))
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
	value := c.any(arg + 3)
	name := ""
	if f.fn != nil {
		name = f.th.SetLocal(f.dbg, c.integer(arg+2), value)
	}
	if name == "" {
		L.Push(lua.LNil)
	} else {
		L.Push(lua.LString(name))
	}
	return 1
}

func localsAt(c libCall, th *lua.LState, arg int) frame {
	f, ok := frameAt(th, c.integer(arg))
	if !ok {
		c.fail(arg, "level out of range")
	}
	return f
}

// luaGetInfo is debug.getinfo.
func luaGetInfo(c libCall) int {
	L := c.L
	th, arg := threadArg(L)
	what := "flnSu"
	if !c.absent(arg + 2) {
		what = c.str(arg + 2)
	}
	if strings.Trim(what, "flnSuL") != "" {
		c.fail(arg+2, "invalid option")
	}
	var f frame
	switch v := L.Get(arg + 1).(type) {
	case *lua.LFunction:
		f = frame{fn: v}
	case lua.LNumber:
		var ok bool
		if f, ok = frameAt(th, int(v)); !ok {
			L.Push(lua.LNil)
			return 1
		}
	default:
		c.fail(arg+1, "function or level expected")
	}
	L.Push(infoOf(L, f, what))
	return 1
}
