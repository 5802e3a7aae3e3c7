package results

import (
	"iter"
	"slices"

	"github.com/tlua/tlua/core/event"
)

// Counts gives how many tests there are of each result.
func (r *Run) Counts() map[event.Result]int {
	n := map[event.Result]int{}
	for _, t := range r.Tests {
		n[t.Result]++
	}
	return n
}

// Failed reports whether anything went as it should not: a test's result that is
// bad and was not expected, or the other way round, a file that failed outside of
// its tests, or an end before the end.
func (r *Run) Failed() bool {
	return r.Stopped != "" || r.Cut ||
		slices.ContainsFunc(r.Tests, (*Test).Unexpected) ||
		slices.ContainsFunc(r.Files, func(f *File) bool { return len(f.Failures) > 0 })
}

// Unexpected reports whether a test's result fails the run.
func (t *Test) Unexpected() bool { return t.Expected.Fails(t.Result) }

// Records gives what happened in each attempt at a test, and in the files outside
// of their tests.
func (r *Run) Records() iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		for _, t := range r.Tests {
			for _, a := range t.Attempts {
				if !yield(&a.Record) {
					return
				}
			}
		}
		for _, f := range r.Files {
			if !yield(&f.Record) {
				return
			}
		}
	}
}
