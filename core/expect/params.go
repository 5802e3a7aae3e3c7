package expect

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tlua/tlua/core/event"
)

// Param is what the value of a parameter is to be.
type Param struct {
	Name string
	op   string // one of operators; "" is one of values
	than float64
	of   []any // string, float64 or bool
}

// operators are those of comparisons; the longer come first.
var operators = []string{">=", "<=", "!=", ">", "<"}

// ParseParam reads what the value of a parameter is to be: a value; a list of
// values, one of which it is; or a text with a comparison, ">50", "!=tcp", or with
// a list, "{1,4}". Values are strings, float64s and bools. What is in a []any is
// never read as a comparison.
func ParseParam(name string, v any) (Param, error) {
	p := Param{Name: name}
	switch v := v.(type) {
	case string:
		return p, p.parse(v)
	case float64, bool:
		p.of = []any{v}
	case []any:
		for _, item := range v {
			switch item.(type) {
			case string, float64, bool:
				p.of = append(p.of, item)
			default:
				return p, fmt.Errorf("texts, numbers, true and false expected in the list, got %s", kind(item))
			}
		}
	default:
		return p, fmt.Errorf("a text, a number, true, false or a list of them expected, got %s", kind(v))
	}
	return p, nil
}

func (p *Param) parse(text string) error {
	for _, op := range operators {
		if value, ok := strings.CutPrefix(text, op); ok {
			return p.compare(op, strings.TrimSpace(value))
		}
	}
	list, ok := strings.CutPrefix(text, "{")
	if !ok {
		p.of = []any{text}
		return nil
	}
	if list, ok = strings.CutSuffix(list, "}"); !ok {
		return fmt.Errorf("the } at the end of %q is missing", text)
	}
	for item := range strings.SplitSeq(list, ",") {
		p.of = append(p.of, strings.TrimSpace(item))
	}
	return nil
}

func (p *Param) compare(op, value string) error {
	p.op = op
	if op == "!=" {
		p.of = []any{value}
		return nil
	}
	n, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return fmt.Errorf("a number expected behind %s, got %q", op, value)
	}
	p.than = n
	return nil
}

// holds reports whether got is the parameter, with such a value.
func (p Param) holds(got event.Param) bool {
	if got.Name != p.Name {
		return false
	}
	n, isNumber := number(got.Value)
	switch p.op {
	case ">":
		return isNumber && n > p.than
	case ">=":
		return isNumber && n >= p.than
	case "<":
		return isNumber && n < p.than
	case "<=":
		return isNumber && n <= p.than
	case "!=":
		return !equal(p.of[0], got.Value)
	}
	for _, v := range p.of {
		if equal(v, got.Value) {
			return true
		}
	}
	return false
}

// equal compares as numbers what both are, and else as text.
func equal(a, b any) bool {
	m, ok := number(a)
	n, also := number(b)
	return ok && also && m == n || fmt.Sprint(a) == fmt.Sprint(b)
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case string:
		n, err := strconv.ParseFloat(v, 64)
		return n, err == nil
	}
	return 0, false
}
