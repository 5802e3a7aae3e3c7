package export

import (
	"cmp"
	"fmt"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/results"
)

// finding is something that fails a run: a test, a file outside of its tests, or
// a gap.
type finding struct {
	test     *results.Test // nil: none
	file     string
	title    string
	result   string
	failures []event.Failure // one at least
}

// findings gives all that fails the run, in the order of its tests.
func findings(run *results.Run) (all []finding) {
	for _, t := range run.Tests {
		if run.Fails(t) {
			result := string(t.Result)
			if t.Unexpected() && !t.Result.Bad() {
				result = "unexpectedly " + result
			}
			all = append(all, finding{t, t.File, title(t), result, failuresOf(run, t, last(t))})
		}
	}
	for _, f := range run.Files {
		if len(f.Failures) > 0 {
			all = append(all, finding{nil, f.Path, "outside of tests", string(cmp.Or(f.Result, event.Errored)), f.Failures})
		}
	}
	for _, g := range run.Gaps() {
		all = append(all, finding{nil, "", "the run", g.Word, []event.Failure{{Message: g.Text}}})
	}
	return all
}

// ofRun reports whether the finding is of the run as a whole.
func (f *finding) ofRun() bool { return f.test == nil && f.file == "" }

// last gives the attempt that decides over a test.
func last(t *results.Test) *results.Attempt {
	if len(t.Attempts) == 0 {
		return &results.Attempt{N: 1, Result: t.Result}
	}
	return t.Attempts[len(t.Attempts)-1]
}

// failuresOf gives why an attempt is no good, one reason at least.
func failuresOf(run *results.Run, t *results.Test, a *results.Attempt) []event.Failure {
	if a == last(t) && run.Fails(t) {
		if message := unlike(t); message != "" {
			return append([]event.Failure{{Kind: "failure", Message: message, Path: t.File, Line: t.Line}}, a.Failures...)
		}
		if t.Result == event.Flaky {
			return flakes(t)
		}
	}
	if len(a.Failures) == 0 {
		message := "no reason was told"
		if a.Result == event.Interrupted {
			message = "the test was interrupted"
		}
		return []event.Failure{{Message: message, Path: t.File, Line: t.Line}}
	}
	return a.Failures
}

// unlike says what was expected of a test that came to something else; "" if
// nothing was.
func unlike(t *results.Test) string {
	x := t.Expected
	if x == nil || x.New || x.As {
		return ""
	}
	message := fmt.Sprintf("the result is %s; expected: %s", t.Result, cmp.Or(x.Want, string(x.Result)))
	if note := note(x); note != "" {
		message += " (" + note + ")"
	}
	return message
}

// flakes gives why a flaky test fails the run, and what failed at first.
func flakes(t *results.Test) []event.Failure {
	all := []event.Failure{{
		Kind: string(event.Flaky), Message: fmt.Sprintf("only attempt %d passed, and flaky tests fail the run (--fail-on-flaky)", len(t.Attempts)),
	}}
	for _, a := range t.Attempts {
		if a.Result.Bad() {
			return append(all, a.Failures...)
		}
	}
	return all
}

// note says why something else than success was expected: "BUG-12: of peers".
func note(x *results.Expected) string {
	if x.Key != "" && x.Note != "" {
		return x.Key + ": " + x.Note
	}
	return x.Key + x.Note
}

// place gives where the first failure with a place was, else where the test
// begins. Line is 0 if it is not known.
func (f *finding) place() (file string, line int) {
	for _, x := range f.failures {
		if x.Path != "" && x.Line > 0 {
			return x.Path, x.Line
		}
	}
	if f.test != nil {
		return f.file, f.test.Line
	}
	return f.file, 0
}
