package bind

import (
	"fmt"
	"slices"

	lua "github.com/yuin/gopher-lua"
)

// Module declares a table of functions and values. One without a name declares
// global functions.
type Module struct {
	Name    string
	Doc     string
	Funcs   []Func
	Values  []Value
	Classes []*Class // the module's handles, for its definitions
	Records []Record // its option and result tables, for its definitions
}

// Value declares what a module holds besides functions.
type Value struct {
	Name string
	Type string // LuaCATS
	Doc  string
	Make func(L *lua.LState) (lua.LValue, error) // called once for each state
}

// Func declares a function or a method.
type Func struct {
	Name    string
	Doc     string
	Params  []Param
	Returns []Return
	Call    func(c *Call) error
}

// Param declares a parameter, without self. One named "..." takes all the rest.
type Param struct {
	Name     string
	Type     string // LuaCATS
	Doc      string
	Optional bool
}

// Return declares a result.
type Return struct {
	Type string // LuaCATS
	Doc  string
}

// Names gives the names of all functions and values in order.
func (m *Module) Names() []string {
	var names []string
	for i := range m.Funcs {
		names = append(names, m.Funcs[i].Name)
	}
	for i := range m.Values {
		names = append(names, m.Values[i].Name)
	}
	slices.Sort(names)
	return names
}

// Open makes the module's table, or for one without a name adds to the globals.
// A named one becomes a global that require knows too.
func (m *Module) Open(L *lua.LState) error {
	table := L.G.Global
	if m.Name != "" {
		table = L.CreateTable(0, len(m.Funcs)+len(m.Values))
	}
	for i := range m.Funcs {
		f := &m.Funcs[i]
		if f.Name == "" || f.Call == nil {
			return fmt.Errorf("its function %d (%q) needs a Name and a Call", i+1, f.Name)
		}
		table.RawSetString(f.Name, m.function(L, table, f))
	}
	for i := range m.Values {
		v, err := m.Values[i].Make(L)
		if err != nil {
			return err
		}
		table.RawSetString(m.Values[i].Name, v)
	}
	if m.Name == "" {
		return nil
	}
	L.SetGlobal(m.Name, table)
	if pkg, ok := L.GetGlobal("package").(*lua.LTable); ok {
		if loaded, ok := pkg.RawGetString("loaded").(*lua.LTable); ok {
			loaded.RawSetString(m.Name, table)
		}
	}
	return nil
}

// function makes the Lua function of f. Called with a colon, it is given its
// own module first.
func (m *Module) function(L *lua.LState, table *lua.LTable, f *Func) *lua.LFunction {
	op := m.op(f.Name)
	return L.NewFunction(func(L *lua.LState) int {
		if m.Name != "" && L.Get(1) == lua.LValue(table) {
			Raise(L, op, invalid(fmt.Sprintf("called with a colon; write %s(…), not %s:%s(…)", op, m.Name, f.Name)))
		}
		return run(L, op, 0, f.Call)
	})
}

func (m *Module) op(name string) string {
	if m.Name == "" {
		return name
	}
	return m.Name + "." + name
}

// Function makes a Lua function of call whose errors name op. It serves for what
// has no name of its own, such as the iterators that a method returns.
func Function(L *lua.LState, op string, call func(c *Call) error) *lua.LFunction {
	return L.NewFunction(func(L *lua.LState) int { return run(L, op, 0, call) })
}

// run calls a bound function; self is the number of leading values that are not
// arguments.
func run(L *lua.LState, op string, self int, call func(c *Call) error) int {
	c := &Call{L: L, Op: op, self: self}
	if err := call(c); err != nil {
		Raise(L, op, err)
	}
	return c.results
}
