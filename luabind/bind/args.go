package bind

import (
	"fmt"
	"reflect"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// String gives argument i, a string.
func (c *Call) String(i int, name string) string {
	s, ok := c.Get(i).(lua.LString)
	if !ok {
		c.Want(i, name, "string")
	}
	return string(s)
}

// OptString is String with a default for nil.
func (c *Call) OptString(i int, name, def string) string {
	if !c.Has(i) {
		return def
	}
	return c.String(i, name)
}

// Int gives argument i, an integer from lo to hi.
func (c *Call) Int(i int, name string, lo, hi int) int {
	n, ok := c.Get(i).(lua.LNumber)
	if !ok {
		c.Want(i, name, "integer")
	}
	if n != lua.LNumber(int64(n)) || int64(n) < int64(lo) || int64(n) > int64(hi) {
		c.Fail(i, name, "%s is not %s", n, integerRange(float64(lo), float64(hi)))
	}
	return int(n)
}

// OptInt is Int with a default for nil.
func (c *Call) OptInt(i int, name string, lo, hi, def int) int {
	if !c.Has(i) {
		return def
	}
	return c.Int(i, name, lo, hi)
}

// Number gives argument i, a number.
func (c *Call) Number(i int, name string) float64 {
	n, ok := c.Get(i).(lua.LNumber)
	if !ok {
		c.Want(i, name, "number")
	}
	return float64(n)
}

// OptNumber is Number with a default for nil.
func (c *Call) OptNumber(i int, name string, def float64) float64 {
	if !c.Has(i) {
		return def
	}
	return c.Number(i, name)
}

// Bool gives argument i, a boolean.
func (c *Call) Bool(i int, name string) bool {
	b, ok := c.Get(i).(lua.LBool)
	if !ok {
		c.Want(i, name, "boolean")
	}
	return bool(b)
}

// OptBool is Bool with a default for nil.
func (c *Call) OptBool(i int, name string, def bool) bool {
	if !c.Has(i) {
		return def
	}
	return c.Bool(i, name)
}

// Func gives argument i, a function.
func (c *Call) Func(i int, name string) *lua.LFunction {
	f, ok := c.Get(i).(*lua.LFunction)
	if !ok {
		c.Want(i, name, "function")
	}
	return f
}

// OptFunc is Func with nil for nil.
func (c *Call) OptFunc(i int, name string) *lua.LFunction {
	if !c.Has(i) {
		return nil
	}
	return c.Func(i, name)
}

// Table gives argument i, a table.
func (c *Call) Table(i int, name string) *lua.LTable {
	t, ok := c.Get(i).(*lua.LTable)
	if !ok {
		c.Want(i, name, "table")
	}
	return t
}

// OptTable is Table with nil for nil.
func (c *Call) OptTable(i int, name string) *lua.LTable {
	if !c.Has(i) {
		return nil
	}
	return c.Table(i, name)
}

// Millis gives argument i, a time in milliseconds with fractions: def for nil
// and for negative numbers.
func (c *Call) Millis(i int, name string, def time.Duration) time.Duration {
	if !c.Has(i) {
		return def
	}
	n, ok := c.Get(i).(lua.LNumber)
	if !ok {
		c.Want(i, name, "number of milliseconds")
	}
	if n != n {
		c.Fail(i, name, "%s is not a number of milliseconds", n)
	}
	if n < 0 {
		return def
	}
	return duration(float64(n))
}

// Arg gives argument i, a handle whose object is a T.
func Arg[T any](c *Call, i int, name string) T {
	v, ok := object[T](c.Get(i))
	if !ok {
		c.Want(i, name, handleName(reflect.TypeFor[T]()))
	}
	return v
}

// ArgList gives argument i, a list of handles whose objects are Ts.
func ArgList[T any](c *Call, i int, name string) []T {
	typ := reflect.TypeFor[T]()
	t, ok := c.Get(i).(*lua.LTable)
	if !ok {
		c.Want(i, name, "list of "+plural(handleName(typ)))
	}
	items, err := list(t)
	if err != nil {
		c.Fail(i, name, "list of %s expected, %s", plural(handleName(typ)), err)
	}
	out := make([]T, len(items))
	for k, item := range items {
		if out[k], ok = object[T](item); !ok {
			c.Fail(i, fmt.Sprintf("%s[%d]", name, k+1), "%s expected, got %s", handleName(typ), TypeName(item))
		}
	}
	return out
}

// object gives the Go object of a handle.
func object[T any](v lua.LValue) (T, bool) {
	if ud, ok := v.(*lua.LUserData); ok {
		o, ok := ud.Value.(T)
		return o, ok
	}
	var none T
	return none, false
}
