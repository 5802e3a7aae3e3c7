package spec

import lua "github.com/yuin/gopher-lua"

// addPack adds what Lua 5.2's table has: libraries that are tested with busted find
// it there, whatever Lua runs them.
func addPack(L *lua.LState) {
	t, ok := L.GetGlobal("table").(*lua.LTable)
	if !ok {
		return
	}
	t.RawSetString("unpack", L.GetGlobal("unpack"))
	t.RawSetString("pack", L.NewFunction(func(L *lua.LState) int {
		n := L.GetTop()
		packed := L.CreateTable(n, 1)
		for i := 1; i <= n; i++ {
			packed.RawSetInt(i, L.Get(i))
		}
		packed.RawSetString("n", lua.LNumber(n))
		L.Push(packed)
		return 1
	}))
}
