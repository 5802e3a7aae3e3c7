package luabind

import (
	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
)

// capturesType is the LuaCATS type of a table of captures.
const capturesType = "table<integer|string, string|false>"

// capturesDoc says what is in it.
const capturesDoc = "what the pattern's groups matched, by number and by name; [0] is the whole match, false a group that took no part"

// captures makes the table of a match of a pattern whose groups have these
// names, of which group tells what it matched. A group that took no part is
// false: so it has a place in the list, and is not taken for an empty match.
func captures(L *lua.LState, names []string, group func(i int) (text []byte, ok bool)) *lua.LTable {
	t := L.CreateTable(len(names)-1, 1)
	for i, name := range names {
		var v lua.LValue = lua.LFalse
		if text, ok := group(i); ok {
			v = lua.LString(text)
		}
		t.RawSetInt(i, v)
		if name != "" {
			t.RawSetString(name, v)
		}
	}
	return t
}

// messageCaptures is nil for a message without groups.
func messageCaptures(L *lua.LState, m *job.Message) lua.LValue {
	names := m.Names()
	if names == nil {
		return lua.LNil
	}
	return captures(L, names, m.Group)
}
