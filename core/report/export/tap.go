package export

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// TAP writes the run in version 14 of the Test Anything Protocol: a point for
// each test, without subtests, so that readers of version 13 understand it, too.
// Tests that were skipped are SKIP, those that are to be written yet or failed as
// expected are TODO; what went wrong outside of tests is a point named after the
// file.
func TAP(w io.Writer, run *results.Run) error {
	t := &tap{run: run}
	for _, x := range run.Tests {
		t.test(x)
	}
	for _, f := range run.Files {
		if len(f.Failures) > 0 {
			t.point("not ok", f.Path, "")
			t.diagnose(f.Failures, cmp.Or(f.Result, event.Errored), 0)
		}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "TAP version 14\n1..%d", t.n)
	if t.n == 0 {
		b.WriteString(" # SKIP no tests were run")
	}
	b.WriteByte('\n')
	b.Write(t.points.Bytes())
	if gaps := run.Gaps(); gaps != nil {
		var why []string
		for _, g := range gaps {
			why = append(why, report.Printable(g.Text))
		}
		b.WriteString("Bail out! " + strings.Join(why, "; ") + "\n")
	}
	_, err := w.Write(b.Bytes())
	return err
}

type tap struct {
	run    *results.Run
	points bytes.Buffer
	n      int
}

// test writes the point of a test.
func (t *tap) test(x *results.Test) {
	name := x.File + ": " + title(x)
	switch {
	case t.run.Fails(x):
		t.point("not ok", name, "")
		t.diagnose(failuresOf(t.run, x, last(x)), x.Result, len(x.Attempts))
	case x.Result.Bad():
		t.point("not ok", name, directive("TODO", note(x.Expected)))
		t.diagnose(failuresOf(t.run, x, last(x)), x.Result, len(x.Attempts))
	case x.Result == event.Pending:
		t.point("not ok", name, directive("TODO", x.Reason))
	case x.Result == event.Skipped:
		t.point("ok", name, directive("SKIP", x.Reason))
	case x.Result == event.Flaky:
		t.point("ok", name, "")
		for _, a := range x.Attempts {
			if a.Result.Bad() {
				t.diagnose(failuresOf(t.run, x, a), x.Result, len(x.Attempts))
				break
			}
		}
	default:
		t.point("ok", name, "")
		if x.Reason != "" { // for which it passed, though a check failed
			t.points.WriteString("  ---\n  message: " + quoted(x.Reason) + "\n  severity: comment\n  ...\n")
		}
	}
}

func directive(word, reason string) string {
	return strings.TrimSpace(" # " + word + " " + description(reason))
}

func (t *tap) point(ok, name, directive string) {
	t.n++
	if directive != "" {
		directive = " " + directive
	}
	fmt.Fprintf(&t.points, "%s %d - %s%s\n", ok, t.n, description(name), directive)
}

// description escapes what has a meaning behind a point.
func description(s string) string {
	return strings.NewReplacer(`\`, `\\`, `#`, `\#`).Replace(report.Printable(s))
}

// diagnose writes YAML that says why. Its strings are those of JSON, which are
// YAML's too.
func (t *tap) diagnose(failures []event.Failure, result event.Result, attempts int) {
	line := func(text string) { t.points.WriteString("  " + text + "\n") }
	line("---")
	line("message: " + quoted(headline(failures)))
	line("severity: fail")
	line("result: " + quoted(string(result)))
	if attempts > 1 {
		line(fmt.Sprintf("attempts: %d", attempts))
	}
	for _, f := range failures {
		if f.Path != "" && f.Line > 0 {
			line("at:")
			line("  file: " + quoted(f.Path))
			line(fmt.Sprintf("  line: %d", f.Line))
			break
		}
	}
	line("details: |")
	for l := range strings.Lines(strings.TrimLeft(short(explain(failures), outputOfBad), " \t\n")) {
		if l = strings.TrimRight(l, " \t\n"); l != "" { // prove takes an empty one for the end
			line("  " + l)
		}
	}
	line("...")
}

// quoted gives text in quotes.
func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(report.Printable(s)) // a string: it cannot fail
	return strings.TrimSuffix(b.String(), "\n")
}
