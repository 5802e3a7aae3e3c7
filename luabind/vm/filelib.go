package vm

import (
	"bufio"
	"math"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// installMethods fills the metatable of files.
func installMethods(L *lua.LState, s *files) {
	set := func(name string, fn func(*lua.LState, params, *file) int) {
		s.mt.RawSetString(name, L.NewFunction(func(L *lua.LState) int {
			p := params{L: L, self: 1}
			return fn(L, p, openFile(L))
		}))
	}
	set("write", func(L *lua.LState, p params, f *file) int { return fileWrite(p, f, 2) })
	set("read", func(L *lua.LState, p params, f *file) int { return fileRead(p, f, 2) })
	set("lines", func(L *lua.LState, _ params, f *file) int { return pushLines(L, f, false) })
	set("close", func(L *lua.LState, _ params, f *file) int { return fileClose(L, f) })
	set("flush", func(L *lua.LState, _ params, f *file) int { return result(L, f.flush()) })
	set("setvbuf", fileSetvbuf)
	set("seek", fileSeek)
	s.mt.RawSetString("__index", s.mt)
	s.mt.RawSetString("__tostring", L.NewFunction(func(L *lua.LState) int {
		L.Push(lua.LString(anyFile(L).String()))
		return 1
	}))
}

// fileOf gives the file that v stands for, nil if it stands for none.
func fileOf(v lua.LValue) *file {
	if ud, ok := v.(*lua.LUserData); ok {
		f, _ := ud.Value.(*file)
		return f
	}
	return nil
}

// anyFile gives the first argument, a file.
func anyFile(L *lua.LState) *file {
	f := fileOf(L.Get(1))
	if f == nil {
		params{L: L}.wrong(1, fileClass)
	}
	return f
}

// openFile gives the first argument, a file that is open.
func openFile(L *lua.LState) *file {
	f := anyFile(L)
	if f.closed {
		L.RaiseError("attempt to use a closed file")
	}
	return f
}

// fileWrite writes the arguments from the first-th on.
func fileWrite(p params, f *file, first int) int {
	if err := f.toWrite(); err != nil {
		return failed(p.L, err)
	}
	line := false
	var err error
	for i := first; i <= p.L.GetTop() && err == nil; i++ {
		if !lua.LVCanConvToString(p.L.Get(i)) {
			_ = f.settle(line, nil) // what comes before was written
		}
		text := p.str(i)
		line = line || f.mode == bufferLine && strings.Contains(text, "\n")
		_, err = f.w.WriteString(text)
	}
	return written(p.L, f.settle(line, err))
}

// written returns what a write gave. One that the end of the context stopped
// raises that.
func written(L *lua.LState, err error) int {
	if err != nil {
		stopIfEnded(L)
	}
	return result(L, err)
}

func fileClose(L *lua.LState, f *file) int {
	if f.standard {
		L.Push(lua.LNil)
		L.Push(lua.LString("cannot close standard file"))
		return 2
	}
	err := f.close()
	if f.child != nil {
		stopIfEnded(L)
	}
	return result(L, err)
}

// fileSetvbuf sets when what is written leaves the buffer. A standard file has
// none: the commands that a script runs write there, too.
func fileSetvbuf(L *lua.LState, p params, f *file) int {
	mode := vbuf(p.option(2, "", "no", "full", "line"))
	size := int(p.optNum(3, bufferSize))
	if f.standard || f.w == nil {
		return result(L, nil)
	}
	if err := f.w.Flush(); err != nil {
		return failed(L, err)
	}
	f.mode, f.w = mode, bufio.NewWriterSize(f.under, min(max(size, 1), 1<<24))
	return result(L, nil)
}

func fileSeek(L *lua.LState, p params, f *file) int {
	whence := p.option(2, "cur", "set", "cur", "end")
	offset := p.optNum(3, 0)
	if math.IsNaN(offset) {
		offset = 0
	}
	at, err := f.seek(int64(offset), whence)
	if err != nil {
		return failed(L, err)
	}
	L.Push(lua.LNumber(at))
	return 1
}
