package vm

import (
	"context"
	"os"
	"strings"
	"syscall"

	lua "github.com/yuin/gopher-lua"
)

// installIO replaces the functions of io.
func installIO(L *lua.LState, lib *lua.LTable, s *files) {
	set := func(name string, fn lua.LGFunction) { lib.RawSetString(name, L.NewFunction(fn)) }
	set("open", s.open)
	set("tmpfile", s.tmpfile)
	set("popen", s.popen)
	set("lines", s.lines)
	set("type", ioType)
	set("input", func(L *lua.LState) int { return s.standard(L, &s.in, "r") })
	set("output", func(L *lua.LState) int { return s.standard(L, &s.out, "w") })
	set("read", func(L *lua.LState) int { return fileRead(params{L: L}, s.current(L, s.in, "input"), 1) })
	set("write", func(L *lua.LState) int { return fileWrite(params{L: L}, s.current(L, s.out, "output"), 1) })
	set("flush", func(L *lua.LState) int { return result(L, s.current(L, s.out, "output").flush()) })
	set("close", func(L *lua.LState) int {
		if L.GetTop() == 0 {
			L.Push(s.out)
		}
		return fileClose(L, openFile(L))
	})
}

// current gives a default file, which must be open.
func (s *files) current(L *lua.LState, ud *lua.LUserData, name string) *file {
	f := fileOf(ud)
	if f.closed {
		L.RaiseError("standard %s file is closed", name)
	}
	return f
}

// openPath opens the file that a script calls p. The mode is that of C's fopen,
// which takes no notice of what it does not know after the first letter.
func (s *files) openPath(L *lua.LState, p, mode string) (*lua.LUserData, error) {
	flags, read, write := 0, false, false
	update := strings.Contains(mode, "+")
	switch {
	case strings.HasPrefix(mode, "r"):
		read, write = true, update
	case strings.HasPrefix(mode, "w"):
		read, write, flags = update, true, os.O_CREATE|os.O_TRUNC
	case strings.HasPrefix(mode, "a"):
		read, write, flags = update, true, os.O_CREATE|os.O_APPEND
	default:
		return nil, syscall.EINVAL
	}
	if flags != 0 && strings.Contains(mode, "x") {
		flags |= os.O_EXCL
	}
	switch {
	case read && write:
		flags |= os.O_RDWR
	case write:
		flags |= os.O_WRONLY
	}
	ctx := contextOf(L)
	f, err := openWithin(ctx, s.path(p), flags)
	if err != nil {
		return nil, err
	}
	return s.opened(L, diskFile(ctx, f, read, write)), nil
}

// openWithin opens a file while ctx lasts: a named pipe may wait for its other
// end.
func openWithin(ctx context.Context, path string, flags int) (*os.File, error) {
	if info, err := os.Stat(path); err != nil || info.Mode()&os.ModeNamedPipe == 0 || ctx.Done() == nil {
		return os.OpenFile(path, flags, 0o666)
	}
	type opened struct {
		f   *os.File
		err error
	}
	done := make(chan opened, 1)
	go func() {
		f, err := os.OpenFile(path, flags, 0o666)
		done <- opened{f, err}
	}()
	select {
	case o := <-done:
		return o.f, o.err
	case <-ctx.Done():
		go func() {
			if o := <-done; o.err == nil {
				o.f.Close()
			}
		}()
		return nil, ctx.Err()
	}
}

func (s *files) open(L *lua.LState) int {
	p := params{L: L}
	name, mode := p.str(1), p.optStr(2, "r")
	ud, err := s.openPath(L, name, mode)
	if err != nil {
		stopIfEnded(L)
		return failedFor(L, name, err)
	}
	L.Push(ud)
	return 1
}

// mustOpen opens a file for a function that raises what it cannot open.
func (s *files) mustOpen(L *lua.LState, name, mode string) *lua.LUserData {
	ud, err := s.openPath(L, name, mode)
	if err != nil {
		stopIfEnded(L)
		text, _ := sysError(err)
		params{L: L}.fail(1, "%s: %s", name, text)
	}
	return ud
}

// tmpfile opens a file that has no name any more.
func (s *files) tmpfile(L *lua.LState) int {
	dir, err := s.tempDir()
	if err != nil {
		return failed(L, err)
	}
	f, err := os.CreateTemp(dir, "lua_")
	if err != nil {
		return failed(L, err)
	}
	_ = os.Remove(f.Name())
	L.Push(s.opened(L, diskFile(contextOf(L), f, true, true)))
	return 1
}

// standard is io.input and io.output: it sets *ud, if there is an argument, and
// returns it.
func (s *files) standard(L *lua.LState, ud **lua.LUserData, mode string) int {
	if L.Get(1) != lua.LNil {
		if name, ok := plainText(L.Get(1)); ok {
			*ud = s.mustOpen(L, name, mode)
		} else {
			openFile(L)
			*ud = L.Get(1).(*lua.LUserData)
		}
	}
	L.Push(*ud)
	return 1
}

// lines iterates over the lines of the default input, or of the file named,
// which it closes at the end.
func (s *files) lines(L *lua.LState) int {
	p := params{L: L}
	if p.none(1) {
		L.SetTop(0)
		L.Push(s.in)
		return pushLines(L, openFile(L), false)
	}
	return pushLines(L, fileOf(s.mustOpen(L, p.str(1), "r")), true)
}

func ioType(L *lua.LState) int {
	if L.GetTop() == 0 {
		params{L: L}.fail(1, "value expected")
	}
	switch f := fileOf(L.Get(1)); {
	case f == nil:
		L.Push(lua.LNil)
	case f.closed:
		L.Push(lua.LString("closed file"))
	default:
		L.Push(lua.LString("file"))
	}
	return 1
}
