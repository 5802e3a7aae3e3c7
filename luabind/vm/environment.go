package vm

import (
	lua "github.com/yuin/gopher-lua"
)

// installEnvironments replaces setfenv and getfenv.
func installEnvironments(L *lua.LState) {
	L.SetGlobal("setfenv", L.NewFunction(setfenv))
	L.SetGlobal("getfenv", L.NewFunction(getfenv))
}

// functionAt gives argument 1, or the function at the level of the stack that it
// is: nil for level 0, which is the thread.
func functionAt(p params) *lua.LFunction {
	if fn, ok := p.L.Get(1).(*lua.LFunction); ok {
		return fn
	}
	level := int(p.optNum(1, 1))
	if level < 0 {
		p.fail(1, "level must be non-negative")
	}
	if level == 0 {
		return nil
	}
	dbg, ok := p.L.GetStack(level)
	if !ok {
		p.fail(1, "invalid level")
	}
	v, err := p.L.GetInfo("f", dbg, lua.LNil)
	fn, ok := v.(*lua.LFunction)
	if err != nil || !ok {
		p.L.RaiseError("no function environment for tail call at level %d", level)
	}
	return fn
}

func getfenv(L *lua.LState) int {
	switch fn := functionAt(params{L: L}); {
	case fn == nil:
		L.Push(L.Env)
	case fn.IsG:
		L.Push(L.G.Global)
	default:
		L.Push(fn.Env)
	}
	return 1
}

func setfenv(L *lua.LState) int {
	p := params{L: L}
	env := p.table(2)
	if n, ok := asNumber(L.Get(1)); ok && n == 0 {
		L.Env = env
		return 0
	}
	fn := functionAt(p)
	if fn == nil || fn.IsG {
		L.RaiseError("'setfenv' cannot change environment of given object")
	}
	fn.Env = env
	L.Push(fn)
	return 1
}
