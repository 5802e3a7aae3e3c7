package stream

import (
	"fmt"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// Alternatives are several patterns that are looked for together, as by a|b|c:
// found is the match that begins first, and of those that begin in the same
// place that of the pattern which comes first in the list.
type Alternatives struct {
	pattern *Pattern
	wholes  []int // number of the group that is the whole of each; then one past the last
}

// CompileAlternatives compiles the patterns, at least one. Either all of them
// begin with (*UTF) or none does. The error is a *SyntaxError.
func CompileAlternatives(patterns ...string) (*Alternatives, error) {
	j := joiner{
		compiler: compiler{pattern: strings.Join(patterns, "|"), utf: strings.HasPrefix(patterns[0], utfPrefix)},
		all:      parsed{re: &syntax.Regexp{Op: syntax.OpAlternate}},
		group:    1, number: 1,
	}
	for _, pattern := range patterns {
		if err := j.add(pattern); err != nil {
			return nil, err
		}
	}
	a, err := j.join()
	if err != nil {
		return nil, err
	}
	return a, nil
}

// MaxContext is how many bytes before the place where it begins a matcher may
// ask for, at the most.
const MaxContext = (maxBehind + 1) * utf8.UTFMax

// NewMatcher is Pattern.NewMatcher for a stream whose part up to offset has
// been matched. before holds the last MaxContext bytes of that part, or those
// that are known. emit is also given which pattern it is, counted from 0.
func (a *Alternatives) NewMatcher(before []byte, offset int64, maxHold int, emit func(which int, m Match)) *Matcher {
	m := a.pattern.NewMatcher(maxHold, func(m Match) {
		which := 0
		for m.Start(a.wholes[which]) < 0 {
			which++
		}
		emit(which, m)
	})
	if len(before) == 0 && offset > 0 {
		before = []byte{0} // unknown: neither the beginning of a line nor a word
	}
	m.buf, m.base, m.ready = append(m.buf, before...), offset-int64(len(before)), len(before)
	m.restart(m.ready, false)
	return m
}

// Groups gives the number in a match of one pattern's group 0, which the others
// of it follow, and their names: see GroupNames.
func (a *Alternatives) Groups(which int) (first int, names []string) {
	first = a.wholes[which]
	return first, a.pattern.names[first:a.wholes[which+1]]
}

// joiner makes one expression of several, each in a group of its own.
type joiner struct {
	compiler
	all    parsed
	wholes []int
	group  int // the next one of the expression, look-behinds included
	number int // the next one of the pattern
}

func (j *joiner) add(pattern string) *SyntaxError {
	body, utf := strings.CutPrefix(pattern, utfPrefix)
	c := compiler{pattern: pattern, offset: len(pattern) - len(body), utf: utf}
	if utf != j.utf {
		return c.refuse(&refusal{message: utfPrefix + " at some of several patterns is not supported", hint: "begin all of them with it, or none"})
	}
	one, err := c.read(body)
	if err != nil {
		return err
	}
	groups := len(one.re.CapNames()) // group 0 included
	renumber(one.re, j.group)
	for _, src := range one.sources {
		src.group += j.group
		j.all.sources = append(j.all.sources, src)
	}
	j.all.behinds = append(j.all.behinds, one.behinds...)
	whole := &syntax.Regexp{Op: syntax.OpCapture, Cap: j.group, Sub: []*syntax.Regexp{one.re}}
	j.all.re.Sub = append(j.all.re.Sub, whole)
	j.wholes = append(j.wholes, j.number)
	j.group += groups
	j.number += groups - len(one.behinds)
	return nil
}

// renumber adds by to the number of every group.
func renumber(re *syntax.Regexp, by int) {
	if re.Op == syntax.OpCapture {
		re.Cap += by
	}
	for _, sub := range re.Sub {
		renumber(sub, by)
	}
}

func (j *joiner) join() (*Alternatives, *SyntaxError) {
	if len(j.all.behinds) > maxBehinds {
		return nil, j.refuse(&refusal{message: fmt.Sprintf("more than %d look-behinds are not supported", maxBehinds), hint: "look for fewer patterns at once"})
	}
	p, err := j.build(&j.all)
	if err != nil {
		return nil, err
	}
	return &Alternatives{pattern: p, wholes: append(j.wholes, j.number)}, nil
}
