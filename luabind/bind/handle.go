package bind

import (
	"reflect"
	"runtime"
	"weak"

	lua "github.com/yuin/gopher-lua"
)

// handleKey names a Go object without keeping it alive: the userdata, as long as
// there is one, does that.
type handleKey struct {
	class *Class
	ptr   uintptr
}

// handle gives the one userdata that this state has for an object. It is made by
// create if there is none; when the last script has lost it, the entry goes too.
func (st *state) handle(key handleKey, create func() *lua.LUserData) *lua.LUserData {
	st.mu.Lock()
	defer st.mu.Unlock()
	if w, ok := st.handles[key]; ok {
		if ud := w.Value(); ud != nil {
			return ud
		}
	}
	ud := create()
	w := weak.Make(ud)
	st.handles[key] = w
	runtime.AddCleanup(ud, func(key handleKey) { st.drop(key, w) }, key)
	return ud
}

// drop removes an entry unless the key belongs to a newer userdata by now.
func (st *state) drop(key handleKey, w weak.Pointer[lua.LUserData]) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.handles[key] == w {
		delete(st.handles, key)
	}
}

// Handle gives the Lua value of v, which must be a pointer: always the same one
// in one state, so that scripts can compare handles. A nil pointer is nil.
func (c *Class) Handle(L *lua.LState, v any) lua.LValue {
	ptr := reflect.ValueOf(v)
	if v == nil || ptr.IsNil() {
		return lua.LNil
	}
	return stateOf(L).handle(handleKey{c, ptr.Pointer()}, func() *lua.LUserData {
		return &lua.LUserData{Value: v, Env: L.Env, Metatable: c.metatable(L)}
	})
}

// Value gives a new Lua value of v that only its fields tell apart from others:
// for results, of which there may be hundreds of thousands a second. Their fields
// are made when a script asks for them.
func (c *Class) Value(L *lua.LState, v any) lua.LValue {
	return &lua.LUserData{Value: v, Env: L.Env, Metatable: c.metatable(L)}
}

// Forget makes the state forget v's handle: the next call of Handle makes
// another. It is not needed for handles that scripts merely lose.
func (c *Class) Forget(L *lua.LState, v any) {
	st := stateOf(L)
	st.mu.Lock()
	defer st.mu.Unlock()
	delete(st.handles, handleKey{c, reflect.ValueOf(v).Pointer()})
}

// ClassOf gives the class of a handle, nil for any other value.
func ClassOf(v lua.LValue) *Class {
	ud, ok := v.(*lua.LUserData)
	if !ok {
		return nil
	}
	mt, ok := ud.Metatable.(*lua.LTable)
	if !ok {
		return nil
	}
	cu, ok := mt.RawGetString(classKey).(*lua.LUserData)
	if !ok {
		return nil
	}
	c, _ := cu.Value.(*Class)
	return c
}

// TypeName names v's type for messages: a handle by its class.
func TypeName(v lua.LValue) string {
	if c := ClassOf(v); c != nil {
		return c.Name
	}
	if FromLua(v) != nil {
		return "error"
	}
	return v.Type().String()
}
