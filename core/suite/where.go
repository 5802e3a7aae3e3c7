package suite

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/expr"
)

// Where is an expression over tests.
type Where func(*event.Test) bool

// ParseWhere reads an expression: words that the title contains, "words in
// quotes", #tags and name=value of parameters, joined by not, and, or (which bind
// in this order) and parentheses.
func ParseWhere(text string) (Where, error) {
	return expr.Parse(text, "a name, a #tag or name=value", whereTerm)
}

func whereTerm(word string) (func(*event.Test) bool, error) {
	if quoted, ok := strings.CutPrefix(word, `"`); ok {
		text, closed := strings.CutSuffix(quoted, `"`)
		if !closed {
			return nil, fmt.Errorf(`the " at the end of %s is missing`, word)
		}
		return named(text), nil
	}
	if tag, ok := strings.CutPrefix(word, "#"); ok {
		return func(t *event.Test) bool { return slices.Contains(t.Tags, tag) }, nil
	}
	if name, value, ok := strings.Cut(word, "="); ok {
		want := []event.Param{{Name: name, Value: paramValue(value)}}
		return func(t *event.Test) bool { return Has(t.Params, want) }, nil
	}
	return named(word), nil
}

func named(text string) Where {
	return func(t *event.Test) bool { return strings.Contains(t.Title(), text) }
}
