package bind

import (
	"github.com/tlua/tlua/core/job"
	lua "github.com/yuin/gopher-lua"
)

// errorField is a field of error objects, as definitions describe it.
type errorField struct {
	name, typ, doc string
	get            func(L *lua.LState, e *Error) lua.LValue
}

// errorFields gives all fields of error objects.
func errorFields() []errorField {
	return []errorField{
		{"code", "string", "errno-style name, such as \"ETIMEDOUT\"", func(_ *lua.LState, e *Error) lua.LValue { return lua.LString(e.Code) }},
		{"op", "string", "the operation that failed, such as \"job.wait\"", func(_ *lua.LState, e *Error) lua.LValue { return lua.LString(e.Op) }},
		{"message", "string", "what went wrong", func(_ *lua.LState, e *Error) lua.LValue { return lua.LString(e.Message) }},
		{"traceback", "string", "the stack at that moment", func(_ *lua.LState, e *Error) lua.LValue { return lua.LString(e.Traceback) }},
		{"tail?", "string[]", "the last lines of output of the job concerned", errorTail},
		{"cause?", "tlua.error", "the error behind this one", errorCause},
	}
}

func errorTail(L *lua.LState, e *Error) lua.LValue {
	if e.Tail == nil {
		return lua.LNil
	}
	t := L.CreateTable(len(e.Tail), 0)
	for _, line := range e.Tail {
		t.Append(lua.LString(line))
	}
	return t
}

func errorCause(L *lua.LState, e *Error) lua.LValue {
	if c := e.Cause(); c != nil {
		return c.value(L)
	}
	return lua.LNil
}

func errorMetatable(L *lua.LState) *lua.LTable {
	st := stateOf(L)
	if st.errors == nil {
		mt := L.NewTable()
		mt.RawSetString("__name", lua.LString("tlua.error"))
		mt.RawSetString("__metatable", lua.LString("tlua.error"))
		mt.RawSetString("__index", L.NewFunction(errorIndex()))
		mt.RawSetString("__newindex", L.NewFunction(errorNewindex))
		mt.RawSetString("__tostring", L.NewFunction(errorTostring))
		mt.RawSetString("__concat", L.NewFunction(errorConcat))
		st.errors = mt
	}
	return st.errors
}

func errorIndex() lua.LGFunction {
	get := map[string]func(*lua.LState, *Error) lua.LValue{}
	for _, f := range errorFields() {
		name := f.name
		if name[len(name)-1] == '?' {
			name = name[:len(name)-1]
		}
		get[name] = f.get
	}
	return func(L *lua.LState) int {
		e, name := FromLua(L.Get(1)), L.Get(2)
		if f := get[name.String()]; e != nil && f != nil {
			L.Push(f(L, e))
			return 1
		}
		return 0
	}
}

func errorNewindex(L *lua.LState) int {
	Raise(L, "error", &job.Error{Code: job.EPERM, Message: "field '" + shown(L.Get(2).String()) + "' cannot be set"})
	return 0
}

func errorTostring(L *lua.LState) int {
	if e := FromLua(L.Get(1)); e != nil {
		L.Push(lua.LString(e.Error()))
		return 1
	}
	return 0
}

// errorConcat joins an error object with text, as scripts do in messages.
func errorConcat(L *lua.LState) int {
	a, b := L.Get(1), L.Get(2)
	L.Push(lua.LString(L.ToStringMeta(a).String() + L.ToStringMeta(b).String()))
	return 1
}
