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

// installExit replaces os.exit, and teaches the functions that catch errors to
// let an exit through.
func installExit(L *lua.LState) {
	if t, ok := L.GetGlobal("os").(*lua.LTable); ok {
		t.RawSetString("exit", L.NewFunction(osExit))
	}
	wrap(L, L.G.Global, "pcall", passExit)
	wrap(L, L.G.Global, "xpcall", handleExit)
	if t, ok := L.GetGlobal("coroutine").(*lua.LTable); ok {
		wrap(L, t, "resume", passExit)
	}
}

// wrap replaces the function name of t.
func wrap(L *lua.LState, t *lua.LTable, name string, with func(lua.LGFunction) lua.LGFunction) {
	if fn, ok := t.RawGetString(name).(*lua.LFunction); ok && fn.IsG {
		t.RawSetString(name, L.NewFunction(with(fn.GFunction)))
	}
}

// osExit is os.exit: true is success, false failure, as for a number 0 and 1.
func osExit(L *lua.LState) int {
	code := 0
	switch v := L.Get(1).(type) {
	case lua.LBool:
		if !v {
			code = 1
		}
	default:
		code = L.OptInt(1, 0)
	}
	ud := L.NewUserData()
	ud.Value = &ExitError{Code: code}
	L.Error(ud, 0)
	return 0
}

func isExit(v lua.LValue) bool {
	ud, ok := v.(*lua.LUserData)
	if !ok {
		return false
	}
	_, ok = ud.Value.(*ExitError)
	return ok
}

// passExit raises an exit again that f caught.
func passExit(f lua.LGFunction) lua.LGFunction {
	return func(L *lua.LState) int {
		n := f(L)
		if n == 2 && L.Get(-2) == lua.LFalse && isExit(L.Get(-1)) {
			L.Error(L.Get(-1), 0)
		}
		return n
	}
}

// handleExit is passExit for xpcall, whose handler must not see an exit.
func handleExit(f lua.LGFunction) lua.LGFunction {
	f = passExit(f)
	return func(L *lua.LState) int {
		if handler, ok := L.Get(2).(*lua.LFunction); ok {
			L.Replace(2, L.NewFunction(func(L *lua.LState) int {
				if isExit(L.Get(1)) {
					return 1
				}
				L.Insert(handler, 1)
				L.Call(L.GetTop()-1, lua.MultRet)
				return L.GetTop()
			}))
		}
		return f(L)
	}
}
