package bind

import (
	"reflect"
	"sync"
	"weak"

	lua "github.com/yuin/gopher-lua"
)

const stateKey = "tlua.bind"

// state is what the package keeps for one Lua state and all of its threads.
// Only handles are touched by another goroutine: the collector's cleanups.
type state struct {
	metas  map[*Class]*lua.LTable
	errors *lua.LTable
	plans  map[reflect.Type]*plan

	mu      sync.Mutex
	handles map[handleKey]weak.Pointer[lua.LUserData]
}

func stateOf(L *lua.LState) *state {
	if ud, ok := L.G.Registry.RawGetString(stateKey).(*lua.LUserData); ok {
		return ud.Value.(*state)
	}
	st := &state{
		metas:   map[*Class]*lua.LTable{},
		plans:   map[reflect.Type]*plan{},
		handles: map[handleKey]weak.Pointer[lua.LUserData]{},
	}
	ud := L.NewUserData()
	ud.Value = st
	L.G.Registry.RawSetString(stateKey, ud)
	return st
}
