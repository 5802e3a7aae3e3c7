package bind

import (
	"fmt"
	"slices"

	"github.com/tlua/tlua/core/job"
	lua "github.com/yuin/gopher-lua"
)

const classKey = "__class"

// Class declares the methods and fields of a kind of handle.
type Class struct {
	Module  string // the module it belongs to: "ctorrent"
	Name    string // what messages call it: "app"
	Doc     string
	Methods []Func
	Fields  []Field
	String  func(self any) string // what tostring gives; the name alone without it
}

// Field declares a field that scripts can read. Get makes its value of the
// handle's object.
type Field struct {
	Name string
	Type string // LuaCATS
	Doc  string
	Get  func(L *lua.LState, self any) lua.LValue
}

// FullName gives the name that definitions use: "ctorrent.app".
func (c *Class) FullName() string {
	if c.Module == "" {
		return c.Name
	}
	return c.Module + "." + c.Name
}

// Names gives the names of all methods and fields in order.
func (c *Class) Names() []string {
	var names []string
	for i := range c.Methods {
		names = append(names, c.Methods[i].Name)
	}
	for i := range c.Fields {
		names = append(names, c.Fields[i].Name)
	}
	slices.Sort(names)
	return names
}

// op gives the name of an operation on the class.
func (c *Class) op(name string) string {
	if c.Module == "" {
		return name
	}
	return c.Module + "." + name
}

// metatable gives the state's metatable of the class.
func (c *Class) metatable(L *lua.LState) *lua.LTable {
	st := stateOf(L)
	if mt := st.metas[c]; mt != nil {
		return mt
	}
	mt := L.NewTable()
	st.metas[c] = mt
	self := L.NewUserData()
	self.Value = c
	mt.RawSetString(classKey, self)
	mt.RawSetString("__name", lua.LString(c.FullName()))
	mt.RawSetString("__metatable", lua.LString(c.FullName()))
	mt.RawSetString("__index", L.NewFunction(c.index(L, mt)))
	mt.RawSetString("__newindex", L.NewFunction(c.newindex))
	mt.RawSetString("__tostring", L.NewFunction(c.tostring))
	return mt
}

// index makes the function behind handle.name.
func (c *Class) index(L *lua.LState, mt *lua.LTable) lua.LGFunction {
	methods := make(map[string]*lua.LFunction, len(c.Methods))
	for i := range c.Methods {
		methods[c.Methods[i].Name] = c.method(L, &c.Methods[i], mt)
	}
	fields := make(map[string]*Field, len(c.Fields))
	for i := range c.Fields {
		fields[c.Fields[i].Name] = &c.Fields[i]
	}
	return func(L *lua.LState) int {
		name, ok := L.Get(2).(lua.LString)
		if fn := methods[string(name)]; fn != nil {
			L.Push(fn)
			return 1
		}
		if f := fields[string(name)]; f != nil {
			L.Push(f.Get(L, L.Get(1).(*lua.LUserData).Value))
			return 1
		}
		text := "[" + L.Get(2).String() + "]"
		if ok {
			text = string(name)
		}
		Raise(L, c.FullName(), invalid(unknown("no field or method", "", text, c.Names())))
		return 0
	}
}

func (c *Class) method(L *lua.LState, f *Func, mt *lua.LTable) *lua.LFunction {
	op := c.op(f.Name)
	return L.NewFunction(func(L *lua.LState) int {
		if ud, ok := L.Get(1).(*lua.LUserData); !ok || ud.Metatable != lua.LValue(mt) {
			c.wrongSelf(L, op, f.Name)
		}
		return run(L, op, 1, f.Call)
	})
}

func (c *Class) wrongSelf(L *lua.LState, op, method string) {
	self := "no self"
	if L.GetTop() > 0 && L.Get(1) != lua.LNil {
		self = TypeName(L.Get(1)) + " as self"
	}
	Raise(L, op, invalid(fmt.Sprintf("called with %s; write %s:%s(), not %[2]s.%[3]s()", self, c.Name, method)))
}

func (c *Class) newindex(L *lua.LState) int {
	Raise(L, c.FullName(), &job.Error{
		Code:    job.EPERM,
		Message: fmt.Sprintf("field '%s' cannot be set", shown(L.Get(2).String())),
	})
	return 0
}

func (c *Class) tostring(L *lua.LState) int {
	text := c.FullName()
	if ud, ok := L.Get(1).(*lua.LUserData); ok && c.String != nil && ClassOf(ud) == c {
		text = c.String(ud.Value)
	}
	L.Push(lua.LString(text))
	return 1
}

// invalid makes the error of an argument or a name that is wrong.
func invalid(message string) *job.Error {
	return &job.Error{Code: job.EINVAL, Message: message}
}
