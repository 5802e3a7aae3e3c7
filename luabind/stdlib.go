package luabind

import (
	"sync"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/luabind/vm"
	"github.com/tlua/tlua/stdlib"
)

// module is one that is written in Lua: its code is the same in all runtimes, and
// made when the first of them requires it.
type module struct {
	replaces bool
	compile  func() (*lua.FunctionProto, error)
}

// written are the modules of stdlib, by name.
var written = sync.OnceValue(func() map[string]module {
	all := map[string]module{}
	for _, m := range stdlib.Modules() {
		all[m.Name] = module{m.Replaces, sync.OnceValues(func() (*lua.FunctionProto, error) {
			return vm.Compile("="+m.File, m.Text)
		})}
	}
	return all
})

// embedded gives the code of a module for require, nil if there is none.
func embedded(name string, beforeFiles bool) (*lua.FunctionProto, error) {
	m, ok := written()[name]
	if !ok || m.replaces != beforeFiles {
		return nil, nil
	}
	return m.compile()
}
