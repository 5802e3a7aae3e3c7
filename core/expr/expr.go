// Package expr reads expressions: words, joined by not, and, or, which bind in
// this order, and parentheses. What a word means is the caller's.
package expr

import (
	"fmt"
	"strings"
)

// Term says what a word means. Words in quotes come with them.
type Term[T any] func(word string) (func(T) bool, error)

// Parse reads an expression over values of T. want says what words are, for
// errors: "a name". Errors begin with the expression.
func Parse[T any](text, want string, term Term[T]) (func(T) bool, error) {
	p := &parser[T]{words: split(text), want: want, meaning: term}
	f, err := p.or()
	if err == nil && len(p.words) > 0 {
		err = fmt.Errorf("and, or, or the end expected before %s", p.words[0])
	}
	if err != nil {
		return nil, fmt.Errorf("%q: %w", text, err)
	}
	return f, nil
}

// split cuts an expression into words; those in quotes keep the quotes.
func split(text string) (words []string) {
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

type parser[T any] struct {
	words   []string
	want    string
	meaning Term[T]
}

// next takes the next word if it is the one given.
func (p *parser[T]) next(word string) bool {
	if len(p.words) > 0 && p.words[0] == word {
		p.words = p.words[1:]
		return true
	}
	return false
}

func (p *parser[T]) or() (func(T) bool, error) {
	return p.list("or", p.and, func(a, b bool) bool { return a || b })
}

func (p *parser[T]) and() (func(T) bool, error) {
	return p.list("and", p.not, func(a, b bool) bool { return a && b })
}

func (p *parser[T]) list(by string, item func() (func(T) bool, error), join func(a, b bool) bool) (func(T) bool, error) {
	f, err := item()
	for err == nil && p.next(by) {
		var more func(T) bool
		if more, err = item(); err == nil {
			first := f
			f = func(v T) bool { return join(first(v), more(v)) }
		}
	}
	return f, err
}

func (p *parser[T]) not() (func(T) bool, error) {
	if p.next("not") {
		f, err := p.not()
		return func(v T) bool { return !f(v) }, err
	}
	return p.term()
}

func (p *parser[T]) term() (func(T) bool, error) {
	if p.next("(") {
		f, err := p.or()
		if err == nil && !p.next(")") {
			err = fmt.Errorf("a ) is missing")
		}
		return f, err
	}
	if len(p.words) == 0 {
		return nil, fmt.Errorf("%s expected at the end", p.want)
	}
	word := p.words[0]
	switch word {
	case ")", "and", "or":
		return nil, fmt.Errorf("%s expected before %s", p.want, word)
	}
	p.words = p.words[1:]
	return p.meaning(word)
}
