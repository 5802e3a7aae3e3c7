package vm

import (
	"runtime"
	"runtime/metrics"

	lua "github.com/yuin/gopher-lua"
)

// heapMetric is what collectgarbage("count") tells of: the memory of all objects
// of the process, because Go's allocator and collector know no states. For the
// same reason a state has no bound on its memory. The collector's limit, of
// debug.SetMemoryLimit, holds for the process, and makes it slow and not stop;
// gopher-lua's SetMx watches the process's heap, and ends the process; and what
// one state holds could be found by walking over all of its values only, which
// neither the interpreter nor a library function that makes a large string
// waits for. Scripts that are not trusted need a process with a limit of its own.
const heapMetric = "/memory/classes/heap/objects:bytes"

// The collector's tuning that Lua has from the start.
const (
	firstPause   = 200
	firstStepMul = 200
)

// collector is what scripts set of the garbage collector. It has no effect.
type collector struct{ pause, stepMul int }

// installCollect replaces collectgarbage, and adds gcinfo.
func installCollect(L *lua.LState) {
	g := &collector{pause: firstPause, stepMul: firstStepMul}
	register(L, library(L, "_G"), map[string]func(libCall) int{"collectgarbage": g.collectgarbage, "gcinfo": gcinfo})
}

func gcinfo(c libCall) int {
	c.L.Push(lua.LNumber(heapBytes() / 1024))
	return 1
}

func heapBytes() uint64 {
	sample := []metrics.Sample{{Name: heapMetric}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

func (g *collector) collectgarbage(c libCall) int {
	option := c.option(1, "collect", "collect", "count", "step", "setpause", "setstepmul", "stop", "restart")
	arg := c.optInt32(2, 0)
	var v lua.LValue = lua.LNumber(0)
	switch option {
	case 0:
		runtime.GC()
	case 1:
		v = lua.LNumber(float64(heapBytes()) / 1024)
	case 2:
		runtime.GC()
		v = lua.LTrue // a cycle is over
	case 3:
		v, g.pause = lua.LNumber(g.pause), arg
	case 4:
		v, g.stepMul = lua.LNumber(g.stepMul), arg
	}
	c.L.Push(v)
	return 1
}
