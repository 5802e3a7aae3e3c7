package vm

import (
	"errors"
	"fmt"

	lua "github.com/yuin/gopher-lua"
)

// ExitError is what os.exit raises. No pcall, xpcall or coroutine.resume stops
// it: it reaches the Go code that runs the script, which ends in good order.
type ExitError struct {
	Code int
}

// Error says what happened.
func (e *ExitError) Error() string { return fmt.Sprintf("exit with status %d", e.Code) }

// ExitOf gives the call of os.exit that err tells of, nil if it is another error.
func ExitOf(err error) *ExitError {
	var e *ExitError
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// installExit replaces os.exit.
func installExit(L *lua.LState) {
	register(L, library(L, "os"), map[string]func(libCall) int{"exit": osExit})
}

// osExit is os.exit: true is success, false failure, as for a number 0 and 1.
func osExit(c libCall) int {
	code := 0
	switch v := c.L.Get(1).(type) {
	case lua.LBool:
		if !v {
			code = 1
		}
	default:
		code = c.optInt32(1, 0)
	}
	ud := c.L.NewUserData()
	ud.Value = &ExitError{Code: code}
	c.L.Error(ud, 0)
	return 0
}
