package vm

import (
	"errors"
	"io"
	"os"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// precompiled is how a chunk of compiled code begins.
const precompiled = "\x1b"

// installLoad replaces the functions that make functions of source text.
func installLoad(L *lua.LState) {
	register(L, library(L, "_G"), map[string]func(libCall) int{
		"loadstring": loadString, "load": load, "loadfile": loadFile, "dofile": doFile,
	})
}

// compileText compiles a chunk of a script's, which must be source text: the
// code of Lua's own compiler is for another machine.
func compileText(name string, src []byte) (*lua.FunctionProto, error) {
	if strings.HasPrefix(string(src[:min(len(src), 1)]), precompiled) {
		chunk := "binary string"
		if !strings.HasPrefix(name, precompiled) {
			chunk = ChunkName(name)
		}
		return nil, errors.New(chunk + ": precompiled chunks cannot be loaded, only source text")
	}
	return Compile(name, src)
}

// compileFile compiles the file that a script calls p.
func (s *files) compileFile(p string) (*lua.FunctionProto, error) {
	f, err := os.Open(s.path(p))
	if err != nil {
		return nil, fileError("open", p, err)
	}
	defer f.Close()
	src, err := io.ReadAll(f)
	if err != nil {
		return nil, fileError("read", p, err)
	}
	return compileText("@"+p, src)
}

func fileError(op, p string, err error) error {
	text, _ := sysError(err)
	return errors.New("cannot " + op + " " + p + ": " + text)
}

// loaded returns a chunk to Lua, or nil and the error's text.
func loaded(L *lua.LState, p *lua.FunctionProto, err error) int {
	if err != nil {
		L.Push(lua.LNil)
		L.Push(lua.LString(err.Error()))
		return 2
	}
	L.Push(L.NewFunctionFromProto(p))
	return 1
}

func loadString(c libCall) int {
	src := c.str(1)
	p, err := compileText(c.optStr(2, src), []byte(src))
	return loaded(c.L, p, err)
}

// load reads the chunk from a function, whose errors it returns.
func load(c libCall) int {
	L, name, next := c.L, c.optStr(2, "=(load)"), c.function(1)
	var src strings.Builder
	complete := false
	_, err := Protect(L, L.NewFunction(func(L *lua.LState) int {
		complete = readPieces(L, next, &src)
		return 0
	}))
	var le *Error
	if errors.As(err, &le) {
		if isFatal(le.Value) {
			L.Error(le.Value, 0)
		}
		L.Push(lua.LNil)
		L.Push(le.Value)
		return 2
	}
	if !complete {
		return loaded(L, nil, errors.New(position(L, 1)+"reader function must return a string"))
	}
	p, err := compileText(name, []byte(src.String()))
	return loaded(L, p, err)
}

// readPieces adds up what next returns, until that is nothing. It reports
// whether all of it was text.
func readPieces(L *lua.LState, next *lua.LFunction, to *strings.Builder) bool {
	for {
		L.Push(next)
		L.Call(0, 1)
		piece := L.Get(-1)
		L.Pop(1)
		if piece == lua.LNil || piece == lua.LString("") {
			return true
		}
		text, ok := PlainText(piece)
		if !ok {
			return false
		}
		to.WriteString(text)
	}
}

// compileArg compiles the file that argument 1 names, or else what stdin holds.
func compileArg(c libCall) (*lua.FunctionProto, error) {
	s := filesOf(c.L)
	if !c.absent(1) {
		return s.compileFile(c.str(1))
	}
	if err := s.std.toRead(c); err != nil {
		return nil, err
	}
	src, err := io.ReadAll(s.std.r)
	if err != nil {
		c.goOn()
		return nil, fileError("read", "stdin", err)
	}
	return compileText("=stdin", src)
}

func loadFile(c libCall) int {
	p, err := compileArg(c)
	return loaded(c.L, p, err)
}

func doFile(c libCall) int {
	L := c.L
	p, err := compileArg(c)
	if err != nil {
		L.Error(lua.LString(err.Error()), 0)
	}
	L.SetTop(0)
	L.Push(L.NewFunctionFromProto(p))
	L.Call(0, lua.MultRet)
	return L.GetTop()
}
