package bind

import (
	"fmt"
	"math"
	"reflect"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// ToLua gives the Lua value of v: strings and []byte are strings, a
// time.Duration is its milliseconds, slices are lists, maps and structs are
// tables with the names that Decode takes, a nil pointer is nil, an error is an
// error object; a Lua value is itself. An integer that no Lua number holds is an
// error. A handle is made by its Class.
func ToLua(L *lua.LState, v any) (lua.LValue, error) {
	switch v := v.(type) {
	case nil:
		return lua.LNil, nil
	case lua.LValue:
		return v, nil
	case string:
		return lua.LString(v), nil
	case bool:
		return lua.LBool(v), nil
	case float64:
		return lua.LNumber(v), nil
	case int:
		return integer(int64(v))
	case time.Duration:
		return lua.LNumber(float64(v) / float64(time.Millisecond)), nil
	case []byte:
		return lua.LString(v), nil
	case error:
		return ToError(L, "", v), nil
	}
	e := &encoder{L: L, st: stateOf(L)}
	return e.value(reflect.ValueOf(v))
}

type encoder struct {
	L     *lua.LState
	st    *state
	depth int
}

func (e *encoder) value(v reflect.Value) (lua.LValue, error) {
	switch {
	case v.CanInt() && v.Type() == durationType:
		return lua.LNumber(float64(v.Int()) / float64(time.Millisecond)), nil
	case v.CanInt():
		return integer(v.Int())
	case v.CanUint():
		if v.Uint() > exact {
			return nil, tooLarge(v.Uint())
		}
		return lua.LNumber(v.Uint()), nil
	case v.CanFloat():
		return lua.LNumber(v.Float()), nil
	case isLua(v.Type()) || v.Type().Implements(errorType):
		return e.asIs(v)
	}
	switch v.Kind() {
	case reflect.String:
		return lua.LString(v.String()), nil
	case reflect.Bool:
		return lua.LBool(v.Bool()), nil
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return lua.LNil, nil
		}
		return e.nested(v.Elem(), e.value)
	case reflect.Slice, reflect.Array:
		if v.Type() == bytesType {
			return lua.LString(v.Bytes()), nil
		}
		return e.nested(v, e.list)
	case reflect.Map:
		return e.nested(v, e.dictionary)
	case reflect.Struct:
		return e.nested(v, e.record)
	}
	return nil, fmt.Errorf("a Go %s is no Lua value", v.Type())
}

// nested counts a level, so that a value that holds itself gives an error.
func (e *encoder) nested(v reflect.Value, f func(reflect.Value) (lua.LValue, error)) (lua.LValue, error) {
	if e.depth++; e.depth > deepest {
		return nil, fmt.Errorf("a Go %s is nested too deep", v.Type())
	}
	defer func() { e.depth-- }()
	return f(v)
}

// asIs passes on a Lua value or an error.
func (e *encoder) asIs(v reflect.Value) (lua.LValue, error) {
	if (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
		return lua.LNil, nil
	}
	if !v.CanInterface() {
		return nil, fmt.Errorf("a Go %s is no Lua value", v.Type())
	}
	return ToLua(e.L, v.Interface())
}

func (e *encoder) list(v reflect.Value) (lua.LValue, error) {
	t := e.L.CreateTable(v.Len(), 0)
	for i := range v.Len() {
		item, err := e.value(v.Index(i))
		if err != nil {
			return nil, err
		}
		t.RawSetInt(i+1, item)
	}
	return t, nil
}

func (e *encoder) dictionary(v reflect.Value) (lua.LValue, error) {
	t := e.L.CreateTable(0, v.Len())
	for it := v.MapRange(); it.Next(); {
		key, err := e.value(it.Key())
		if err != nil {
			return nil, err
		}
		item, err := e.value(it.Value())
		if err != nil {
			return nil, err
		}
		t.RawSet(key, item)
	}
	return t, nil
}

func (e *encoder) record(v reflect.Value) (lua.LValue, error) {
	p := e.st.planOf(v.Type())
	t := e.L.CreateTable(0, len(p.fields))
	for i := range p.fields {
		item, err := e.value(v.FieldByIndex(p.fields[i].index))
		if err != nil {
			return nil, fmt.Errorf("field '%s': %w", p.fields[i].name, err)
		}
		t.RawSetString(p.fields[i].name, item)
	}
	return t, nil
}

func integer(n int64) (lua.LValue, error) {
	if n > exact || n < -exact {
		return nil, tooLarge(n)
	}
	return lua.LNumber(n), nil
}

func tooLarge[T int64 | uint64](n T) error {
	return fmt.Errorf("%d is beyond 2^%.0f, up to which Lua's numbers are exact", n, math.Log2(exact))
}
