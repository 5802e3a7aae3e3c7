package tool

import (
	"net/netip"
	"reflect"
	"time"

	"github.com/tlua/tlua/core/names"
)

// Argv gives the arguments that the struct v, or what v points to, declares and
// holds; see Of.
func Argv(v any) ([]string, error) {
	s, err := Of(v)
	if err != nil {
		return nil, err
	}
	values, err := valuesOf(v)
	if err != nil {
		return nil, err
	}
	return s.Argv(values)
}

// Of gives the declaration that a struct type makes by its tags; v is a struct
// of that type or a pointer to one, nil too. A field with a tag is an option,
// in the fields' order, and one without is none; the fields of an embedded
// struct count as the struct's own.
//
//	File string   `tool:",required"`      // positional
//	Port *uint16  `tool:"-p"`             // absent when nil
//	Rate float64  `tool:"-D,suffix=k"`    // always there
//	Mode string   `tool:"--mode=,glue,enum=fast|safe"`
//	Tags []string `tool:"-t,sep=',',default='a,b'"`
//	_    struct{} `tool:"--"`             // DashDash
//
// After the flag come, in any order, required, glue, name=, type=, suffix=,
// quote=, sep=, default= and enum=; a value with a comma is in single quotes.
// The name is the field's in snake_case. The type follows from the field's:
// strings, numbers, booleans (Flag), slices (List), structs (Group), netip.Addr
// and netip.AddrPort. Nil pointers, empty strings and slices and invalid
// addresses are absent; a pointer to an empty string is an empty argument.
func Of(v any) (Spec, error) {
	t := reflect.TypeOf(v)
	if t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct {
		return Spec{}, invalid("options must be a struct, got %T", v)
	}
	var s Spec
	err := s.addFields(t, false)
	if err == nil {
		err = s.Check()
	}
	return s, err
}

// addFields adds the options that the fields of t declare. Within a group there
// are no groups, so that a type that holds itself ends.
func (s *Spec) addFields(t reflect.Type, inGroup bool) error {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, tagged := f.Tag.Lookup("tool")
		switch {
		case f.Name == "_" && tag == "--":
			s.DashDash = true
		case !tagged && f.Anonymous && f.Type.Kind() == reflect.Struct:
			if err := s.addFields(f.Type, inGroup); err != nil {
				return err
			}
		case !tagged || tag == "-":
		case !f.IsExported():
			return invalid("field %s.%s must be exported to be an option", t, f.Name)
		default:
			o, err := fieldOption(f, tag, inGroup)
			if err != nil {
				return err
			}
			s.Options = append(s.Options, o)
		}
	}
	return nil
}

// fieldOption gives the option that one field declares.
func fieldOption(f reflect.StructField, tag string, inGroup bool) (Option, error) {
	t := f.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	o := Option{Name: names.Snake(f.Name), Type: typeOf(t)}
	if o.Type == Group {
		if inGroup {
			return o, invalid("field %s: a group cannot be in a group", f.Name)
		}
		var members Spec
		if err := members.addFields(t, true); err != nil {
			return o, err
		}
		o.Options = members.Options
	}
	if err := o.readTag(tag); err != nil {
		return o, err
	}
	if o.Type == "" {
		return o, invalid("field %s: no option can be a %s", f.Name, f.Type)
	}
	return o, nil
}

// typeOf gives the option type of a field's type, "" if there is none.
func typeOf(t reflect.Type) Type {
	switch t {
	case reflect.TypeFor[netip.Addr]():
		return Addr
	case reflect.TypeFor[netip.AddrPort]():
		return AddrPort
	case reflect.TypeFor[time.Duration]():
		return "" // its unit is the field's secret: programs do not count in nanoseconds
	}
	switch k := t.Kind(); {
	case k == reflect.String:
		return String
	case k == reflect.Bool:
		return Flag
	case k >= reflect.Int && k <= reflect.Int64:
		return Int
	case k >= reflect.Uint && k <= reflect.Uint64:
		return Uint
	case k == reflect.Float32 || k == reflect.Float64:
		return Number
	case k == reflect.Slice || k == reflect.Array:
		return List
	case k == reflect.Struct:
		return Group
	}
	return ""
}

// valuesOf gives the values of the fields that Of takes for options.
func valuesOf(v any) (map[string]any, error) {
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.Pointer {
		if r.IsNil() {
			return nil, invalid("options must be a struct, got a nil %T", v)
		}
		r = r.Elem()
	}
	values := map[string]any{}
	return values, addValues(values, r)
}

func addValues(to map[string]any, r reflect.Value) error {
	t := r.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		tag, tagged := f.Tag.Lookup("tool")
		switch {
		case f.Name == "_" || tag == "-":
		case !tagged && f.Anonymous && f.Type.Kind() == reflect.Struct:
			if err := addValues(to, r.Field(i)); err != nil {
				return err
			}
		case tagged:
			o, err := fieldOption(f, tag, false)
			if err != nil {
				return err
			}
			to[o.Name], err = fieldValue(o, r.Field(i))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// fieldValue gives a field's value as Spec.Argv takes it: nil when absent.
func fieldValue(o Option, r reflect.Value) (any, error) {
	if r.Kind() == reflect.Pointer {
		if r.IsNil() {
			return nil, nil
		}
		r = r.Elem()
	} else if (r.Kind() == reflect.String || isNetip(r)) && r.IsZero() {
		return nil, nil
	}
	if o.Type == Group {
		members := map[string]any{}
		return members, addValues(members, r)
	}
	return r.Interface(), nil
}

func isNetip(r reflect.Value) bool {
	t := typeOf(r.Type())
	return t == Addr || t == AddrPort
}
