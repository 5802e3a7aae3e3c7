package tool

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"github.com/tlua/tlua/core/names"
)

// wanted is the error of a value that does not fit.
func wanted(path, what string, v any) error {
	return invalid("option '%s' must be %s, got %s", path, what, describe(v))
}

// describe says on one line what v is.
func describe(v any) string {
	r := reflect.ValueOf(v)
	switch {
	case r.Kind() == reflect.String:
		return clip(strconv.Quote(r.String()))
	case r.CanFloat():
		return strconv.FormatFloat(r.Float(), 'g', -1, 64)
	case r.CanInt(), r.CanUint(), r.Kind() == reflect.Bool:
		return fmt.Sprint(v)
	case r.Kind() == reflect.Map:
		return "a table"
	case r.Kind() == reflect.Slice, r.Kind() == reflect.Array:
		return "a list"
	case v == nil:
		return "nothing"
	}
	return fmt.Sprintf("a %T", v)
}

// show gives a name without what would break a line.
func show(name string) string {
	q := strconv.Quote(name)
	return clip(q[1 : len(q)-1])
}

// clip shortens s to what a message has room for.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// suggest gives " (did you mean 'x'?)" with the choice nearest to name, or
// nothing when none is near.
func suggest(name string, choices []string) string {
	best := names.Nearest(name, choices)
	if best == "" {
		return ""
	}
	return " (did you mean '" + best + "'?)"
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
