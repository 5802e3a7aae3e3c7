package expect

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/results"
)

// Seen is what a test came to in a run, beside what was expected of it.
type Seen struct {
	Test     *event.Test
	Result   event.Result
	Verdicts []string
	Expected *event.Expected
	entry    *Entry // nil: none is about it
}

// fails reports whether it fails a run.
func (s *Seen) fails() bool { return s.Expected.Fails(s.Result) }

// String says what the test came to: `failed, with the verdict "no route"`.
func (s *Seen) String() string { return outcome(s.Result, s.Verdicts) }

func outcome(r event.Result, verdicts []string) string {
	e := Entry{Expect: []event.Result{r}}
	for _, v := range verdicts {
		e.Verdicts = append(e.Verdicts, Pattern{text: v})
	}
	return e.want()
}

// see compares the tests of a run with the book. Those that were interrupted came
// to nothing.
func (b Book) see(run *results.Run, here Platform) (all []Seen, err error) {
	if here, err = platformOf(run, here); err != nil {
		return nil, err
	}
	for _, t := range run.Tests {
		if t.Result == event.Interrupted || t.Result == "" {
			continue
		}
		s := Seen{Test: &t.Test, Result: t.Result, Verdicts: verdicts(t), entry: b.find(here, &t.Test)}
		s.Expected = b.Judge(here, s.Test, s.Result, s.Verdicts)
		all = append(all, s)
	}
	return all, nil
}

// platformOf gives the platform of a run, or, if it did not tell of one, here.
func platformOf(run *results.Run, here Platform) (Platform, error) {
	if run.Platform == nil {
		return here, nil
	}
	return ParsePlatform(run.Platform)
}

// verdicts gives those of a test's last attempt.
func verdicts(t *results.Test) []string {
	if len(t.Attempts) == 0 {
		return nil
	}
	return t.Attempts[len(t.Attempts)-1].Verdicts
}

// Unexpected gives the tests of runs that came to something else than the book
// has, or did not pass though it has nothing about them.
func (b Book) Unexpected(runs []*results.Run, here Platform) (all []Seen, err error) {
	for _, run := range runs {
		seen, err := b.see(run, here)
		if err != nil {
			return nil, err
		}
		all = append(all, slices.DeleteFunc(seen, func(s Seen) bool { return !s.fails() })...)
	}
	return all, nil
}

// Change is a test that came to something else in one run than in another.
type Change struct {
	Test          *event.Test
	Before, After string // such as "passed"; "not run"
}

// notRun is what a test came to that a run does not have.
const notRun = "not run"

// Changes gives the tests that came to something else, in the order of their
// files and names.
func Changes(before, after *results.Run) (all []Change) {
	was, is := outcomes(before), outcomes(after)
	for id, t := range was {
		now := notRun
		if other, ok := is[id]; ok {
			now = other.text
		}
		if now != t.text {
			all = append(all, Change{t.test, t.text, now})
		}
	}
	for id, t := range is {
		if _, ok := was[id]; !ok {
			all = append(all, Change{t.test, notRun, t.text})
		}
	}
	slices.SortFunc(all, func(a, b Change) int {
		x, y := a.Test.ID(), b.Test.ID()
		return cmp.Or(cmp.Compare(x.Unit, y.Unit), cmp.Compare(a.Test.Line, b.Test.Line), cmp.Compare(x.Name, y.Name), cmp.Compare(x.Number, y.Number))
	})
	return all
}

type cameTo struct {
	test *event.Test
	text string
}

func outcomes(run *results.Run) map[event.TestID]cameTo {
	all := map[event.TestID]cameTo{}
	for _, t := range run.Tests {
		all[t.ID()] = cameTo{&t.Test, outcome(t.Result, verdicts(t))}
	}
	return all
}

// Title names a test, with the parameters it was run with, and which one it is of
// those with its name.
func Title(t *event.Test) string {
	title := Name(t)
	if len(t.Params) > 0 {
		title = fmt.Sprintf("%s%s: %s", t.File, event.Suffix(t.Params), t.Name)
	}
	if t.Number > 1 {
		title += fmt.Sprintf(" (%d)", t.Number)
	}
	return title
}
