// Package export makes reports of a run of tests for other programs, and for the
// pages that those show: JUnit's XML, TAP, JSON, Markdown, GitHub's annotations,
// and a summary as plain text. The same run gives the same report, byte for byte,
// and none breaks whatever tests, names and outputs hold: what cannot be seen is
// shown escaped, as on the console.
package export

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// text makes text visible, and keeps its lines.
func text(s string) string {
	return report.Options{Unicode: true}.Text(strings.ReplaceAll(s, "\r\n", "\n"))
}

// title names a test: its full name, the parameters of its file, and which it is
// of those of the same name.
func title(t *results.Test) string {
	name := t.Name
	var params []string
	for _, p := range t.Params {
		params = append(params, p.String())
	}
	if params != nil {
		name += " [" + strings.Join(params, ", ") + "]"
	}
	if t.Number > 1 {
		name += fmt.Sprintf(" (%d)", t.Number)
	}
	return report.Printable(strings.TrimSpace(name))
}

// took gives the time of all attempts at a test.
func took(t *results.Test) (d time.Duration) {
	for _, a := range t.Attempts {
		d += a.End - a.Begin
	}
	return d
}

// finding is something that fails a run: a test, a file outside of its tests, or
// what ended the run.
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
		if t.Unexpected() {
			result := string(t.Result)
			if !t.Result.Bad() {
				result = "unexpectedly " + result
			}
			all = append(all, finding{t, t.File, title(t), result, failuresOf(t, last(t))})
		}
	}
	for _, f := range run.Files {
		if len(f.Failures) > 0 {
			all = append(all, finding{nil, f.Path, "outside of tests", string(event.Errored), f.Failures})
		}
	}
	if why := ended(run); why != "" {
		all = append(all, finding{nil, "", "the run", string(event.Interrupted), []event.Failure{{Message: why}}})
	}
	return all
}

// ended says what ended the run before its end, "" if nothing did.
func ended(run *results.Run) string {
	switch {
	case run.Stopped != "":
		return "the run was interrupted: " + run.Stopped
	case run.Cut:
		return "the run has no end: tlua was killed, or could not write it down"
	}
	return ""
}

// last gives the attempt that decides over a test.
func last(t *results.Test) *results.Attempt {
	if len(t.Attempts) == 0 {
		return &results.Attempt{N: 1, Result: t.Result}
	}
	return t.Attempts[len(t.Attempts)-1]
}

