package bind

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/tlua/tlua/core/names"
	lua "github.com/yuin/gopher-lua"
)

// field is a struct's field as Lua sees it.
type field struct {
	name     string
	index    []int // for reflect's FieldByIndex
	typ      reflect.Type
	required bool
	table    bool   // a pointer to a struct is a table, not a handle
	doc      string // tag "doc"
	luaType  string // tag "type": LuaCATS
}

// plan is how a struct and a Lua table correspond.
type plan struct {
	fields []field // by name
	names  []string
	byName map[string]int
}

var (
	durationType = reflect.TypeFor[time.Duration]()
	valueType    = reflect.TypeFor[lua.LValue]()
	bytesType    = reflect.TypeFor[[]byte]()
	errorType    = reflect.TypeFor[error]()
)

// planOf gives the plan of a struct type.
func (st *state) planOf(t reflect.Type) *plan {
	if p := st.plans[t]; p != nil {
		return p
	}
	p := newPlan(t)
	st.plans[t] = p
	return p
}

func newPlan(t reflect.Type) *plan {
	p := &plan{byName: map[string]int{}}
	p.fields = collect(t, nil, map[string]bool{})
	slices.SortFunc(p.fields, func(a, b field) int { return cmp.Compare(a.name, b.name) })
	for i, f := range p.fields {
		p.names = append(p.names, f.name)
		p.byName[f.name] = i
	}
	return p
}

// collect lists the fields of t and of the structs embedded in it. A name that
// occurs twice is the outer one's, as in Go.
func collect(t reflect.Type, at []int, seen map[string]bool) []field {
	var out []field
	var embedded []reflect.StructField
	for i := range t.NumField() {
		sf := t.Field(i)
		tag := sf.Tag.Get("lua")
		if sf.Anonymous && sf.Type.Kind() == reflect.Struct && tag == "" {
			embedded = append(embedded, sf)
			continue
		}
		if !sf.IsExported() || tag == "-" {
			continue
		}
		f := newField(sf, tag)
		f.index = append(slices.Clone(at), i)
		if !seen[f.name] {
			seen[f.name] = true
			out = append(out, f)
		}
	}
	for _, sf := range embedded {
		out = append(out, collect(sf.Type, append(slices.Clone(at), sf.Index...), seen)...)
	}
	return out
}

// newField reads the tag `lua:"name,required,table"`, each part optional.
func newField(sf reflect.StructField, tag string) field {
	name, flags, _ := strings.Cut(tag, ",")
	f := field{name: name, typ: sf.Type, doc: sf.Tag.Get("doc"), luaType: sf.Tag.Get("type")}
	for flag := range strings.SplitSeq(flags, ",") {
		f.required = f.required || flag == "required"
		f.table = f.table || flag == "table"
	}
	if f.name == "" {
		f.name = names.Snake(sf.Name)
		if isDuration(sf.Type) {
			f.name += "_ms"
		}
	}
	return f
}

func isDuration(t reflect.Type) bool {
	return t == durationType || t.Kind() == reflect.Pointer && t.Elem() == durationType
}

// isLua reports whether t is a type of Lua values, taken as they are.
func isLua(t reflect.Type) bool {
	return t == valueType || t.Kind() != reflect.Interface && t.Implements(valueType)
}

// isHandle reports whether t is the type of a handle's object: a pointer to a
// struct, or an interface.
func isHandle(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer:
		return t.Elem().Kind() == reflect.Struct
	case reflect.Interface:
		return t.NumMethod() > 0
	}
	return false
}
