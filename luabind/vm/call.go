package vm

import (
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// maxIdle bounds the calls that are kept for later ones.
const maxIdle = 16

// call is a protected call. It has a thread of its own, which says by its Parent
// who called it: gopher-lua closes the upvalues of all functions of a thread
// when one of them raises an error, and those of the caller must stay open.
type call struct {
	st     *state
	th     *lua.LState
	bottom *lua.LFunction // body, which runs below all else in th
	unwind *lua.ApiError  // what ends the thread's functions after an error

	fn       lua.LValue // what is called with args
	args     []lua.LValue
	moved    int        // without fn: how many values to take from the caller, fn first
	handler  lua.LValue // xpcall's, or nil
	describe bool       // whether err is wanted

	done    bool       // fn has returned
	failed  bool       // an error was raised and dealt with
	spoiled bool       // the thread has grown too much to be kept
	value   lua.LValue // the error, or what the handler made of it
	err     *Error
}

// begin makes a call that L makes, in a thread with an empty stack and L's own
// context. It has to be ended.
func (st *state) begin(L *lua.LState) *call {
	var c *call
	if n := len(st.idle); n > 0 {
		c, st.idle = st.idle[n-1], st.idle[:n-1]
	} else {
		c = &call{st: st, th: newThread(L)}
		c.bottom = L.NewFunction(c.body)
		// With a text in StackTrace, PCall does not make one of its own.
		c.unwind = &lua.ApiError{Type: lua.ApiErrorRun, Object: lua.LNil, StackTrace: "-"}
	}
	c.th.Parent, c.th.Env = L, L.Env
	follow(c.th, L)
	return c
}

// end keeps the thread for a later call.
func (st *state) end(c *call) {
	if !c.done && !c.failed || c.spoiled || len(st.idle) >= maxIdle {
		return
	}
	c.th.SetTop(0)
	c.th.Parent = nil
	c.th.RemoveContext()
	*c = call{st: st, th: c.th, bottom: c.bottom, unwind: c.unwind}
	st.idle = append(st.idle, c)
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

// follow gives th L's context.
func follow(th, L *lua.LState) {
	if ctx := L.Context(); ctx != nil {
		th.SetContext(ctx)
	} else if th.Context() != nil {
		th.RemoveContext()
	}
}

// run makes the call and reports whether it ended well: its results are all that
// is on the thread's stack then. Otherwise the stack is empty and value is set.
func (c *call) run() bool {
	weight, ok := c.st.nest(c.th.Parent)
	if !ok {
		c.fail(lua.LString(Where(c.th, 0) + tooNested))
		return false
	}
	defer c.st.unnest(weight)
	c.th.Push(c.bottom)
	// PCall is here for what it alone can do: to empty the stack after an error.
	return c.th.PCall(0, lua.MultRet, nil) == nil
}

// body is the function at the bottom of the thread.
func (c *call) body(th *lua.LState) int {
	defer c.recover()
	th.Panic = c.raised
	if c.fn == nil {
		c.th.Parent.XMoveTo(th, c.moved)
	} else {
		th.Push(c.fn)
		for _, v := range c.args {
			th.Push(v)
		}
	}
	if fn := th.Get(1); !callable(th, fn) {
		th.Error(lua.LString(notCallable(fn)), 0)
	}
	th.Call(th.GetTop()-1, lua.MultRet)
	c.done = true
	return th.GetTop()
}

// raised is called when an error was raised in the thread, which is still as it
// was at that moment but for its upvalues: those are closed.
func (c *call) raised(th *lua.LState) {
	c.fail(explained(th, th.Get(-1)))
	panic(c.unwind)
}

// recover deals with panics that are no errors of the thread's.
func (c *call) recover() {
	if c.done || c.failed {
		return
	}
	r := recover()
	if r == nil { // runtime.Goexit
		return
	}
	c.spoiled = r == callStackFull
	value := causeOf(c.th, r)
	closeUpvalues(c.th)
	c.fail(value)
	panic(c.unwind)
}

// fail notes an error.
func (c *call) fail(value lua.LValue) {
	c.failed, c.done = true, false
	c.th.Panic = raise
	c.value = c.worded(value)
	switch {
	case c.describe:
		c.err = newError(c.th, c.value)
	case c.handler != nil && !isFatal(value):
		c.value = c.st.handle(c.th, c.handler, c.value)
	}
}

// worded gives the error in Lua's words. gopher-lua calls it a registry
// overflow when the values of a recursion are too many before its functions
// are, and begins with a blank where it has no position.
func (c *call) worded(value lua.LValue) lua.LValue {
	s, ok := value.(lua.LString)
	if !ok {
		return value
	}
	if rest, ok := strings.CutSuffix(string(s), " registry overflow"); ok {
		c.spoiled = true
		s = lua.LString(rest + " stack overflow")
	}
	if strings.HasPrefix(string(s), " ") && !hasPosition(c.th) {
		s = s[1:]
	}
	return s
}

// hasPosition reports whether th runs a function with lines.
func hasPosition(th *lua.LState) bool {
	for f := range framesIn(th) {
		if !isC(f.fn) {
			return true
		}
	}
	return false
}
