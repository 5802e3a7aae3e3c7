package vm

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	lua "github.com/yuin/gopher-lua"
)

// ioError is the error number for those that have none.
const ioError = syscall.EIO

// sysError gives the system's words for err, as C's strerror has them, and its
// number.
func sysError(err error) (string, syscall.Errno) {
	var no syscall.Errno
	switch {
	case errors.As(err, &no):
		text := no.Error()
		return strings.ToUpper(text[:1]) + text[1:], no
	case errors.Is(err, fs.ErrClosed):
		return sysError(syscall.EBADF)
	}
	return err.Error(), ioError
}

// failed returns an error to Lua as its library does: nil, the text, the number.
func failed(L *lua.LState, err error) int { return failedWith(L, "", err) }

// failedFor is failed for an error about a file, which is named.
func failedFor(L *lua.LState, name string, err error) int { return failedWith(L, name+": ", err) }

func failedWith(L *lua.LState, about string, err error) int {
	text, no := sysError(err)
	L.Push(lua.LNil)
	L.Push(lua.LString(about + text))
	L.Push(lua.LNumber(no))
	return 3
}

// result returns true, or err as failed does.
func result(L *lua.LState, err error) int {
	if err != nil {
		return failed(L, err)
	}
	L.Push(lua.LTrue)
	return 1
}

// resultFor returns true, or err as failedFor does.
func resultFor(L *lua.LState, name string, err error) int {
	if err != nil {
		return failedFor(L, name, err)
	}
	L.Push(lua.LTrue)
	return 1
}
