package html

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// counters are the kinds of tests that a page counts, and can show alone; those
// first that are looked at first.
var counters = []struct{ kind, one, many string }{
	{"unexpected", "unexpected", "unexpected"},
	{"new", "new", "new"},
	{"failed", "failed", "failed"},
	{"error", "error", "errors"},
	{"timeout", "timed out", "timed out"},
	{"interrupted", "interrupted", "interrupted"},
	{"outside", "file failed outside of tests", "files failed outside of tests"},
	{"flaky", "flaky", "flaky"},
	{"orphan", "orphan", "orphans"},
	{"passed", "passed", "passed"},
	{"skipped", "skipped", "skipped"},
	{"pending", "pending", "pending"},
	{"expected", "as expected", "as expected"},
}

// firstGood is the first of the counters that tells of nothing to be looked at.
const firstGood = "passed"

// counter is one of them in a page.
type counter struct {
	Kind   string
	N      int    // tests that are of the kind
	Label  string // what they are
	things int    // orphans, which a test can have more of
	word   string // for those
}

// kinds are the counters that count a test: one for its result, one for how that
// is to what was expected, and one if it left orphans.
func kinds(t *results.Test) []string {
	k := []string{string(fill(t.Result))}
	switch e := t.Expected; {
	case e == nil:
	case e.New:
		k = append(k, "new")
	case e.As:
		k = append(k, "expected")
	default:
		k = append(k, "unexpected")
	}
	if slices.ContainsFunc(t.Attempts, func(a *results.Attempt) bool { return len(a.Orphans) > 0 }) {
		k = append(k, "orphan")
	}
	return k
}

// countAll counts what the tests and files of a run are.
func countAll(run *results.Run) []counter {
	n := map[string]int{}
	things := map[string]int{"outside": run.FailedFiles()} // where they are counted otherwise than rows
	for _, t := range run.Tests {
		for _, k := range kinds(t) {
			n[k]++
		}
	}
	for _, f := range run.Files {
		if len(f.Failures) > 0 {
			n["outside"]++
		}
		if len(f.Orphans) > 0 {
			n["orphan"]++
		}
	}
	for r := range run.Records() {
		things["orphan"] += len(r.Orphans)
	}
	var all []counter
	for _, c := range counters {
		if n[c.kind] == 0 {
			continue
		}
		counted := counter{Kind: c.kind, N: n[c.kind], things: n[c.kind]}
		if more := things[c.kind]; more > 0 {
			counted.things = more
		}
		counted.word = either(counted.things == 1, c.one, c.many)
		switch counted.Label = counted.word; c.kind {
		case "orphan":
			counted.Label = "with " + c.many
		case "outside":
			counted.Label = c.kind + " of tests"
		}
		all = append(all, counted)
	}
	return all
}

// sentence is what came of a run, such as "3 failed, 2 flaky, 1 orphan; 120
// passed in 12.3 s".
func sentence(run *results.Run, all []counter) string {
	var bad, good []string
	list := &bad
	for _, c := range counters {
		if c.kind == firstGood {
			list = &good
		}
		for _, counted := range all {
			if counted.Kind == c.kind {
				*list = append(*list, fmt.Sprintf("%d %s", counted.things, counted.word))
			}
		}
	}
	var parts []string
	for _, p := range [][]string{bad, good} {
		if len(p) > 0 {
			parts = append(parts, strings.Join(p, ", "))
		}
	}
	if len(parts) == 0 {
		parts = []string{"no tests ran"}
	}
	return strings.Join(parts, "; ") + " in " + report.Duration(run.Duration)
}

// verdict is the class of a whole run: what its head is coloured by.
func verdict(run *results.Run, all []counter) literal {
	odd := slices.ContainsFunc(all, func(c counter) bool { return c.Kind == "flaky" || c.Kind == "orphan" })
	switch {
	case run.Failed():
		return fill(event.Failed)
	case odd:
		return fill(event.Flaky)
	case len(run.Tests) == 0:
		return fill(event.Skipped)
	}
	return fill(event.Passed)
}
