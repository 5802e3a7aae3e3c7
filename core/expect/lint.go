package expect

import (
	"fmt"
	"slices"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/names"
)

// Finding is what is probably wrong with an entry.
type Finding struct {
	Entry   *Entry
	Message string
}

// Lint looks for entries that never count: those about none of the tests; those
// that later entries hide, wherever they hold; and those whose expressions have
// words that no platform has, and that are none of more.
func (b Book) Lint(tests []*event.Test, more Platform) (all []Finding) {
	for i := range b {
		e := &b[i]
		for _, word := range e.When.words {
			if _, ok := more[word]; !ok && !slices.Contains(known, word) {
				all = append(all, Finding{e, fmt.Sprintf("no platform has %q unless it is told with --platform%s", word, meant(word, known))})
			}
		}
		about := slices.DeleteFunc(slices.Clone(tests), func(t *event.Test) bool { return !e.Matches(t) })
		if len(about) == 0 {
			all = append(all, Finding{e, e.unlike(tests)})
			continue
		}
		if hider := b.hides(i, about); hider != nil {
			all = append(all, Finding{e, "it never counts: the last entry about a test does, and " + hider.String() + " is about all of its tests"})
		}
	}
	return all
}

// unlike says why an entry is about none of the tests.
func (e *Entry) unlike(tests []*event.Test) string {
	var has []string // the parameters of those with its name
	named := false
	for _, t := range tests {
		if e.named(t) {
			named = true
			for _, p := range t.Params {
				has = append(has, p.Name)
			}
		}
	}
	if !named {
		return "no test is like this" + nearest(e.Test, tests)
	}
	for _, p := range e.Params {
		if !slices.Contains(has, p.Name) {
			return fmt.Sprintf("the tests of this name have no parameter %q%s", p.Name, meant(p.Name, has))
		}
	}
	return "no test of this name is run with these parameters"
}

// hides gives a later entry that counts for each of the tests, wherever the i-th
// one holds. It may take several of them, of which it gives the last.
func (b Book) hides(i int, about []*event.Test) (hider *Entry) {
	for _, t := range about {
		hidden := false
		for j := len(b) - 1; j > i && !hidden; j-- {
			if later := &b[j]; (later.When.text == "" || later.When.text == b[i].When.text) && later.Matches(t) {
				hidden, hider = true, later
			}
		}
		if !hidden {
			return nil
		}
	}
	return hider
}

// nearest says which file or test may have been meant by a pattern.
func nearest(p Pattern, tests []*event.Test) string {
	var words []string
	for _, t := range tests {
		words = append(words, t.File, t.Name, Name(t))
	}
	if near := names.Nearest(p.text, words); near != "" {
		return fmt.Sprintf(", did you mean %q?", near)
	}
	return ""
}
