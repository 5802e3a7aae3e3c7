package vm

import (
	"math"

	lua "github.com/yuin/gopher-lua"
)

// installMath replaces the functions of the math library, which would not take
// every numeral.
func installMath(L *lua.LState) {
	lib := library(L, "math")
	for name, fn := range map[string]func(float64) float64{
		"abs": math.Abs, "acos": math.Acos, "asin": math.Asin, "atan": math.Atan, "ceil": math.Ceil,
		"cos": math.Cos, "cosh": math.Cosh, "exp": math.Exp, "floor": math.Floor, "log": logarithm,
		"log10": log10, "sin": math.Sin, "sinh": math.Sinh, "sqrt": math.Sqrt, "tan": math.Tan,
		"tanh": math.Tanh,
		"deg":  func(x float64) float64 { return x / (math.Pi / 180) },
		"rad":  func(x float64) float64 { return x * (math.Pi / 180) },
	} {
		lib.RawSetString(name, libFunc(L, func(c libCall) int {
			c.L.Push(lua.LNumber(fn(c.num(1))))
			return 1
		}))
	}
	register(L, lib, map[string]func(libCall) int{
		"atan2": mathAtan2, "fmod": mathFmod, "frexp": mathFrexp, "ldexp": mathLdexp, "max": mathMax,
		"min": mathMin, "modf": mathModf, "pow": mathPow,
	})
	lib.RawSetString("mod", lib.RawGetString("fmod"))
	lib.RawSetString("huge", lua.LNumber(math.Inf(1)))
	installRandom(L, lib)
}

// smallestNormal is the least number with all of its digits.
const smallestNormal = 0x1p-1022

// logarithm is right below smallestNormal, where Go's is not on amd64.
func logarithm(x float64) float64 {
	if x > 0 && x < smallestNormal {
		fraction, exponent := math.Frexp(x)
		return math.Log(fraction) + float64(exponent)*math.Ln2
	}
	return math.Log(x)
}

// log10 is right for powers of ten, of which Go's may miss the last digit.
func log10(x float64) float64 {
	if x > 0 && x < smallestNormal {
		return logarithm(x) / math.Ln10
	}
	y := math.Log10(x)
	if r := math.Round(y); math.Pow(10, r) == x {
		return r
	}
	return y
}

// operands gives the first two arguments. The second is checked first, as C
// Lua's compiler has it.
func operands(c libCall) (x, y float64) {
	y = c.num(2)
	return c.num(1), y
}

func mathAtan2(c libCall) int {
	y, x := operands(c)
	c.L.Push(lua.LNumber(math.Atan2(y, x)))
	return 1
}

func mathPow(c libCall) int {
	x, y := operands(c)
	c.L.Push(lua.LNumber(math.Pow(x, y)))
	return 1
}

// mathFmod gives the processor's own NaN, which C shows with its sign, where
// there is no result.
func mathFmod(c libCall) int {
	x, y := operands(c)
	r := math.Mod(x, y)
	if math.IsNaN(r) && !math.IsNaN(x) && !math.IsNaN(y) {
		r = (x * y) / (x * y)
	}
	c.L.Push(lua.LNumber(r))
	return 1
}

// mathModf gives a zero with the sign of an infinity for its fraction.
func mathModf(c libCall) int {
	x := c.num(1)
	whole, fraction := math.Modf(x)
	if math.IsInf(x, 0) {
		fraction = math.Copysign(0, x)
	}
	c.L.Push(lua.LNumber(whole))
	c.L.Push(lua.LNumber(fraction))
	return 2
}

func mathFrexp(c libCall) int {
	fraction, exponent := math.Frexp(c.num(1))
	c.L.Push(lua.LNumber(fraction))
	c.L.Push(lua.LNumber(exponent))
	return 2
}

func mathLdexp(c libCall) int {
	exponent := c.int32(2)
	c.L.Push(lua.LNumber(math.Ldexp(c.num(1), exponent)))
	return 1
}

func mathMax(c libCall) int {
	most := c.num(1)
	for i := 2; i <= c.L.GetTop(); i++ {
		if x := c.num(i); x > most {
			most = x
		}
	}
	c.L.Push(lua.LNumber(most))
	return 1
}

func mathMin(c libCall) int {
	least := c.num(1)
	for i := 2; i <= c.L.GetTop(); i++ {
		if x := c.num(i); x < least {
			least = x
		}
	}
	c.L.Push(lua.LNumber(least))
	return 1
}
