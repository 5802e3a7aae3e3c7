package vm

import (
	"strings"
	"sync"

	lua "github.com/yuin/gopher-lua"
)

const yieldAcross = lua.LString("attempt to yield across metamethod/C-call boundary")

// coroutineProto makes the two functions that have to be Lua's: the one at the
// bottom of each coroutine, and yield. gopher-lua loses a yield that is a tail
// call or has fewer results than its caller wants, so ours is neither: what
// resume is given arrives as the arguments of resumed.
var coroutineProto = sync.OnceValue(func() *lua.FunctionProto {
	p, err := compile("="+native, []byte(`
		local enter, leave = ...
		local function pass(...) return ... end
		local function resumed(...) enter() return ... end
		local function create(f)
			return function(...) enter() return pass(f(...)) end
		end
		local function yield(...) return resumed(leave(...)) end
		return create, yield`), nil)
	if err != nil {
		panic(err)
	}
	forgetNames(p)
	return p
})

// forgetNames removes the names by which p calls other functions: what a
// coroutine runs has none.
func forgetNames(p *lua.FunctionProto) {
	p.DbgCalls = nil
	for _, q := range p.FunctionPrototypes {
		forgetNames(q)
	}
}

// coroutines is the coroutine library of a state. The thread of a coroutine
// keeps its functions after an error, for tracebacks.
type coroutines struct {
	st             *state
	create, resume lua.LGFunction // gopher-lua's
	body           *lua.LFunction // makes the function at the bottom
}

// installCoroutines replaces the coroutine library.
func installCoroutines(L *lua.LState) {
	lib := library(L, "coroutine")
	create, _ := lib.RawGetString("create").(*lua.LFunction)
	resume, _ := lib.RawGetString("resume").(*lua.LFunction)
	co := &coroutines{st: stateOf(L), create: create.GFunction, resume: resume.GFunction}
	L.Push(L.NewFunctionFromProto(coroutineProto()))
	L.Push(L.NewFunction(enter))
	L.Push(L.NewFunction(co.leave))
	L.Call(2, 2)
	co.body, _ = L.Get(-2).(*lua.LFunction)
	lib.RawSetString("yield", L.Get(-1))
	L.Pop(2)
	register(L, lib, map[string]func(libCall) int{
		"create": co.luaCreate, "wrap": co.luaWrap, "resume": co.luaResume,
		"status": co.luaStatus, "running": co.luaRunning,
	})
}

// enter is called in a coroutine each time it begins to run. Without a Parent
// gopher-lua lets its panics through as they are, and its results stay in the
// thread.
func enter(L *lua.LState) int {
	L.Parent = nil
	return 0
}

// leave is the part of yield that is Go's.
func (co *coroutines) leave(L *lua.LState) int {
	resumer := co.st.resumers[L]
	if resumer == nil || !resumable(L) {
		L.Error(yieldAcross, 0)
	}
	L.Parent = resumer // where the values go
	return -1
}

// resumable reports whether all functions of L can go on after a yield: none was
// called from Go, as metamethods and iterators are by gopher-lua itself.
func resumable(L *lua.LState) bool {
	dbg, _ := L.GetStack(0)
	for raw := rawFrame(dbg).FieldByName("Parent"); !raw.IsNil(); raw = raw.Elem().FieldByName("Parent") {
		code, at := calling(raw.Elem())
		if at < 0 {
			return false
		}
		if op := instruction(code, at).op(); op != lua.OP_CALL && op != lua.OP_TAILCALL {
			return false
		}
	}
	return true
}

// luaCreate is coroutine.create. It takes Go functions as well.
func (co *coroutines) luaCreate(c libCall) int {
	L := c.L
	fn, ok := L.Get(1).(*lua.LFunction)
	if !ok {
		c.fail(1, "Lua function expected")
	}
	L.SetTop(0)
	L.Push(co.body)
	L.Push(fn)
	L.Call(1, 1)
	if L.Context() != nil { // or the thread would have one that someone has to cancel
		defer L.SetContext(L.RemoveContext())
	}
	return co.create(L)
}

func (co *coroutines) luaWrap(c libCall) int {
	L := c.L
	co.luaCreate(c)
	th, _ := L.Get(-1).(*lua.LState)
	L.Push(libFunc(L, func(c libCall) int {
		L := c.L
		L.Insert(th, 1)
		n, ok := co.run(L, th)
		if ok {
			return n
		}
		value := L.Get(-1)
		if text, ok := PlainText(value); ok {
			value = lua.LString(position(L, 1) + text)
		}
		L.Error(value, 0)
		return 0
	}))
	return 1
}

func (co *coroutines) luaResume(c libCall) int {
	L, th := c.L, c.coroutine(1)
	n, ok := co.run(L, th)
	if !ok && isFatal(L.Get(-1)) {
		L.Error(L.Get(-1), 0)
	}
	L.Insert(lua.LBool(ok), L.GetTop()-n+1)
	return n + 1
}

// run resumes th with the values on L's stack, after th itself. On the stack it
// leaves what th yielded or returned, or its error.
func (co *coroutines) run(L, th *lua.LState) (n int, ok bool) {
	if status := co.status(L, th); status != "suspended" {
		L.Push(lua.LString("cannot resume " + status + " coroutine"))
		return 1, false
	}
	weight, ok := co.st.nest(L)
	if !ok {
		L.Push(lua.LString(strings.TrimPrefix(Where(L, 0)+tooNested, " ")))
		return 1, false
	}
	defer co.st.unnest(weight)
	n, err := co.switchTo(L, th)
	switch {
	case err != nil:
		th.Dead = true
		L.Push(err)
		return 1, false
	case n == 0: // th has returned
		th.Dead = true
		n = th.GetTop()
		th.XMoveTo(L, n)
		return n, true
	}
	return n - 1, L.Get(-n) == lua.LTrue // gopher-lua's resume has its status first
}

// switchTo runs th until it yields, returns or fails. It has results only if it
// yields, or failed before it began.
func (co *coroutines) switchTo(L, th *lua.LState) (n int, err lua.LValue) {
	running := L.G.CurrentThread
	co.st.resumers[th] = L
	follow(th, L)
	defer func() {
		delete(co.st.resumers, th)
		L.G.CurrentThread = running
	}()
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		err = causeOf(th, r)
		if _, ok := r.(*lua.ApiError); !ok {
			closeUpvalues(th)
		}
	}()
	return co.resume(L), nil
}

func (co *coroutines) luaStatus(c libCall) int {
	c.L.Push(lua.LString(co.status(c.L, c.coroutine(1))))
	return 1
}

// status is what th is for L.
func (co *coroutines) status(L, th *lua.LState) string {
	switch {
	case th == coroutineOf(L):
		return "running"
	case th.Dead:
		return "dead"
	case co.st.resumers[th] != nil || th == L.G.MainThread || th.Parent != nil:
		return "normal"
	}
	return "suspended"
}

func (co *coroutines) luaRunning(c libCall) int {
	if th := coroutineOf(c.L); th != c.L.G.MainThread {
		c.L.Push(th)
	} else {
		c.L.Push(lua.LNil)
	}
	return 1
}

// coroutineOf gives the thread in which the protected calls began that L is for.
func coroutineOf(L *lua.LState) *lua.LState {
	for L.Parent != nil {
		L = L.Parent
	}
	return L
}
