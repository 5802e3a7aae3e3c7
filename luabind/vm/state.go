package vm

import (
	lua "github.com/yuin/gopher-lua"
)

const stateKey = "tlua.vm"

// state is what the package keeps for one Lua state and all of its threads.
type state struct {
	// idle are calls that have ended, whose threads can be used again: a new one
	// costs more than most calls do.
	idle []*call
	// nesting is the number of calls and coroutines within one another.
	nesting int
	// resumers says for each running coroutine which thread resumed it.
	resumers map[*lua.LState]*lua.LState
	files    *files
	// originals are the globals of embedded modules; nil: those of all others.
	originals *lua.LTable
}

// stateOf gives L's state, and makes it for one that New did not make.
func stateOf(L *lua.LState) *state {
	if ud, ok := L.G.Registry.RawGetString(stateKey).(*lua.LUserData); ok {
		return ud.Value.(*state)
	}
	st := &state{resumers: map[*lua.LState]*lua.LState{}}
	ud := L.NewUserData()
	ud.Value = st
	L.G.Registry.RawSetString(stateKey, ud)
	return st
}
