package bind

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/tlua/tlua/core/names"
	lua "github.com/yuin/gopher-lua"
)

// exact is the bound up to which a Lua number holds every integer.
const exact = 1 << 53

// want says what values a Go type takes.
func want(t reflect.Type, table bool) string {
	switch {
	case t == durationType:
		return "number of milliseconds"
	case t == valueType:
		return "value"
	case isLua(t):
		return reflect.New(t).Elem().Interface().(lua.LValue).Type().String()
	case t == bytesType:
		return "string"
	case isHandle(t) && !table:
		return handleName(t)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return want(t.Elem(), table)
	case reflect.Bool:
		return "boolean"
	case reflect.Float32, reflect.Float64:
		return "number"
	case reflect.Slice:
		return "list of " + plural(want(t.Elem(), table))
	case reflect.Map:
		return "table of " + plural(want(t.Elem(), table))
	case reflect.Struct:
		return "table of options"
	case reflect.String:
		return "string"
	case reflect.Interface:
		return "value"
	}
	return "integer"
}

// plural makes "strings" of "string", and "lists of strings" of "list of
// strings". Of handles the name alone is left: "filters".
func plural(w string) string {
	if name, ok := strings.CutPrefix(w, "handle of "); ok {
		w = name
	}
	head, rest, ok := strings.Cut(w, " of ")
	if strings.HasSuffix(head, "y") {
		head = head[:len(head)-1] + "ie"
	}
	if ok {
		return head + "s of " + rest
	}
	return head + "s"
}

// handleName says what handle a Go type is the object of. A type whose name
// says something else has a method LuaType, which is called on the zero value.
func handleName(t reflect.Type) string {
	if t.Kind() != reflect.Interface {
		if n, ok := reflect.Zero(t).Interface().(interface{ LuaType() string }); ok {
			return "handle of " + n.LuaType()
		}
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return "handle of " + names.Snake(t.Name())
}

// integerRange says what integers are wanted.
func integerRange(lo, hi float64) string {
	switch {
	case hi < exact && lo > -exact:
		return fmt.Sprintf("an integer from %.0f to %.0f", lo, hi)
	case lo > -exact:
		return fmt.Sprintf("an integer of %.0f or more", lo)
	}
	return "an integer"
}

// duration gives a number of milliseconds, at most the longest Duration.
func duration(ms float64) time.Duration {
	if ns := ms * float64(time.Millisecond); ns < math.MaxInt64 {
		return time.Duration(ns)
	}
	return math.MaxInt64
}
