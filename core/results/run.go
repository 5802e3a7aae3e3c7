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

// Compared counts the tests of which something was said before: those that came
// to that, those that did not, and those that did not pass though nothing was
// said of them.
func (r *Run) Compared() (as, unexpected, fresh int) {
	for _, t := range r.Tests {
		switch x := t.Expected; {
		case x == nil:
		case x.New:
			fresh++
		case x.As:
			as++
		default:
			unexpected++
		}
	}
	return as, unexpected, fresh
}

// FailedFiles gives how many files failed outside of their tests. One that is run
// several times, with other parameters or in another shard, is one.
func (r *Run) FailedFiles() int {
	paths := map[string]bool{}
	for _, f := range r.Files {
		if len(f.Failures) > 0 {
			paths[f.Path] = true
		}
	}
	return len(paths)
}

// Failed reports whether anything went as it should not: a test that fails the
// run, a file that failed outside of its tests, or a gap.
func (r *Run) Failed() bool {
	return len(r.Gaps()) > 0 || slices.ContainsFunc(r.Tests, r.Fails) ||
		slices.ContainsFunc(r.Files, func(f *File) bool { return len(f.Failures) > 0 })
}

// Fails reports whether a test fails the run: by a bad result that was not
// expected, by another than the expected one, or by being flaky where that fails
// the run.
func (r *Run) Fails(t *Test) bool { return r.FailedBy(t.Result, t.Expected) }

// Unexpected reports whether a test came to something else than it should have,
// flaky or not.
func (t *Test) Unexpected() bool { return t.Expected.Fails(t.Result) }

// Gap is a reason for which nobody knows of all tests how they ended. It fails
// the run.
type Gap struct {
	Word string // "interrupted", "ended early" or "incomplete"
	Text string // a sentence without a full stop
}

// Gaps gives all that is missing of the run.
func (r *Run) Gaps() (all []Gap) {
	if r.Stopped != "" {
		all = append(all, Gap{"interrupted", "the run was interrupted: " + r.Stopped})
	}
	if r.Early != "" {
		all = append(all, Gap{"ended early", "the run ended early: " + r.Early})
	}
	if r.Cut {
		all = append(all, Gap{"interrupted", "the run has no end: tlua was killed, or could not write it down"})
	}
	for _, shard := range r.Missing {
		all = append(all, Gap{"incomplete", "shard " + shard + " is missing"})
	}
	return all
}

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
