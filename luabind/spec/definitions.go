package spec

import (
	"strings"
)

// Definitions gives the LuaCATS definitions of what tests see beside what every
// script does, for editors.
func Definitions() string {
	var b strings.Builder
	b.WriteString("---@meta tlua.tests\n")
	for _, m := range new(run).modules() {
		b.WriteString("\n")
		b.WriteString(m.Meta())
	}
	b.WriteString(written)
	return b.String()
}

// written are the definitions of what is written in Lua.
const written = `
--- Has all names of assert: what does not hold is noted, and the test goes on.
---@type table<string, fun(...): boolean>
check = {}

--- Calls fn until it raises nothing and gives neither false nor nil; what it gives then.
---@param ms number how long
---@param fn fun(): ...
---@param every_ms? number from try to try (default: 10, growing to 100)
---@return ...
function eventually(ms, fn, every_ms) end
`
