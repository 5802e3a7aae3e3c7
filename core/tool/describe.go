package tool

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
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
	best, least := "", len(name)/3+2
	for _, c := range choices {
		if d := distance(strings.ToLower(name), strings.ToLower(c)); d < least {
			best, least = c, d
		}
	}
	if best == "" {
		return ""
	}
	return " (did you mean '" + best + "'?)"
}

// distance is the number of bytes to insert, remove, replace or swap with their
// neighbour until a is b.
func distance(a, b string) int {
	if len(a) > 100 {
		return len(a) // no typing error, and not worth the time
	}
	before, last := []int(nil), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
