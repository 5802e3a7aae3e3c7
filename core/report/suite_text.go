package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/tlua/tlua/core/event"
)

// marks are what a line of a result begins with.
var marks = map[event.Result]struct{ unicode, ascii, color, dot string }{
	event.Passed:      {"✓", "ok  ", green, "."},
	event.Failed:      {"✗", "FAIL", red, "F"},
	event.Errored:     {"✗", "ERR ", red, "E"},
	event.TimedOut:    {"✗", "TIME", red, "T"},
	event.Interrupted: {"✗", "STOP", red, "I"},
	event.Skipped:     {"-", "skip", yellow, "s"},
	event.Pending:     {"-", "todo", yellow, "p"},
	event.Flaky:       {"~", "flak", yellow, "~"},
}

// inOrder are the results as they are counted.
var inOrder = []event.Result{event.Passed, event.Failed, event.Errored, event.TimedOut, event.Interrupted, event.Flaky, event.Skipped, event.Pending}

// wordOf says what so many tests of a result are: "2 timed out".
func wordOf(r event.Result) string {
	switch r {
	case event.Errored:
		return "with errors"
	case event.TimedOut:
		return "timed out"
	}
	return string(r)
}

// count gives "1 test", "2 tests".
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

func (c *Suite) mark(r event.Result) string {
	m := marks[r]
	text := m.unicode
	if r.Bad() {
		text += " " + strings.ToUpper(string(r))
	} else if r != event.Passed {
		text += " " + string(r)
	}
	return c.s.paint(m.color, c.s.either(text, m.ascii))
}

// dot writes a character for a test.
func (c *Suite) dot(dot, color string) {
	const most = 70
	c.print(c.s.paint(color, dot))
	if c.dots++; c.dots == most {
		c.endDots()
	}
}

// endDots ends the line that dots are on.
func (c *Suite) endDots() {
	if c.dots > 0 {
		c.print("\n")
		c.dots = 0
	}
}

// title names a test: its place, its name, its time.
func (c *Suite) title(t *event.Test, took time.Duration) string {
	return fmt.Sprintf("%s %s %s", c.s.paint(dim, c.place(t)), c.s.paint(bold, c.s.line(t.Title())), c.s.paint(dim, "("+duration(took)+")"))
}

func (c *Suite) place(t *event.Test) string {
	if t.Line == 0 {
		return c.s.line(t.File)
	}
	return fmt.Sprintf("%s:%d", c.s.line(t.File), t.Line)
}

// failures tells why a test failed, and what helps to see how.
func (c *Suite) failures(b *strings.Builder, file string, all []event.Failure, printed []string) {
	line := func(text string) { b.WriteString("    " + text + "\n") }
	for _, f := range all {
		lines := splitLines(f.Message)
		where := ""
		if f.Line > 0 {
			where = fmt.Sprintf("%s:%d: ", c.s.line(file), f.Line)
		}
		if f.Soft {
			where += "check: "
		} else if f.Kind != "failure" {
			where += f.Kind + ": "
		}
		b.WriteString("  " + where + c.s.paint(red, c.s.line(lines[0])) + "\n")
		for _, l := range lines[1:] {
			line(c.s.paint(red, c.s.line(l)))
		}
		if f.Source != "" {
			line(c.s.paint(dim, c.s.either("│ ", "| ")+c.s.line(f.Source)))
		}
		c.difference(line, f)
		c.circumstances(line, f)
	}
	c.block(line, "printed last:", printed)
}

// difference shows expected and actual.
func (c *Suite) difference(line func(string), f event.Failure) {
	if f.Diff == "" {
		return
	}
	for _, l := range splitLines(f.Diff) {
		color := dim
		switch {
		case strings.HasPrefix(l, "-"):
			color = red
		case strings.HasPrefix(l, "+"):
			color = green
		}
		line(c.s.paint(color, c.s.line(l)))
	}
}

// circumstances tells what was going on.
func (c *Suite) circumstances(line func(string), f event.Failure) {
	if len(f.Steps) > 0 {
		var names []string
		for _, s := range f.Steps {
			names = append(names, c.s.line(s))
		}
		line("in step: " + strings.Join(names, c.s.either(" › ", " > ")))
	}
	if f.Waited != "" {
		line("waited for " + c.s.line(f.Waited))
	}
	c.block(line, "last output:", f.Tail)
	for _, j := range f.Jobs {
		lines := splitLines(j)
		line("job: " + c.s.line(lines[0]))
		for _, l := range lines[1:] {
			line(c.s.paint(dim, c.s.either("  │ ", "  | ")+c.s.line(strings.TrimPrefix(l, "  "))))
		}
	}
	if f.Kind != "failure" && f.Kind != "orphan" && f.Traceback != "" {
		for i, l := range splitLines(f.Traceback) {
			if i > 0 {
				l = "  " + strings.TrimSpace(l)
			}
			line(c.s.paint(dim, c.s.line(l)))
		}
	}
}

func (c *Suite) block(line func(string), title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	line(title)
	for _, l := range lines {
		line(c.s.paint(dim, c.s.either("  │ ", "  | ")+c.s.line(l)))
	}
}
