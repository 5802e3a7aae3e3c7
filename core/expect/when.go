package expect

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/tlua/tlua/core/expr"
)

// When is an expression over platforms. The zero value holds on all of them.
type When struct {
	text  string
	words []string
	holds func(Platform) bool
}

// around finds the blanks that may be around the sign of a comparison.
var around = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\s*(<=|>=|!=|=|<|>)\s*`) })

// comparison is a word of an expression that compares.
var comparison = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([A-Za-z_][\w.-]*)(?:(<=|>=|!=|=|<|>)([\w.+-]+))?$`)
})

// ParseWhen reads an expression: words that a platform has, and comparisons such
// as cpus>=4, kernel<6.1 and net=ipv6, joined by not, and, or (which bind in this
// order) and parentheses. Numbers are compared part by part: 6.10 is more than
// 6.9. A comparison with what a platform has no value of does not hold.
func ParseWhen(text string) (When, error) {
	w := When{text: text}
	var err error
	w.holds, err = expr.Parse(around().ReplaceAllString(text, "$1"), "a word such as linux, or a comparison such as cpus>=4,", w.term)
	return w, err
}

func (w *When) term(word string) (func(Platform) bool, error) {
	m := comparison().FindStringSubmatch(word)
	if m == nil {
		return nil, fmt.Errorf("a word such as linux, or a comparison such as cpus>=4, expected, got %s", word)
	}
	name, op, than := m[1], m[2], m[3]
	w.words = append(w.words, name)
	if op == "" {
		return func(p Platform) bool { _, ok := p[name]; return ok }, nil
	}
	numbers := parts(than)
	if numbers == nil && op != "=" && op != "!=" {
		return nil, fmt.Errorf("a number expected behind %s%s, got %s", name, op, than)
	}
	return func(p Platform) bool {
		got := p[name]
		have := parts(got)
		switch {
		case got == "":
			return false
		case have != nil && numbers != nil:
			return means(op, slices.Compare(have, numbers))
		case op == "=":
			return got == than
		}
		return op == "!=" && got != than
	}, nil
}

// means reports whether a comparison that came to c (-1, 0 or 1) is what op says.
func means(op string, c int) bool {
	switch op {
	case "=":
		return c == 0
	case "!=":
		return c != 0
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	}
	return c >= 0
}

// parts gives the numbers of a version, without zeros at its end; nil if it is
// none.
func parts(text string) []uint64 {
	all := []uint64{}
	for item := range strings.SplitSeq(text, ".") {
		n, err := strconv.ParseUint(item, 10, 64)
		if err != nil {
			return nil
		}
		all = append(all, n)
	}
	for len(all) > 0 && all[len(all)-1] == 0 {
		all = all[:len(all)-1]
	}
	return all
}

// Holds reports whether the expression holds on a platform.
func (w When) Holds(p Platform) bool { return w.holds == nil || w.holds(p) }

// String gives the expression as it was written.
func (w When) String() string { return w.text }
