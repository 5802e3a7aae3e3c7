package suite

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tlua/tlua/core/event"
)

// Where is an expression over tests.
type Where func(*event.Test) bool

// ParseWhere reads an expression: words that the full name contains, "words in
// quotes", #tags and name=value of parameters, joined by not, and, or (which bind
// in this order) and parentheses.
func ParseWhere(text string) (Where, error) {
	p := &whereParser{words: whereWords(text)}
	w, err := p.or()
	if err == nil && len(p.words) > 0 {
		err = fmt.Errorf("and, or, or the end expected before %s", p.words[0])
	}
	if err != nil {
		return nil, fmt.Errorf("%q: %w", text, err)
	}
	return w, nil
}

// whereWords cuts an expression into words; those in quotes keep the quotes.
func whereWords(text string) (words []string) {
	for {
		text = strings.TrimLeft(text, " \t\n")
		if text == "" {
			return words
		}
		n := strings.IndexAny(text, " \t\n()\"")
		switch {
		case text[0] == '"':
			n = strings.IndexByte(text[1:], '"') + 2
			if n == 1 { // the end is missing
				n = len(text)
			}
		case n == 0:
			n = 1
		case n < 0:
			n = len(text)
		}
		words = append(words, text[:n])
		text = text[n:]
	}
}

type whereParser struct{ words []string }

// next takes the next word if it is the one given.
func (p *whereParser) next(word string) bool {
	if len(p.words) > 0 && p.words[0] == word {
		p.words = p.words[1:]
		return true
	}
	return false
}

func (p *whereParser) or() (Where, error) {
	return p.list("or", p.and, func(a, b bool) bool { return a || b })
}

func (p *whereParser) and() (Where, error) {
	return p.list("and", p.not, func(a, b bool) bool { return a && b })
}

func (p *whereParser) list(by string, item func() (Where, error), join func(a, b bool) bool) (Where, error) {
	w, err := item()
	for err == nil && p.next(by) {
		var more Where
		if more, err = item(); err == nil {
			first := w
			w = func(t *event.Test) bool { return join(first(t), more(t)) }
		}
	}
	return w, err
}

func (p *whereParser) not() (Where, error) {
	if p.next("not") {
		w, err := p.not()
		return func(t *event.Test) bool { return !w(t) }, err
	}
	return p.term()
}

func (p *whereParser) term() (Where, error) {
	if p.next("(") {
		w, err := p.or()
		if err == nil && !p.next(")") {
			err = fmt.Errorf("a ) is missing")
		}
		return w, err
	}
	if len(p.words) == 0 {
		return nil, fmt.Errorf("a name, a #tag or name=value expected at the end")
	}
	word := p.words[0]
	switch word {
	case ")", "and", "or":
		return nil, fmt.Errorf("a name, a #tag or name=value expected before %s", word)
	}
	p.words = p.words[1:]
	return whereTerm(word)
}

func whereTerm(word string) (Where, error) {
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
	return func(t *event.Test) bool { return strings.Contains(t.Name, text) }
}
