package vm

import (
	"math"
	"math/rand/v2"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// installRandom gives the state random numbers of its own, so that what one
// script draws does not depend on others. Without math.randomseed they begin
// anew each time.
func installRandom(L *lua.LState, lib *lua.LTable) {
	source := rand.NewPCG(uint64(time.Now().UnixNano()), 0)
	from := rand.New(source)
	lib.RawSetString("random", libFunc(L, func(c libCall) int { return random(c, from) }))
	lib.RawSetString("randomseed", libFunc(L, func(c libCall) int {
		source.Seed(uint64(c.int32(1)), 0)
		return 0
	}))
}

func random(c libCall, from *rand.Rand) int {
	r := from.Float64()
	low, high := 1, 0
	switch c.L.GetTop() {
	case 0:
		c.L.Push(lua.LNumber(r))
		return 1
	case 1:
		high = c.int32(1)
		if high < 1 {
			c.fail(1, "interval is empty")
		}
	case 2:
		low, high = c.int32(1), c.int32(2)
		if low > high {
			c.fail(2, "interval is empty")
		}
	default:
		c.raise("wrong number of arguments")
	}
	c.L.Push(lua.LNumber(math.Floor(r*float64(high-low+1)) + float64(low)))
	return 1
}
