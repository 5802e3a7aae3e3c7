package bind

import (
	"fmt"
	"reflect"
	"strings"
)

// Record describes a table of options, or one that scripts are given, by the
// struct that Decode or ToLua makes of it. The tag `doc:"…"` describes a field,
// the tag `type:"…"` gives its LuaCATS type where the Go type does not say it.
type Record struct {
	Name   string // "ctorrent.CreateOptions"
	Doc    string
	Of     any  // a value of the struct type
	Result bool // scripts are given it: what is no pointer is always there
}

// Meta gives the LuaCATS definitions of the module, its records and its classes.
func (m *Module) Meta() string {
	var b strings.Builder
	for i := range m.Records {
		b.WriteString(m.Records[i].Meta() + "\n")
	}
	for _, c := range m.Classes {
		b.WriteString(c.Meta() + "\n")
	}
	comment(&b, m.Doc)
	if m.Name != "" {
		fmt.Fprintf(&b, "---@class %slib\n", m.Name)
		for i := range m.Values {
			v := &m.Values[i]
			described(&b, "field", v.Name+" "+v.Type, v.Doc)
		}
		fmt.Fprintf(&b, "%s = {}\n", m.Name)
	}
	for i := range m.Funcs {
		b.WriteByte('\n')
		m.Funcs[i].meta(&b, m.op(m.Funcs[i].Name))
	}
	return b.String()
}

// Meta gives the class's LuaCATS definition.
func (c *Class) Meta() string {
	var b strings.Builder
	comment(&b, c.Doc)
	fmt.Fprintf(&b, "---@class %s\n", c.FullName())
	for i := range c.Fields {
		f := &c.Fields[i]
		described(&b, "field", f.Name+" "+f.Type, f.Doc)
	}
	local := strings.ReplaceAll(c.FullName(), ".", "_")
	fmt.Fprintf(&b, "local %s = {}\n", local)
	for i := range c.Methods {
		b.WriteByte('\n')
		c.Methods[i].meta(&b, local+":"+c.Methods[i].Name)
	}
	return b.String()
}

// Meta gives the record's LuaCATS definition.
func (r *Record) Meta() string {
	var b strings.Builder
	comment(&b, r.Doc)
	fmt.Fprintf(&b, "---@class %s\n", r.Name)
	for _, f := range newPlan(reflect.TypeOf(r.Of)).fields {
		name := f.name
		absent := f.typ.Kind() == reflect.Pointer || f.typ.Kind() == reflect.Interface
		if !f.required && (absent || !r.Result) {
			name += "?"
		}
		typ := f.luaType
		if typ == "" {
			typ = luaCATS(f.typ, f.table)
		}
		described(&b, "field", name+" "+typ, f.doc)
	}
	return b.String()
}

// ErrorMeta gives the LuaCATS definition of error objects.
func ErrorMeta() string {
	var b strings.Builder
	comment(&b, "What a failing call raises. tostring gives it as one line.")
	b.WriteString("---@class tlua.error\n")
	for _, f := range errorFields() {
		described(&b, "field", f.name+" "+f.typ, f.doc)
	}
	return b.String()
}

// meta writes the definition of a function under the name it is written with.
func (f *Func) meta(b *strings.Builder, name string) {
	comment(b, f.Doc)
	var params []string
	for _, p := range f.Params {
		params = append(params, p.Name)
		if p.Name != "..." && p.Optional {
			p.Name += "?"
		}
		described(b, "param", p.Name+" "+p.Type, p.Doc)
	}
	for _, r := range f.Returns {
		if r.Doc != "" {
			r.Doc = "# " + r.Doc
		}
		described(b, "return", r.Type, r.Doc)
	}
	fmt.Fprintf(b, "function %s(%s) end\n", name, strings.Join(params, ", "))
}

// comment writes text as lines of documentation.
func comment(b *strings.Builder, text string) {
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString("--- " + line + "\n")
	}
}

// described writes an annotation, whose description must be on its line.
func described(b *strings.Builder, tag, what, doc string) {
	line := "---@" + tag + " " + what
	if doc != "" {
		line += " " + strings.Join(strings.Fields(doc), " ")
	}
	b.WriteString(line + "\n")
}

// luaCATS names the LuaCATS type of a Go type.
func luaCATS(t reflect.Type, table bool) string {
	switch {
	case t == durationType:
		return "number"
	case t == valueType:
		return "any"
	case isLua(t), t == bytesType:
		return want(t, table)
	case isHandle(t) && !table:
		return strings.TrimPrefix(handleName(t), "handle of ")
	}
	switch t.Kind() {
	case reflect.Pointer:
		return luaCATS(t.Elem(), table)
	case reflect.Slice:
		return luaCATS(t.Elem(), table) + "[]"
	case reflect.Map:
		elem := luaCATS(t.Elem(), table)
		if t.Elem().Kind() == reflect.Pointer {
			elem += "|false"
		}
		return "table<string, " + elem + ">"
	case reflect.Struct:
		return "table"
	case reflect.Interface:
		return "any"
	}
	return want(t, table)
}
