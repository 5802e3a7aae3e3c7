package vm

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// A stack deeper than tracebackHead+tracebackTail lines is shown by its two
// ends: that happens only when a script's recursion does not end.
const (
	tracebackHead = 1000
	tracebackTail = 20
)

// bottom is what gopher-lua calls the function at the bottom of a thread's stack.
const bottom = "main"

// Where gives "file:line:" of the nearest Lua function at or below level of the
// stack, where level 0 is the running function, and "" if there is none. It
// looks through protected calls.
func Where(L *lua.LState, level int) string {
	for th := L; th != nil; th = stateOf(L).callers[th] {
		for ; ; level++ {
			dbg, ok := th.GetStack(level)
			if !ok {
				break
			}
			if fn := function(th, dbg, "Slf"); fn != nil && !fn.IsG {
				return fmt.Sprintf("%s:%d:", fn.Proto.SourceName, dbg.CurrentLine)
			}
		}
		level = 0
	}
	return ""
}

// Traceback describes the stack from level on in Lua's format, one line for
// each function, where level 0 is the running function. It goes on through
// protected calls to the bottom of the whole script.
func Traceback(L *lua.LState, level int) string {
	var b strings.Builder
	b.WriteString("stack traceback:")
	for th := L; th != nil; th = stateOf(L).callers[th] {
		traceThread(&b, th, level)
		level = 0
	}
	return b.String()
}

// traceThread writes the lines of one thread.
func traceThread(b *strings.Builder, th *lua.LState, level int) {
	next := 0
	for lines := 0; ; lines++ {
		dbg, ok := th.GetStack(next)
		if !ok {
			return
		}
		if lines == tracebackHead {
			if end := depth(th, next); end-next > tracebackTail {
				fmt.Fprintf(b, "\n\t... (%d more)", end-next-tracebackTail)
				next = end - tracebackTail
				dbg, _ = th.GetStack(next)
			}
		}
		fn := function(th, dbg, "Slnf")
		lost := 0
		if dbg.What == "tail" {
			lost = tailCalls(dbg)
		}
		if next >= level {
			b.WriteString("\n\t")
			describe(b, fn, dbg)
			if lost > 0 {
				b.WriteString("\n\t(tail call): ?")
			}
		}
		if dbg.What == bottom {
			return
		}
		next += 1 + lost
	}
}

// depth gives the number of levels of th's stack, which is more than least.
func depth(th *lua.LState, least int) int {
	low, high := least, 2*least+1
	for {
		if _, ok := th.GetStack(high); !ok {
			break
		}
		low, high = high, 2*high
	}
	for high-low > 1 {
		mid := (low + high) / 2
		if _, ok := th.GetStack(mid); ok {
			low = mid
		} else {
			high = mid
		}
	}
	return high
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

// tailCalls gives the number of calls that ended in the tail call of dbg's
// function: gopher-lua counts each as a level, but answers for such a level
// with the bottom of the stack. The count itself is not exported.
func tailCalls(dbg *lua.Debug) int {
	frame := reflect.ValueOf(dbg).Elem().FieldByName("frame")
	return int(frame.Elem().FieldByName("TailCall").Int())
}

// describe writes the line of one function.
func describe(b *strings.Builder, fn *lua.LFunction, dbg *lua.Debug) {
	named := isName(dbg)
	switch {
	case fn == nil:
		b.WriteByte('?')
		return
	case fn.IsG && named:
		b.WriteString("[C]: in function '" + dbg.Name + "'")
		return
	case fn.IsG:
		b.WriteString("[C]: in ?")
		return
	}
	source := fn.Proto.SourceName
	b.WriteString(source + ":" + strconv.Itoa(dbg.CurrentLine) + ": in ")
	switch {
	case fn.Proto.LineDefined == 0:
		b.WriteString("main chunk")
	case named:
		b.WriteString("function '" + dbg.Name + "'")
	default:
		b.WriteString("function <" + source + ":" + strconv.Itoa(fn.Proto.LineDefined) + ">")
	}
}

// isName reports whether dbg has the name of a function. Where there is none
// gopher-lua gives what is to be printed instead.
func isName(dbg *lua.Debug) bool {
	return dbg.What != bottom && dbg.Name != "" && dbg.Name != "?" && dbg.Name[0] != '<' && dbg.Name[0] != '('
}
