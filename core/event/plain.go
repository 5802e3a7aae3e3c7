package event

import (
	"fmt"
	"math"
)

// deepest is how far Plain looks into tables: one may hold itself.
const deepest = 20

// Plain gives a value of a script in a form that JSON can hold: a value that it
// cannot would cost all that is written with it. What is no number becomes text,
// and so does what JSON does not know; what is too deep becomes "...".
func Plain(v any) any { return plain(v, 0) }

func plain(v any, depth int) any {
	switch v := v.(type) {
	case nil, bool, string, int, int64, uint64:
		return v
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Sprint(v)
		}
		return v
	case error:
		return v.Error()
	case []any:
		if depth < deepest {
			return plainList(v, depth)
		}
		return "..."
	case map[string]any:
		if depth < deepest {
			return plainMap(v, depth)
		}
		return "..."
	}
	return fmt.Sprint(v)
}

func plainList(v []any, depth int) any {
	items := make([]any, len(v))
	for i, item := range v {
		items[i] = plain(item, depth+1)
	}
	return items
}

func plainMap(v map[string]any, depth int) any {
	m := make(map[string]any, len(v))
	for key, item := range v {
		m[key] = plain(item, depth+1)
	}
	return m
}
