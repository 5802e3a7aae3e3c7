package vm

import (
	"runtime/debug"

	lua "github.com/yuin/gopher-lua"
)

// maxNesting bounds protected calls within protected calls. Each of them takes
// some of Go's own stack, whose overflow nothing can catch; Lua 5.1 has the same
// bound for C functions.
const maxNesting = 200

// maxIdle bounds the threads that are kept for later calls.
const maxIdle = 8

// callStackFull is what gopher-lua panics with when a growing call stack is at
// its end. It is a script's mistake, not Go's.
const callStackFull = "lua callstack overflow"

// Protect calls fn with args and gives its results, or an *Error if fn raised
// one. Go code that a script called must call back into Lua by this function:
// it runs fn in a thread of its own, so that an error closes the upvalues of
// those functions only that it ended. L's context ends the call.
func Protect(L *lua.LState, fn lua.LValue, args ...lua.LValue) (results []lua.LValue, err error) {
	st := stateOf(L)
	if _, ok := fn.(*lua.LFunction); !ok && L.GetMetaField(fn, "__call") == lua.LNil {
		return nil, newError(L, lua.LString(Where(L, 0)+" attempt to call a "+fn.Type().String()+" value"))
	}
	if len(st.callers) >= maxNesting {
		return nil, newError(L, lua.LString(Where(L, 0)+" stack overflow (too many nested calls from Go)"))
	}
	th := st.thread(L)
	running := L.G.CurrentThread
	st.callers[th] = L
	defer func() {
		delete(st.callers, th)
		L.G.CurrentThread = running
	}()
	defer func() {
		if r := recover(); r != nil {
			results, err = nil, recovered(th, r)
		}
	}()
	th.Push(fn)
	for _, a := range args {
		th.Push(a)
	}
	th.Call(len(args), lua.MultRet)
	for i := 1; i <= th.GetTop(); i++ {
		results = append(results, th.Get(i))
	}
	st.release(th)
	return results, nil
}

// thread gives a thread with an empty stack and L's own context.
func (st *state) thread(L *lua.LState) *lua.LState {
	var th *lua.LState
	if n := len(st.idle); n > 0 {
		th, st.idle = st.idle[n-1], st.idle[:n-1]
	} else {
		th = newThread(L)
	}
	th.Env = L.Env
	if ctx := L.Context(); ctx != nil {
		th.SetContext(ctx)
	}
	return th
}

// newThread makes a thread without a context: NewThread would derive one that
// someone has to cancel.
func newThread(L *lua.LState) *lua.LState {
	if L.Context() != nil {
		defer L.SetContext(L.RemoveContext())
	}
	th, _ := L.NewThread()
	th.Panic = raise
	return th
}

// release keeps a thread whose call has returned. One whose call failed still
// has the stack of that moment and is lost.
func (st *state) release(th *lua.LState) {
	if len(st.idle) < maxIdle {
		th.SetTop(0)
		th.RemoveContext()
		st.idle = append(st.idle, th)
	}
}

// raise replaces gopher-lua's panic function, which would format a traceback of
// its own for every error.
func raise(L *lua.LState) {
	panic(&lua.ApiError{Type: lua.ApiErrorRun, Object: L.Get(-1)})
}

// recovered makes an error of what th's call panicked with. The stack is still
// as it was at that moment.
func recovered(th *lua.LState, r any) *Error {
	if ae, ok := r.(*lua.ApiError); ok {
		return newError(th, ae.Object)
	}
	defer closeUpvalues(th)
	if r == callStackFull {
		return newError(th, lua.LString(Where(th, 0)+" stack overflow"))
	}
	ud := th.NewUserData()
	ud.Value = &PanicError{Value: r, Stack: debug.Stack()}
	return newError(th, ud)
}

// closeUpvalues detaches the variables of th's functions from its stack, for the
// closures that outlive it: raising an error does so, a panic does not.
func closeUpvalues(th *lua.LState) {
	defer func() { _ = recover() }()
	th.Error(lua.LNil, 0)
}
