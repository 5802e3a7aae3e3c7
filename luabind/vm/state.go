package vm

import (
	lua "github.com/yuin/gopher-lua"
)

const stateKey = "tlua.vm"

// state is what the package keeps for one Lua state and all of its threads.
type state struct {
	// callers says for each thread that Protect made which thread called it,
	// so that tracebacks and positions can go on there.
	callers map[*lua.LState]*lua.LState
	// idle are threads whose calls of Protect ended well, to be used again: one
	// costs more than most calls do.
	idle  []*lua.LState
	files *files
}

// stateOf gives L's state, and makes it for one that New did not make.
func stateOf(L *lua.LState) *state {
	if ud, ok := L.G.Registry.RawGetString(stateKey).(*lua.LUserData); ok {
		return ud.Value.(*state)
	}
	st := &state{callers: map[*lua.LState]*lua.LState{}}
	ud := L.NewUserData()
	ud.Value = st
	L.G.Registry.RawSetString(stateKey, ud)
	return st
}
