package vm

import (
	"fmt"
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

const (
	tracebackTitle = "stack traceback:"
	tailCall       = "\n\t(tail call): ?"
)

// Where gives "file:line:" of the nearest Lua function at or below level of the
// stack, where level 0 is the running function, and "" if there is none. It
// looks through protected calls.
func Where(L *lua.LState, level int) string {
	for f := range frames(L) {
		if level <= 0 && !isC(f.fn) {
			return f.where()
		}
		level -= 1 + f.lost
	}
	return ""
}

// Traceback describes the stack from level on in Lua's format, one line for
// each function, where level 0 is the running function. It goes on through
// protected calls to the bottom of the whole script.
func Traceback(L *lua.LState, level int) string {
	var b strings.Builder
	b.WriteString(tracebackTitle)
	for th := L; th != nil; th = th.Parent {
		level = max(0, level-traceThread(&b, th, level))
	}
	if coroutineOf(L) == L.G.MainThread { // a chunk that ended in a tail call has no place to show
		return strings.TrimSuffix(b.String(), tailCall)
	}
	return b.String()
}

// traceThread writes the lines of one thread from level on and gives the number
// of its levels.
func traceThread(b *strings.Builder, th *lua.LState, level int) int {
	next, operators := 0, 0
	for lines := 0; ; lines++ {
		f, ok := frameIn(th, next)
		if !ok {
			return next - operators
		}
		if isOperator(f.fn) {
			next, operators = next+1, operators+1
			continue
		}
		if lines == tracebackHead {
			if end := depth(th, next); end-next > tracebackTail {
				fmt.Fprintf(b, "\n\t... (%d more)", end-next-tracebackTail)
				if next, f, ok = frameFrom(th, end-tracebackTail, end); !ok {
					return end - operators
				}
			}
		}
		at := next - operators
		if at >= level {
			b.WriteString("\n\t")
			describe(b, f.fn, f.dbg)
		}
		if f.lost > 0 && at+f.lost >= level {
			b.WriteString(tailCall)
		}
		next += 1 + f.lost
		if f.dbg.What == bottom {
			return next - operators
		}
	}
}

// frameFrom gives the first function of th at a level from least to end.
func frameFrom(th *lua.LState, least, end int) (level int, f frame, ok bool) {
	for level = least; level < end && !ok; level++ {
		f, ok = frameIn(th, level)
	}
	return level - 1, f, ok
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

// describe writes the line of one function.
func describe(b *strings.Builder, fn *lua.LFunction, dbg *lua.Debug) {
	named := isName(dbg)
	switch {
	case isC(fn) && named:
		b.WriteString("[C]: in function '" + dbg.Name + "'")
		return
	case isC(fn):
		b.WriteString("[C]: ?")
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
