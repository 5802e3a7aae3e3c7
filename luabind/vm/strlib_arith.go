package vm

import (
	"math"

	lua "github.com/yuin/gopher-lua"
)

// installArithmetic has strings in arithmetic read as tonumber reads them: the
// interpreter would take "010" for octal and "1_000" for a number. It looks for
// metamethods before it converts anything, and so asks these.
func installArithmetic(mt *lua.LTable) {
	for event, op := range map[string]func(a, b float64) float64{
		"__add": func(a, b float64) float64 { return a + b },
		"__sub": func(a, b float64) float64 { return a - b },
		"__mul": func(a, b float64) float64 { return a * b },
		"__div": func(a, b float64) float64 { return a / b },
		"__mod": modulo,
		"__pow": math.Pow,
	} {
		mt.RawSetString(event, operator(arithmeticOf(event, op)))
	}
	mt.RawSetString("__unm", operator(minus))
}

// modulo is "%" as the interpreter computes it.
func modulo(a, b float64) float64 {
	v := math.Mod(a, b)
	if b > 0 && v < 0 || b < 0 && v > 0 {
		v += b
	}
	return v
}

func arithmeticOf(event string, op func(a, b float64) float64) lua.LGFunction {
	return func(L *lua.LState) int {
		left, right := L.Get(1), L.Get(2)
		a, okA := asNumber(left)
		b, okB := asNumber(right)
		if okA && okB {
			L.Push(lua.LNumber(op(a, b)))
			return 1
		}
		// The other operand, if one is no string, may have a metamethod.
		for _, v := range []lua.LValue{left, right} {
			if fn := L.GetMetaField(v, event); v.Type() != lua.LTString && fn != lua.LNil {
				L.Push(fn)
				L.Push(left)
				L.Push(right)
				L.Call(2, 1)
				return 1
			}
		}
		if okA {
			blamed(L, arithmetic, 2, right)
		}
		blamed(L, arithmetic, 1, left)
		return 0
	}
}

func minus(L *lua.LState) int {
	n, ok := asNumber(L.Get(1))
	if !ok {
		blamed(L, arithmetic, 1, L.Get(1))
	}
	L.Push(lua.LNumber(-n))
	return 1
}
