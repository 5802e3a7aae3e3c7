package vm

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"
)

// installOS replaces the functions of os, except exit and those of the
// environment.
func installOS(L *lua.LState) {
	lib, ok := L.GetGlobal("os").(*lua.LTable)
	if !ok {
		return
	}
	s := filesOf(L)
	for name, fn := range map[string]lua.LGFunction{
		"clock": osClock, "date": s.date, "difftime": osDifftime, "execute": s.execute, "getenv": s.getenv,
		"remove": s.remove, "rename": s.rename, "setlocale": osSetlocale, "time": s.time, "tmpname": s.tmpname,
	} {
		lib.RawSetString(name, L.NewFunction(fn))
	}
	lib.RawSetString("setenv", lua.LNil)
}

// osClock is the processor time of the process: states have none of their own.
func osClock(L *lua.LState) int {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		L.Push(lua.LNumber(-1))
		return 1
	}
	L.Push(lua.LNumber(float64(t.Nano()/1000) / 1e6))
	return 1
}

// osDifftime is the difference of two times, which are whole seconds.
func osDifftime(L *lua.LState) int {
	p := params{L: L}
	L.Push(lua.LNumber(int64(p.num(1)) - int64(p.optNum(2, 0))))
	return 1
}

// environ gives the environment of the state's scripts.
func (s *files) environ() []string {
	if s.opts.Environ == nil {
		return os.Environ()
	}
	return s.opts.Environ()
}

// lookup gives the value of a variable of the environment.
func (s *files) lookup(name string) (string, bool) {
	for _, v := range s.environ() {
		if value, ok := strings.CutPrefix(v, name+"="); ok {
			return value, true
		}
	}
	return "", false
}

func (s *files) getenv(L *lua.LState) int {
	if v, ok := s.lookup(params{L: L}.str(1)); ok {
		L.Push(lua.LString(v))
	} else {
		L.Push(lua.LNil)
	}
	return 1
}

// remove removes a file, or an empty folder, as C's remove does.
func (s *files) remove(L *lua.LState) int {
	name := params{L: L}.str(1)
	err := syscall.Unlink(s.path(name))
	if errors.Is(err, syscall.EISDIR) || errors.Is(err, syscall.EPERM) {
		err = syscall.Rmdir(s.path(name))
	}
	return resultFor(L, name, err)
}

func (s *files) rename(L *lua.LState) int {
	p := params{L: L}
	from, to := p.str(1), p.str(2)
	return resultFor(L, from, syscall.Rename(s.path(from), s.path(to)))
}

// osSetlocale knows the locale "C", which is the process's default.
func osSetlocale(L *lua.LState) int {
	p := params{L: L}
	name := p.optStr(1, "C")
	p.option(2, "all", "all", "collate", "ctype", "monetary", "numeric", "time")
	switch name {
	case "", "C", "POSIX":
		L.Push(lua.LString("C"))
	default:
		L.Push(lua.LNil)
	}
	return 1
}

// tmpname makes an empty file, which is removed at the end of the script.
func (s *files) tmpname(L *lua.LState) int {
	dir, err := s.tempDir()
	if err != nil {
		L.RaiseError("unable to generate a unique filename")
	}
	f, err := os.CreateTemp(dir, "lua_")
	if err != nil {
		L.RaiseError("unable to generate a unique filename")
	}
	name := f.Name()
	_ = f.Close()
	s.keep(func() error {
		if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
	L.Push(lua.LString(name))
	return 1
}
