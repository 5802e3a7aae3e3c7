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
