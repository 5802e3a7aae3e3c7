package bind

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// deepest bounds how deep tables are followed, so that one that holds itself
// gives an error.
const deepest = 100

// Decode reads a table of options into out, which points to a struct that holds
// the defaults; nil stands for an empty table. Field names are those of Snake,
// with "_ms" behind a time.Duration's, which counts in milliseconds and keeps
// its default for a negative number. Tags change that:
//
//	`lua:"name"`      another name
//	`lua:"-"`         not an option
//	`lua:",required"` must be there
//	`lua:",table"`    a pointer to a struct is a table of options
//
// Embedded structs are part of their outer one. A pointer is nil where the
// option is absent; a pointer to a struct is a handle's object, as is an
// interface with methods. In a map to pointers, false is a nil pointer. Errors
// are EINVAL and name the option; of several the first by name is reported.
func Decode(L *lua.LState, v lua.LValue, out any) error {
	d := &decoder{st: stateOf(L)}
	dst := reflect.ValueOf(out).Elem()
	var err error
	switch v := v.(type) {
	case *lua.LNilType:
		err = d.required(d.st.planOf(dst.Type()), nil, "")
	case *lua.LTable:
		err = d.options(dst, v, "")
	default:
		err = fmt.Errorf("table of options expected, got %s", TypeName(v))
	}
	if err != nil {
		return invalid(err.Error())
	}
	return nil
}

type decoder struct {
	st    *state
	depth int
}

// enter counts a level of tables.
func (d *decoder) enter(path string) error {
	if d.depth++; d.depth > deepest {
		return fmt.Errorf("option '%s': tables are nested too deep", path)
	}
	return nil
}

// options decodes t into a struct. prefix leads to it: "" or "wrappers[1].".
func (d *decoder) options(dst reflect.Value, t *lua.LTable, prefix string) error {
	if err := d.enter(prefix); err != nil {
		return err
	}
	defer func() { d.depth-- }()
	entries, err := entriesOf(t)
	switch {
	case err != nil && prefix == "":
		return fmt.Errorf("option %w", err)
	case err != nil:
		return fmt.Errorf("option '%s': option %w", strings.TrimSuffix(prefix, "."), err)
	}
	p := d.st.planOf(dst.Type())
	for _, e := range entries {
		i, ok := p.byName[e.name]
		if !ok {
			return fmt.Errorf("%s", unknown("unknown option", prefix, e.name, p.names))
		}
		f := &p.fields[i]
		if err := d.set(dst.FieldByIndex(f.index), e.value, prefix+f.name, f.table); err != nil {
			return err
		}
	}
	return d.required(p, entries, prefix)
}

func (d *decoder) required(p *plan, entries []entry, prefix string) error {
	for i := range p.fields {
		f := &p.fields[i]
		if f.required && !slices.ContainsFunc(entries, func(e entry) bool { return e.name == f.name }) {
			return fmt.Errorf("option '%s%s' is required", prefix, f.name)
		}
	}
	return nil
}

// set decodes v into dst. table says that a pointer to a struct is a table.
func (d *decoder) set(dst reflect.Value, v lua.LValue, path string, table bool) error {
	t := dst.Type()
	ok := true
	switch {
	case isLua(t):
		ok = assign(dst, v)
	case isHandle(t) && !table:
		ud, isObject := v.(*lua.LUserData)
		ok = isObject && assign(dst, ud.Value)
	case t.Kind() == reflect.Pointer:
		return d.pointer(dst, v, path, table)
	case t.Kind() == reflect.Interface:
		plain, err := d.plain(v, path)
		if err != nil {
			return err
		}
		assign(dst, plain)
	default:
		switch v := v.(type) {
		case *lua.LTable:
			return d.compound(dst, v, path, table)
		case lua.LNumber:
			return d.number(dst, v, path)
		case lua.LString:
			ok = setString(dst, string(v))
		case lua.LBool:
			if ok = t.Kind() == reflect.Bool; ok {
				dst.SetBool(bool(v))
			}
		default:
			ok = false
		}
	}
	if !ok {
		return mismatch(t, v, path, table)
	}
	return nil
}

