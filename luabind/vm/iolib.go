package vm

import (
	lua "github.com/yuin/gopher-lua"
)

// installIO replaces the functions of io that use the default files, and
// io.type. Those that open files stay.
func installIO(L *lua.LState, lib, mt *lua.LTable, f *files) {
	set := func(name string, fn lua.LGFunction) { lib.RawSetString(name, L.NewFunction(fn)) }
	on := func(file **lua.LUserData, method string) lua.LGFunction {
		return func(L *lua.LState) int {
			L.Insert(*file, 1)
			return forward(L, mt.RawGetString(method))
		}
	}
	set("write", on(&f.out, "write"))
	set("read", on(&f.in, "read"))
	set("flush", on(&f.out, "flush"))
	set("close", func(L *lua.LState) int {
		if L.GetTop() == 0 {
			L.Push(f.out)
		}
		return forward(L, mt.RawGetString("close"))
	})
	set("input", func(L *lua.LState) int { return defaultFile(L, lib, mt, &f.in, "r") })
	set("output", func(L *lua.LState) int { return defaultFile(L, lib, mt, &f.out, "w") })
	set("lines", func(L *lua.LState) int { return ioLines(L, lib, mt, f) })
	stock := lib.RawGetString("type")
	set("type", func(L *lua.LState) int {
		if stdOf(L.CheckAny(1)) != nil {
			L.Push(lua.LString("file"))
			return 1
		}
		return forward(L, stock)
	})
}

// defaultFile is io.input and io.output: it sets *file, if there is an
// argument, and returns it.
func defaultFile(L *lua.LState, lib, mt *lua.LTable, file **lua.LUserData, mode string) int {
	switch v := L.Get(1).(type) {
	case *lua.LNilType:
	case lua.LString:
		*file = open(L, lib, string(v), mode)
	case *lua.LUserData:
		if v.Metatable != lua.LValue(mt) {
			L.ArgError(1, "file expected")
		}
		*file = v
	default:
		L.TypeError(1, lua.LTString)
	}
	L.Push(*file)
	return 1
}

// open opens a file by io.open and raises what that returns as an error.
func open(L *lua.LState, lib *lua.LTable, path, mode string) *lua.LUserData {
	L.Push(lib.RawGetString("open"))
	L.Push(lua.LString(path))
	L.Push(lua.LString(mode))
	L.Call(2, 2)
	file, ok := L.Get(-2).(*lua.LUserData)
	if !ok {
		L.ArgError(1, L.Get(-1).String())
	}
	L.Pop(2)
	return file
}

// ioLines iterates over the lines of the default input, or of the file named,
// which it closes at the end.
func ioLines(L *lua.LState, lib, mt *lua.LTable, f *files) int {
	if L.Get(1) == lua.LNil {
		L.SetTop(0)
		L.Push(f.in)
		return forward(L, mt.RawGetString("lines"))
	}
	file := open(L, lib, L.CheckString(1), "r")
	closed := false
	L.Push(L.NewFunction(func(L *lua.LState) int {
		if closed {
			L.RaiseError("file is already closed")
		}
		line := method(L, mt, file, "read")
		if line == lua.LNil {
			closed = true
			method(L, mt, file, "close")
		}
		L.Push(line)
		return 1
	}))
	return 1
}

// method calls a method of a file and gives its first result.
func method(L *lua.LState, mt *lua.LTable, file *lua.LUserData, name string) lua.LValue {
	L.Push(mt.RawGetString(name))
	L.Push(file)
	L.Call(1, 1)
	v := L.Get(-1)
	L.Pop(1)
	return v
}
