package vm

import (
	"bufio"
	"io"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// stdFile is io.stdin, io.stdout or io.stderr of a state.
type stdFile struct {
	name string
	w    io.Writer     // nil for input
	r    *bufio.Reader // nil for output
}

// files holds a state's standard files and the ones that io.read and io.write
// use by default.
type files struct {
	in, out *lua.LUserData
	std     *stdFile // the standard input
}

// stdin gives the state's input, which is empty for a state that New did not
// make.
func (f *files) stdin() *bufio.Reader {
	if f == nil {
		return bufio.NewReader(strings.NewReader(""))
	}
	return f.std.r
}

// installFiles makes the io library and print use o's files. They share the
// metatable of the files that the library opens, whose methods are told apart
// by the value they are called on.
func installFiles(L *lua.LState, o Options) {
	lib, ok := L.GetGlobal("io").(*lua.LTable)
	if !ok {
		return
	}
	if o.Stdin == nil {
		o.Stdin = strings.NewReader("")
	}
	mt := L.GetTypeMetatable("FILE*").(*lua.LTable)
	file := func(f *stdFile) *lua.LUserData {
		ud := L.NewUserData()
		ud.Value, ud.Metatable = f, mt
		lib.RawSetString(f.name, ud)
		return ud
	}
	f := &files{std: &stdFile{name: "stdin", r: bufio.NewReader(o.Stdin)}}
	f.in = file(f.std)
	f.out = file(&stdFile{name: "stdout", w: writer(o.Stdout)})
	file(&stdFile{name: "stderr", w: writer(o.Stderr)})
	stateOf(L).files = f
	installMethods(L, mt)
	installIO(L, lib, mt, f)
	L.SetGlobal("print", L.NewFunction(func(L *lua.LState) int { return printTo(L, writer(o.Stdout)) }))
}

func writer(w io.Writer) io.Writer {
	if w == nil {
		return io.Discard
	}
	return w
}

// installMethods makes each method of files serve both kinds.
func installMethods(L *lua.LState, mt *lua.LTable) {
	own := map[string]func(*lua.LState, *stdFile) int{
		"write": fileWrite, "read": fileRead, "lines": fileLines, "close": fileClose,
		"flush": fileFlush, "setvbuf": fileFlush, "seek": fileSeek, "__tostring": fileString,
	}
	for name, method := range own {
		stock, _ := mt.RawGetString(name).(*lua.LFunction)
		mt.RawSetString(name, L.NewFunction(func(L *lua.LState) int {
			if f := stdOf(L.Get(1)); f != nil {
				return method(L, f)
			}
			return forward(L, stock)
		}))
	}
}

func stdOf(v lua.LValue) *stdFile {
	if ud, ok := v.(*lua.LUserData); ok {
		f, _ := ud.Value.(*stdFile)
		return f
	}
	return nil
}

// forward calls fn with the arguments of this call: in its place, so that error
// messages name it, unless fn has upvalues.
func forward(L *lua.LState, fn lua.LValue) int {
	if f, ok := fn.(*lua.LFunction); ok && f.IsG && len(f.Upvalues) == 0 {
		return f.GFunction(L)
	}
	L.Insert(fn, 1)
	L.Call(L.GetTop()-1, lua.MultRet)
	return L.GetTop()
}

// failed returns an error to Lua as its library does.
func failed(L *lua.LState, err error) int {
	L.Push(lua.LNil)
	L.Push(lua.LString(err.Error()))
	L.Push(lua.LNumber(1))
	return 3
}

func fileWrite(L *lua.LState, f *stdFile) int {
	if f.w == nil {
		L.ArgError(1, f.name+" is not open for writing")
	}
	for i := 2; i <= L.GetTop(); i++ {
		if v := L.Get(i); !lua.LVCanConvToString(v) {
			L.ArgError(i-1, "string expected, got "+v.Type().String())
		}
		if _, err := io.WriteString(f.w, L.Get(i).String()); err != nil {
			return failed(L, err)
		}
	}
	L.Push(lua.LTrue)
	return 1
}

// fileFlush has nothing to do: what is written is in the Writer at once.
func fileFlush(L *lua.LState, _ *stdFile) int {
	L.Push(lua.LTrue)
	return 1
}

func fileClose(L *lua.LState, _ *stdFile) int {
	L.Push(lua.LNil)
	L.Push(lua.LString("cannot close standard file"))
	return 2
}

func fileSeek(L *lua.LState, f *stdFile) int {
	L.Push(lua.LNil)
	L.Push(lua.LString(f.name + ": Illegal seek"))
	L.Push(lua.LNumber(29)) // ESPIPE
	return 3
}

func fileString(L *lua.LState, f *stdFile) int {
	L.Push(lua.LString("file (" + f.name + ")"))
	return 1
}

// printTo writes its arguments in one piece, so that lines of several writers to
// the same place do not mix.
func printTo(L *lua.LState, w io.Writer) int {
	var b strings.Builder
	for i, top := 1, L.GetTop(); i <= top; i++ {
		if i > 1 {
			b.WriteByte('\t')
		}
		v := L.ToStringMeta(L.Get(i))
		if !lua.LVCanConvToString(v) {
			L.RaiseError("'tostring' must return a string to 'print'")
		}
		b.WriteString(v.String())
	}
	b.WriteByte('\n')
	if _, err := io.WriteString(w, b.String()); err != nil {
		L.RaiseError("print: %s", err.Error())
	}
	return 0
}
