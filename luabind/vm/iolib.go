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
	register(L, lib, map[string]func(libCall) int{
		"open": s.open, "tmpfile": s.tmpfile, "popen": s.popen, "lines": s.lines, "type": ioType,
		"input":  func(c libCall) int { return s.standard(c, &s.in, "r") },
		"output": func(c libCall) int { return s.standard(c, &s.out, "w") },
		"read":   func(c libCall) int { return fileRead(c, current(c, s.in, "input"), 1) },
		"write":  func(c libCall) int { return fileWrite(c, current(c, s.out, "output"), 1) },
		"flush":  func(c libCall) int { return result(c.L, current(c, s.out, "output").flush()) },
		"close":  func(c libCall) int { return fileClose(c, s.out) },
	})
}

// current gives a default file, which must be open.
func current(c libCall, ud *lua.LUserData, name string) *file {
	f := fileOf(ud)
	if f.closed {
		c.raise("standard %s file is closed", name)
	}
	return f
}

// openPath opens the file that a script calls p. The mode is that of C's fopen,
// which takes no notice of what it does not know after the first letter.
func (s *files) openPath(c libCall, p, mode string) (*lua.LUserData, error) {
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
	ctx := c.context()
	f, err := openWithin(ctx, s.path(p), flags)
	if err != nil {
		return nil, err
	}
	return s.opened(c.L, diskFile(ctx, f, read, write)), nil
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

func (s *files) open(c libCall) int {
	name, mode := c.str(1), c.optStr(2, "r")
	ud, err := s.openPath(c, name, mode)
	if err != nil {
		c.goOn()
		return failedFor(c.L, name, err)
	}
	c.L.Push(ud)
	return 1
}

// mustOpen opens a file for a function that raises what it cannot open.
func (s *files) mustOpen(c libCall, name, mode string) *lua.LUserData {
	ud, err := s.openPath(c, name, mode)
	if err != nil {
		c.goOn()
		text, _ := sysError(err)
		c.fail(1, "%s: %s", name, text)
	}
	return ud
}

// tmpfile opens a file that has no name any more.
func (s *files) tmpfile(c libCall) int {
	dir, err := s.tempDir()
	if err != nil { // it says more than the system's words do
		_, no := sysError(err)
		c.L.Push(lua.LNil)
		c.L.Push(lua.LString(err.Error()))
		c.L.Push(lua.LNumber(no))
		return 3
	}
	f, err := os.CreateTemp(dir, "lua_")
	if err != nil {
		return failed(c.L, err)
	}
	_ = os.Remove(f.Name())
	c.L.Push(s.opened(c.L, diskFile(c.context(), f, true, true)))
	return 1
}

// standard is io.input and io.output: it sets *ud, if there is an argument, and
// returns it.
func (s *files) standard(c libCall, ud **lua.LUserData, mode string) int {
	if !c.absent(1) {
		if name, ok := PlainText(c.L.Get(1)); ok {
			*ud = s.mustOpen(c, name, mode)
		} else {
			openFile(c)
			*ud = c.L.Get(1).(*lua.LUserData)
		}
	}
	c.L.Push(*ud)
	return 1
}

// lines iterates over the lines of the default input, or of the file named,
// which it closes at the end.
func (s *files) lines(c libCall) int {
	if c.absent(1) {
		c.L.Push(s.in)
		return pushLines(c, openFile(c), false)
	}
	return pushLines(c, fileOf(s.mustOpen(c, c.str(1), "r")), true)
}

func ioType(c libCall) int {
	switch f := fileOf(c.any(1)); {
	case f == nil:
		c.L.Push(lua.LNil)
	case f.closed:
		c.L.Push(lua.LString("closed file"))
	default:
		c.L.Push(lua.LString("file"))
	}
	return 1
}