func mismatch(t reflect.Type, v lua.LValue, path string, table bool) error {
	return fmt.Errorf("option '%s': %s expected, got %s", path, want(t, table), TypeName(v))
}

// assign puts v as it is into dst, if it fits.
func assign(dst reflect.Value, v any) bool {
	rv := reflect.ValueOf(v)
	if !rv.IsValid() || !rv.Type().AssignableTo(dst.Type()) {
		return false
	}
	dst.Set(rv)
	return true
}

func setString(dst reflect.Value, s string) bool {
	switch {
	case dst.Kind() == reflect.String:
		dst.SetString(s)
	case dst.Type() == bytesType:
		dst.SetBytes([]byte(s))
	default:
		return false
	}
	return true
}

// pointer decodes an optional value.
func (d *decoder) pointer(dst reflect.Value, v lua.LValue, path string, table bool) error {
	if n, ok := v.(lua.LNumber); ok && dst.Type().Elem() == durationType && n < 0 {
		return nil
	}
	p := reflect.New(dst.Type().Elem())
	if err := d.set(p.Elem(), v, path, table); err != nil {
		return err
	}
	dst.Set(p)
	return nil
}

// compound decodes a table into a struct, a slice or a map.
func (d *decoder) compound(dst reflect.Value, t *lua.LTable, path string, table bool) error {
	switch {
	case dst.Kind() == reflect.Struct:
		return d.options(dst, t, path+".")
	case dst.Kind() == reflect.Slice && dst.Type() != bytesType:
		return d.slice(dst, t, path, table)
	case dst.Kind() == reflect.Map:
		return d.dictionary(dst, t, path, table)
	}
	return mismatch(dst.Type(), t, path, table)
}

func (d *decoder) slice(dst reflect.Value, t *lua.LTable, path string, table bool) error {
	if err := d.enter(path); err != nil {
		return err
	}
	defer func() { d.depth-- }()
	items, err := list(t)
	if err != nil {
		return fmt.Errorf("option '%s': %s expected, %w", path, want(dst.Type(), table), err)
	}
	s := reflect.MakeSlice(dst.Type(), len(items), len(items))
	for i, v := range items {
		if err := d.set(s.Index(i), v, fmt.Sprintf("%s[%d]", path, i+1), table); err != nil {
			return err
		}
	}
	dst.Set(s)
	return nil
}

// dictionary decodes a table into a map with string keys.
func (d *decoder) dictionary(dst reflect.Value, t *lua.LTable, path string, table bool) error {
	if err := d.enter(path); err != nil {
		return err
	}
	defer func() { d.depth-- }()
	entries, err := entriesOf(t)
	if err != nil {
		return fmt.Errorf("option '%s': %w", path, err)
	}
	typ := dst.Type()
	m := reflect.MakeMapWithSize(typ, len(entries))
	for _, e := range entries {
		item := reflect.New(typ.Elem()).Elem()
		if !(e.value == lua.LFalse && typ.Elem().Kind() == reflect.Pointer) {
			if err := d.set(item, e.value, path+"."+shown(e.name), table); err != nil {
				return err
			}
		}
		m.SetMapIndex(reflect.ValueOf(e.name).Convert(typ.Key()), item)
	}
	dst.Set(m)
	return nil
}

// entry is one of a table whose keys are names.
type entry struct {
	name  string
	value lua.LValue
}

// entriesOf gives a table's entries by name; all keys must be strings.
func entriesOf(t *lua.LTable) ([]entry, error) {
	var entries []entry
	var other []string
	t.ForEach(func(k, v lua.LValue) {
		if s, ok := k.(lua.LString); ok {
			entries = append(entries, entry{string(s), v})
		} else {
			other = append(other, k.String())
		}
	})
	if len(other) > 0 {
		return nil, fmt.Errorf("names are strings, got [%s]", slices.Min(other))
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return entries, nil
}
