package luabind

import (
	"strings"

	"github.com/tlua/tlua/luabind/bind"
)

// Definitions gives the LuaCATS definitions of everything that scripts can
// call, for editors: made from the tables that bind it.
func Definitions() string {
	var b strings.Builder
	b.WriteString("---@meta tlua\n\n")
	b.WriteString(bind.ErrorMeta())
	for _, m := range new(Runtime).modules() {
		b.WriteString("\n")
		b.WriteString(m.Meta())
	}
	return b.String()
}
