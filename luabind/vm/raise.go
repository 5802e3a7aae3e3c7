package vm

import (
	"runtime/debug"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// callStackFull is what gopher-lua panics with when a growing call stack is at
// its end. It is a script's mistake, not Go's.
const callStackFull = "lua callstack overflow"

// raise replaces gopher-lua's panic function, which would format a traceback of
// its own for every error.
func raise(L *lua.LState) {
	panic(&lua.ApiError{Type: lua.ApiErrorRun, Object: explained(L, L.Get(-1))})
}

// causeOf gives the error for what th's functions panicked with. The stack is
// still as it was at that moment.
func causeOf(th *lua.LState, r any) lua.LValue {
	switch r := r.(type) {
	case *lua.ApiError:
		return r.Object
	case string:
		if r == callStackFull {
			return lua.LString(Where(th, 0) + " stack overflow")
		}
	}
	ud := th.NewUserData()
	ud.Value = &PanicError{Value: r, Stack: debug.Stack(), Traceback: wholeTraceback(th)}
	return ud
}

// wholeTraceback is Traceback, through coroutines to the functions that resumed
// them.
func wholeTraceback(th *lua.LState) string {
	text := Traceback(th, 0)
	for th = stateOf(th).resumers[coroutineOf(th)]; th != nil; th = stateOf(th).resumers[coroutineOf(th)] {
		text += strings.TrimPrefix(Traceback(th, 0), tracebackTitle)
	}
	return text
}

// closeUpvalues detaches the variables of th's functions from its stack, for the
// closures that outlive it: raising an error does so, a panic does not.
func closeUpvalues(th *lua.LState) {
	defer func() { _ = recover() }()
	th.Panic = raise
	th.Error(lua.LNil, 0)
}

// isFatal reports whether an error ends the script, whoever would catch it: the
// call of os.exit, and a panic of Go code, which is no mistake of the script's
// and must not be taken for one that it expects.
func isFatal(v lua.LValue) bool {
	ud, ok := v.(*lua.LUserData)
	if !ok {
		return false
	}
	switch ud.Value.(type) {
	case *ExitError, *PanicError:
		return true
	}
	return false
}
