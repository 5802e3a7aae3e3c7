package vm

import (
	"fmt"
	"iter"
	"reflect"

	lua "github.com/yuin/gopher-lua"
)

// native is the source of functions that are written in Lua and stand for ones
// of Go: they are shown as those.
const native = "[C]"

// bottom is what gopher-lua calls the function at the bottom of a thread's stack.
const bottom = "main"

// frame is a running function.
type frame struct {
	th   *lua.LState
	dbg  *lua.Debug
	fn   *lua.LFunction // nil for one that ended in a tail call
	lost int            // how many such follow
}

// isC reports whether fn is to be shown as a function without source.
func isC(fn *lua.LFunction) bool { return fn.IsG || fn.Proto.SourceName == native }

// operator makes a function that runs in place of an operator. It belongs to no
// state, and is no level of the stack, as an operator is none.
func operator(fn lua.LGFunction) *lua.LFunction { return &lua.LFunction{IsG: true, GFunction: fn} }

// isOperator tells whether fn was made by operator: all others have an
// environment.
func isOperator(fn *lua.LFunction) bool { return fn.Env == nil }

// where gives "file:line:".
func (f frame) where() string {
	return fmt.Sprintf("%s:%d:", f.fn.Proto.SourceName, f.dbg.CurrentLine)
}

// frames gives the functions of L's stack, the running one first. It goes on
// through protected calls, to the bottom of the coroutine or the script.
func frames(L *lua.LState) iter.Seq[frame] {
	return func(yield func(frame) bool) {
		for th := L; th != nil; th = th.Parent {
			for f := range framesIn(th) {
				if !yield(f) {
					return
				}
			}
		}
	}
}

// framesIn is frames for one thread.
func framesIn(th *lua.LState) iter.Seq[frame] {
	return func(yield func(frame) bool) {
		for next := 0; ; {
			f, ok := frameIn(th, next)
			if !ok || !isOperator(f.fn) && !yield(f) || f.dbg.What == bottom {
				return
			}
			next += 1 + f.lost
		}
	}
}

// frameIn gives th's function at a level of gopher-lua's. The one at the bottom
// of a thread is the package's own and counts as none.
func frameIn(th *lua.LState, level int) (frame, bool) {
	dbg, ok := th.GetStack(level)
	if !ok {
		return frame{}, false
	}
	fn := function(th, dbg, "Slnf")
	if fn == nil {
		return frame{}, false
	}
	f := frame{th: th, dbg: dbg, fn: fn}
	switch {
	case dbg.What == bottom && isC(fn) && (th.Parent != nil || !fn.IsG):
		return frame{}, false
	case dbg.What == "tail":
		f.lost = tailCalls(dbg)
	}
	return f, true
}

// function fills in dbg and gives its function.
func function(th *lua.LState, dbg *lua.Debug, what string) *lua.LFunction {
	v, err := th.GetInfo(what, dbg, lua.LNil)
	if err != nil {
		return nil
	}
	fn, _ := v.(*lua.LFunction)
	return fn
}

// frameAt gives the function at a level of L's stack, as Lua counts them: 0 is
// the running function, and those that ended in tail calls count. A negative
// level is as one of those.
func frameAt(L *lua.LState, level int) (frame, bool) {
	if level < 0 {
		return frame{th: L}, true
	}
	for f := range frames(L) {
		switch {
		case level == 0:
			return f, true
		case level <= f.lost:
			return frame{th: f.th}, true
		}
		level -= 1 + f.lost
	}
	return frame{}, false
}

// tailCalls gives the number of calls that ended in the tail call of dbg's
// function: gopher-lua counts each as a level, but answers for such a level
// with the bottom of the stack. The count itself is not exported.
func tailCalls(dbg *lua.Debug) int {
	return int(rawFrame(dbg).FieldByName("TailCall").Int())
}

// rawFrame gives gopher-lua's record of a running function.
func rawFrame(dbg *lua.Debug) reflect.Value {
	return reflect.ValueOf(dbg).Elem().FieldByName("frame").Elem()
}

// calling gives the instructions of the Lua function whose record this is, and
// the index of the one that made the call it is in; none for a Go function.
func calling(raw reflect.Value) (code reflect.Value, at int) {
	fn := raw.FieldByName("Fn").Elem()
	if fn.FieldByName("IsG").Bool() {
		return reflect.Value{}, -1
	}
	return fn.FieldByName("Proto").Elem().FieldByName("Code"), int(raw.FieldByName("Pc").Int()) - 1
}

func instruction(all reflect.Value, at int) code { return code(all.Index(at).Uint()) }
