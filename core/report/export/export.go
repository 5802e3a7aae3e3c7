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

// How much a headline has, in bytes: of a message, and of each of two values.
const (
	longest      = 300
	longestValue = 80
)

// headline gives a failure's message in one line, with the values that were
// compared if they are short.
func headline(failures []event.Failure) string {
	f := failures[0]
	line, _, more := strings.Cut(strings.TrimSpace(f.Message), "\n")
	if f.Expected != "" && f.Actual != "" && max(len(f.Expected), len(f.Actual)) <= longestValue && !strings.Contains(f.Expected+f.Actual, "\n") {
		line, more = fmt.Sprintf("%s: got %s, expected %s", line, f.Actual, f.Expected), false
	}
	if len(line) > longest {
		line, more = strings.ToValidUTF8(line[:longest], ""), true
	}
	line = report.Printable(strings.TrimSpace(line))
	if more || len(failures) > 1 {
		line += " …"
	}
	return cmp.Or(line, report.Printable(failures[0].Kind), "failed")
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
