// Package expect is what is known of tests before they are run: that one fails
// here until a bug is mended, that another is skipped there. A Book of such
// entries is compared with what tests come to, so that only what is news fails a
// run.
package expect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tlua/tlua/core/event"
)

// Results are those that can be expected.
var Results = []event.Result{
	event.Passed, event.Failed, event.Errored, event.TimedOut, event.Skipped, event.Pending, event.Flaky,
}

// Entry says what tests come to.
type Entry struct {
	Place    string // of the entry: "results.yaml:12", "results.lua: entry 3"
	Test     Pattern
	Number   int            // of a test that has others of its name in its file, 1 for the first; 0: all of them
	Params   []Param        // all of which hold; of a test with none none does
	When     When           // on which platforms
	Expect   []event.Result // one of these, of which there is at least one
	Verdicts []Pattern      // and these, in this order; nil: any
	Key      string         // of the bug
	Note     string
}

// Matches reports whether the entry is about a test, on some platform.
func (e *Entry) Matches(t *event.Test) bool {
	return e.named(t) && e.fits(t)
}

// named reports whether the test has the name.
func (e *Entry) named(t *event.Test) bool {
	return e.Test.matchesTest(t) && (e.Number == 0 || e.Number == t.Number)
}

// fits reports whether the test has the parameters.
func (e *Entry) fits(t *event.Test) bool {
	for _, p := range e.Params {
		if !slices.ContainsFunc(t.Params, p.holds) {
			return false
		}
	}
	return true
}

// expected gives the expected result that r is, and reports whether there is one.
// A flaky test passed, unless the entry has a word for it.
func (e *Entry) expected(r event.Result) (event.Result, bool) {
	if slices.Contains(e.Expect, r) {
		return r, true
	}
	if r == event.Flaky && slices.Contains(e.Expect, event.Passed) {
		return event.Passed, true
	}
	return e.Expect[0], false
}

// has reports whether the verdicts are those that the entry has.
func (e *Entry) has(verdicts []string) bool {
	return e.Verdicts == nil ||
		slices.EqualFunc(e.Verdicts, verdicts, func(p Pattern, v string) bool { return p.Match(v) })
}

// want says what the entry expects.
func (e *Entry) want() string {
	words := make([]string, len(e.Expect))
	for i, r := range e.Expect {
		words[i] = string(r)
	}
	text := strings.Join(words, " or ")
	switch len(e.Verdicts) {
	case 0:
		if e.Verdicts != nil {
			text += ", without a verdict"
		}
	case 1:
		text += fmt.Sprintf(", with the verdict %q", e.Verdicts[0].text)
	default:
		all := make([]string, len(e.Verdicts))
		for i, v := range e.Verdicts {
			all[i] = fmt.Sprintf("%q", v.text)
		}
		text += ", with the verdicts " + strings.Join(all, ", ")
	}
	return text
}

// String names the entry: its place, and what it is about.
func (e *Entry) String() string { return fmt.Sprintf("%s (%q)", e.Place, e.Test.text) }
