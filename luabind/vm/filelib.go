package vm

import (
	"bufio"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// installMethods fills the metatable of files.
func installMethods(L *lua.LState, s *files) {
	for name, fn := range map[string]func(libCall, *file) int{
		"write":   func(c libCall, f *file) int { return fileWrite(c, f, 2) },
		"read":    func(c libCall, f *file) int { return fileRead(c, f, 2) },
		"lines":   func(c libCall, f *file) int { return pushLines(c, f, false) },
		"flush":   func(c libCall, f *file) int { return result(c.L, f.flush()) },
		"setvbuf": fileSetvbuf,
		"seek":    fileSeek,
	} {
		s.mt.RawSetString(name, libFunc(L, func(c libCall) int { return fn(c, openFile(c)) }))
	}
	s.mt.RawSetString("__index", s.mt)
	register(L, s.mt, map[string]func(libCall) int{
		"__tostring": fileToString,
		"close":      func(c libCall) int { return fileClose(c, lua.LNil) },
	})
}

func fileToString(c libCall) int {
	c.L.Push(lua.LString(anyFile(c).String()))
	return 1
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
func anyFile(c libCall) *file {
	f := fileOf(c.L.Get(1))
	if f == nil {
		c.mistyped(1, fileClass)
	}
	return f
}

// openFile gives the first argument, a file that is open.
func openFile(c libCall) *file {
	f := anyFile(c)
	if f.closed {
		c.raise("attempt to use a closed file")
	}
	return f
}

// fileWrite writes the arguments from the first-th on.
func fileWrite(c libCall, f *file, first int) int {
	if err := f.toWrite(); err != nil {
		for i := first; i <= c.L.GetTop(); i++ {
			c.str(i)
		}
		return failed(c.L, err)
	}
	line := false
	var err error
	for i := first; i <= c.L.GetTop() && err == nil; i++ {
		if !lua.LVCanConvToString(c.L.Get(i)) {
			_ = f.settle(line, nil) // what comes before was written
		}
		text := c.str(i)
		line = line || f.mode == bufferLine && strings.Contains(text, "\n")
		_, err = f.w.WriteString(text)
	}
	return written(c, f.settle(line, err))
}

// written returns what a write gave. One that the end of the context stopped
// raises that.
func written(c libCall, err error) int {
	if err != nil {
		c.goOn()
	}
	return result(c.L, err)
}

// fileClose closes argument 1 or, without one, other.
func fileClose(c libCall, other lua.LValue) int {
	if c.L.GetTop() == 0 {
		c.L.Push(other)
	}
	f := openFile(c)
	if f.standard {
		c.L.Push(lua.LNil)
		c.L.Push(lua.LString("cannot close standard file"))
		return 2
	}
	err := f.close()
	if f.child != nil {
		c.goOn()
	}
	return result(c.L, err)
}

// fileSetvbuf sets when what is written leaves the buffer. A standard file has
// none: the commands that a script runs write there, too.
func fileSetvbuf(c libCall, f *file) int {
	mode := vbuf(c.option(2, "", "no", "full", "line"))
	size := c.optInteger(3, bufferSize)
	if f.standard || f.w == nil {
		return result(c.L, nil)
	}
	if err := f.w.Flush(); err != nil {
		return failed(c.L, err)
	}
	f.mode, f.w = mode, bufio.NewWriterSize(f.under, min(max(size, 1), 1<<24))
	return result(c.L, nil)
}

func fileSeek(c libCall, f *file) int {
	whence := c.option(2, "cur", "set", "cur", "end")
	at, err := f.seek(int64(c.optInteger(3, 0)), whence)
	if err != nil {
		return failed(c.L, err)
	}
	c.L.Push(lua.LNumber(at))
	return 1
}
