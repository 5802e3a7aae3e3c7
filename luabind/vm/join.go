package vm

import (
	"github.com/tlua/tlua/luabind/vm/number"
	"github.com/tlua/tlua/luabind/vm/repair"
	lua "github.com/yuin/gopher-lua"
)

// joiner is the function that repaired chunks call for "..".
var joiner = operator(join)

// link puts joiner into the code of p and the functions in it, which would look
// for it among their globals.
func link(p *lua.FunctionProto) {
	constant := -1
	for pc, i := range p.Code {
		if code(i).op() != lua.OP_GETGLOBAL || p.Constants[code(i).bx()] != lua.LString(repair.Concat) {
			continue
		}
		if constant < 0 {
			constant = len(p.Constants)
			p.Constants = append(p.Constants, joiner)
		}
		p.Code[pc] = uint32(code(i).with(lua.OP_LOADK, constant))
	}
	for _, inner := range p.FunctionPrototypes {
		link(inner)
	}
}

// join gives the text of all its arguments, from right to left, as ".." does.
func join(L *lua.LState) int {
	n := L.GetTop()
	if n == 2 {
		if a, ok := L.Get(1).(lua.LString); ok {
			if b, ok := L.Get(2).(lua.LString); ok && len(a)+len(b) <= maxText {
				L.Push(a + b)
				return 1
			}
		}
	}
	if first := joinable(L, n); first > 1 {
		L.Push(joinByMeta(L, first, n))
	} else {
		L.Push(textOf(L, 1, n))
	}
	return 1
}

// joinable gives the first of the n arguments from which on all are strings or
// numbers.
func joinable(L *lua.LState, n int) int {
	for ; n > 0; n-- {
		switch L.Get(n).(type) {
		case lua.LString, lua.LNumber:
		default:
			return n + 1
		}
	}
	return 1
}

// textOf gives the text of the arguments from first to last.
func textOf(L *lua.LState, first, last int) lua.LString {
	var short [256]byte // most texts are made without another buffer
	text := short[:0]
	for n := first; n <= last; n++ {
		switch v := L.Get(n).(type) {
		case lua.LString:
			if len(v) > maxText-len(text) {
				L.Error(lua.LString(Where(L, 0)+" string length overflow"), 0)
			}
			text = append(text, v...)
		case lua.LNumber:
			text = number.Append(text, float64(v))
		}
	}
	return lua.LString(text)
}

// joinByMeta is join for operands that need a metamethod: each is joined with
// the result of all after it.
func joinByMeta(L *lua.LState, first, last int) lua.LValue {
	result := L.Get(last)
	if first < last {
		result = textOf(L, first, last)
	}
	for n := min(first, last) - 1; n > 0; n-- {
		left := L.Get(n)
		a, okA := PlainText(left)
		b, okB := PlainText(result)
		if okA && okB {
			result = lua.LString(a + b)
			continue
		}
		fn := L.GetMetaField(left, "__concat")
		if fn == lua.LNil {
			fn = L.GetMetaField(result, "__concat")
		}
		switch {
		case fn != lua.LNil:
		case okA:
			blamed(L, "concatenate", repair.Role(n+1), result)
		default:
			blamed(L, "concatenate", repair.Role(n), left)
		}
		L.Push(fn)
		L.Push(left)
		L.Push(result)
		L.Call(2, 1)
		result = L.Get(-1)
		L.Pop(1)
	}
	return result
}
