package vm

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"syscall"

	lua "github.com/yuin/gopher-lua"
)

// installLoad replaces the functions that make functions of source text.
func installLoad(L *lua.LState) {
	L.SetGlobal("loadstring", L.NewFunction(loadString))
	L.SetGlobal("load", L.NewFunction(load))
	L.SetGlobal("loadfile", L.NewFunction(loadFile))
	L.SetGlobal("dofile", L.NewFunction(doFile))
}

// loaded returns a chunk to Lua, or nil and the error's text.
func loaded(L *lua.LState, p *lua.FunctionProto, err error) int {
	if err != nil {
		L.Push(lua.LNil)
		L.Push(lua.LString(loadText(err)))
		return 2
	}
	L.Push(L.NewFunctionFromProto(p))
	return 1
}

// loadText words an error as Lua does.
func loadText(err error) string {
	var pe *fs.PathError
	var no syscall.Errno
	if errors.As(err, &pe) && errors.As(err, &no) {
		return "cannot open " + pe.Path + ": " + no.Error()
	}
	return err.Error()
}

func loadString(L *lua.LState) int {
	src := L.CheckString(1)
	p, err := Compile(L.OptString(2, src), []byte(src))
	return loaded(L, p, err)
}

// load reads the chunk from a function, whose errors it returns.
func load(L *lua.LState) int {
	next := L.CheckFunction(1)
	name := L.OptString(2, "=(load)")
	var src strings.Builder
	_, err := Protect(L, L.NewFunction(func(L *lua.LState) int {
		readPieces(L, next, &src)
		return 0
	}))
	var le *Error
	if errors.As(err, &le) {
		if isExit(le.Value) {
			L.Error(le.Value, 0)
		}
		L.Push(lua.LNil)
		L.Push(le.Value)
		return 2
	}
	p, err := Compile(name, []byte(src.String()))
	return loaded(L, p, err)
}

func readPieces(L *lua.LState, next *lua.LFunction, to *strings.Builder) {
	for {
		L.Push(next)
		L.Call(0, 1)
		piece := L.Get(-1)
		L.Pop(1)
		if piece == lua.LNil || piece == lua.LString("") {
			return
		}
		if !lua.LVCanConvToString(piece) {
			L.Error(lua.LString(Where(L, 0)+" reader function must return a string"), 0)
		}
		to.WriteString(piece.String())
	}
}

// compileArg compiles the file that argument 1 names, or else what stdin holds.
func compileArg(L *lua.LState) (*lua.FunctionProto, error) {
	if L.GetTop() > 0 && L.Get(1) != lua.LNil {
		return CompileFile(L.CheckString(1))
	}
	src, err := io.ReadAll(stateOf(L).files.stdin())
	if err != nil {
		return nil, err
	}
	return Compile("=stdin", src)
}

func loadFile(L *lua.LState) int {
	p, err := compileArg(L)
	return loaded(L, p, err)
}

func doFile(L *lua.LState) int {
	p, err := compileArg(L)
	if err != nil {
		L.Error(lua.LString(loadText(err)), 0)
	}
	L.SetTop(0)
	L.Push(L.NewFunctionFromProto(p))
	L.Call(0, lua.MultRet)
	return L.GetTop()
}
