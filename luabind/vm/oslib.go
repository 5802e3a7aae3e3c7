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

// installOS replaces the functions of os, except exit.
func installOS(L *lua.LState) {
	s, lib := filesOf(L), library(L, "os")
	register(L, lib, map[string]func(libCall) int{
		"clock": osClock, "date": s.date, "difftime": osDifftime, "execute": s.execute, "getenv": s.getenv,
		"remove": s.remove, "rename": s.rename, "setlocale": osSetlocale, "time": s.time, "tmpname": s.tmpname,
	})
	lib.RawSetString("setenv", lua.LNil)
}

// osClock is the processor time of the process: states have none of their own.
func osClock(c libCall) int {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		c.L.Push(lua.LNumber(-1))
		return 1
	}
	c.L.Push(lua.LNumber(float64(t.Nano()/1000) / 1e6))
	return 1
}

// osDifftime is the difference of two times, which are whole seconds. The second
// is checked first, as C Lua's compiler has it.
func osDifftime(c libCall) int {
	from := c.optInteger(2, 0)
	c.L.Push(lua.LNumber(c.integer(1) - from))
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

func (s *files) getenv(c libCall) int {
	if v, ok := s.lookup(c.str(1)); ok {
		c.L.Push(lua.LString(v))
	} else {
		c.L.Push(lua.LNil)
	}
	return 1
}

// remove removes a file, or an empty folder, as C's remove does.
func (s *files) remove(c libCall) int {
	name := c.str(1)
	err := syscall.Unlink(s.path(name))
	if errors.Is(err, syscall.EISDIR) || errors.Is(err, syscall.EPERM) {
		err = syscall.Rmdir(s.path(name))
	}
	return resultFor(c.L, name, err)
}

func (s *files) rename(c libCall) int {
	from, to := c.str(1), c.str(2)
	return resultFor(c.L, from, syscall.Rename(s.path(from), s.path(to)))
}

// osSetlocale knows the locale "C", which is the process's default.
func osSetlocale(c libCall) int {
	name := c.optStr(1, "C")
	c.option(2, "all", "all", "collate", "ctype", "monetary", "numeric", "time")
	switch name {
	case "", "C", "POSIX":
		c.L.Push(lua.LString("C"))
	default:
		c.L.Push(lua.LNil)
	}
	return 1
}

// tmpname makes an empty file, which is removed at the end of the script.
func (s *files) tmpname(c libCall) int {
	dir, err := s.tempDir()
	if err != nil {
		c.raise("unable to generate a unique filename: %v", err)
	}
	f, err := os.CreateTemp(dir, "lua_")
	if err != nil {
		c.raise("unable to generate a unique filename: %v", err)
	}
	name := f.Name()
	_ = f.Close()
	s.keep(func() error {
		if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
	c.L.Push(lua.LString(name))
	return 1
}