// failuresOf gives why an attempt is no good, one reason at least.
func failuresOf(t *results.Test, a *results.Attempt) []event.Failure {
	if x := t.Expected; a == last(t) && x != nil && !x.New && !x.As {
		message := fmt.Sprintf("the result is %s; expected: %s", t.Result, cmp.Or(x.Want, string(x.Result)))
		if note := note(x); note != "" {
			message += " (" + note + ")"
		}
		return append([]event.Failure{{Kind: "failure", Message: message, Path: t.File, Line: t.Line}}, a.Failures...)
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

// note says why something else than success was expected.
func note(x *results.Expected) string {
	return strings.TrimSpace(strings.Join([]string{x.Key, x.Note}, " "))
}

// longest is how much of a message a headline has, in bytes.
const longest = 300

// headline gives a failure's message in one line.
func headline(failures []event.Failure) string {
	line, _, more := strings.Cut(strings.TrimSpace(failures[0].Message), "\n")
	if len(line) > longest {
		line, more = strings.ToValidUTF8(line[:longest], ""), true
	}
	line = report.Printable(strings.TrimSpace(line))
	if more || len(failures) > 1 {
		line += " …"
	}
	return cmp.Or(line, report.Printable(failures[0].Kind), "failed")
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

// placed gives "file:line".
func placed(file string, line int) string {
	if line == 0 {
		return report.Printable(file)
	}
	return fmt.Sprintf("%s:%d", report.Printable(file), line)
}

// explain tells of failures in lines.
func explain(failures []event.Failure) string {
	var b strings.Builder
	for i, f := range failures {
		if i > 0 {
			b.WriteByte('\n')
		}
		explainOne(&b, f)
	}
	return b.String()
}

func explainOne(b *strings.Builder, f event.Failure) {
	kind := ""
	if f.Soft {
		kind = "check: "
	} else if f.Kind != "failure" && f.Kind != "" {
		kind = f.Kind + ": "
	}
	write := func(head, body string) {
		if body = strings.TrimRight(body, "\n"); body != "" {
			b.WriteString(head + text(body) + "\n")
		}
	}
	write("", kind+f.Message)
	if f.Path != "" {
		where := "at " + placed(f.Path, f.Line)
		if f.Source != "" {
			where += ": " + report.Printable(strings.TrimSpace(f.Source))
		}
		b.WriteString(where + "\n")
	}
	difference(write, f)
	var steps []string
	for _, s := range f.Steps {
		steps = append(steps, report.Printable(s))
	}
	write("in step: ", strings.Join(steps, " › "))
	write("waited for: ", f.Waited)
	if f.Kind == "error" { // of a check and a timeout, the place says enough
		write("", f.Traceback)
	}
	for _, j := range f.Jobs {
		write("job: ", j)
	}
	if len(f.Tail) > 0 {
		b.WriteString("last output:\n")
		for _, l := range f.Tail {
			b.WriteString("  | " + report.Printable(l) + "\n")
		}
	}
}

// difference tells what was expected, unless the message does.
func difference(write func(head, body string), f event.Failure) {
	switch {
	case f.Diff != "":
		write("", f.Diff)
	case !f.TellsValues():
		write("expected: ", f.Expected)
		write("actual: ", f.Actual)
	}
}

// order is that in which results are counted up.
var order = []struct {
	result event.Result
	word   string
}{
	{event.Passed, "passed"},
	{event.Failed, "failed"},
	{event.Errored, "with errors"},
	{event.TimedOut, "timed out"},
	{event.Interrupted, "interrupted"},
	{event.Flaky, "flaky"},
	{event.Skipped, "skipped"},
	{event.Pending, "pending"},
}

// verdict gives the run in a sentence: "2 passed, 1 failed in 3.1s".
func verdict(run *results.Run) string {
	counts := run.Counts()
	var parts []string
	for _, o := range order {
		if n := counts[o.result]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, o.word))
		}
	}
	files := 0
	for _, f := range run.Files {
		files += min(len(f.Failures), 1)
	}
	if files > 0 {
		parts = append(parts, fmt.Sprintf("%s failed outside of tests", counted(files, "file")))
	}
	if n := expected(run); n > 0 {
		parts = append(parts, fmt.Sprintf("%d as expected", n))
	}
	if parts == nil {
		parts = []string{"no tests were run"}
	}
	return strings.Join(parts, ", ") + " in " + report.Duration(run.Duration)
}

// expected counts the tests that did not pass, as they were expected to.
func expected(run *results.Run) (n int) {
	for _, t := range run.Tests {
		if t.Result.Bad() && !t.Unexpected() {
			n++
		}
	}
	return n
}

// counted gives "1 file" or "2 files".
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// slowest gives the n tests that took longest, if they took a second at least and
// there are several.
func slowest(run *results.Run, n int) (all []*results.Test) {
	for _, t := range run.Tests {
		if took(t) >= time.Second {
			all = append(all, t)
		}
	}
	if len(all) < 2 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b *results.Test) int { return cmp.Compare(took(b), took(a)) })
	return all[:min(len(all), n)]
}

// flaky gives the tests that passed at last.
func flaky(run *results.Run) (all []*results.Test) {
	for _, t := range run.Tests {
		if t.Result == event.Flaky {
			all = append(all, t)
		}
	}
	return all
}

// short gives at most so many bytes of s, in whole lines, and says what is not
// there.
func short(s string, most int) string {
	if len(s) <= most {
		return s
	}
	kept := s[:strings.LastIndexByte(s[:most], '\n')+1]
	if kept != "" {
		return kept + fmt.Sprintf("… (%d bytes more)\n", len(s)-len(kept))
	}
	kept = strings.ToValidUTF8(s[:most], "") // of a very long line
	return kept + fmt.Sprintf("…\n… (%d bytes more)\n", len(s)-len(kept))
}
