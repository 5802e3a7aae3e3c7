package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tlua/tlua/core/event"
)

const slowest = 5 // tests that are told at the end

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
	return fmt.Sprintf("%s %s %s", c.s.paint(dim, c.place(t)), c.s.paint(bold, c.s.line(t.Name)), c.s.paint(dim, "("+duration(took)+")"))
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
	if (f.Kind == "error" || f.Kind == "timeout") && f.Traceback != "" {
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

// Summary tells how the suite ended: what failed, with the command that repeats
// it, what took long, and the numbers.
func (c *Suite) Summary(took time.Duration, stopped error, notes ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endDots()
	c.foot.Set(nil)
	var b strings.Builder
	if c.o.Style == Pretty {
		c.slowTests(&b)
	}
	c.badTests(&b)
	for _, n := range notes {
		b.WriteString(c.s.line(n) + "\n")
	}
	if stopped != nil {
		b.WriteString(c.s.paint(red, "stopped: ") + c.s.line(stopped.Error()) + "\n")
	}
	b.WriteString(c.verdict(took) + "\n")
	c.print(b.String())
}

// slowTests lists those that took longest, if any took long.
func (c *Suite) slowTests(b *strings.Builder) {
	const long = time.Second
	if len(c.slow) < 2 || c.slow[0].took < long {
		return
	}
	b.WriteString("slowest:\n")
	for _, e := range c.slow {
		if e.took >= long/10 {
			fmt.Fprintf(b, "  %8s  %s %s\n", duration(e.took), c.place(e.test), c.s.line(e.test.Name))
		}
	}
}

// badTests lists those that failed or were flaky, each with what repeats it.
func (c *Suite) badTests(b *strings.Builder) {
	if len(c.bad) == 0 {
		return
	}
	b.WriteString("to repeat:\n")
	for _, e := range c.bad {
		command := RepeatFile(e.file, nil)
		if e.test != nil {
			command = RepeatTest(e.test)
		}
		b.WriteString("  " + c.s.line(command) + c.s.paint(dim, "  # "+string(e.result)) + "\n")
	}
}

// verdict gives the numbers in one line.
func (c *Suite) verdict(took time.Duration) string {
	var parts []string
	files := 0
	for _, e := range c.bad {
		if e.test == nil {
			files++
		}
	}
	for _, r := range []event.Result{event.Passed, event.Failed, event.Errored, event.TimedOut, event.Interrupted, event.Flaky, event.Skipped, event.Pending} {
		if n := c.counts[r]; n > 0 {
			word := map[event.Result]string{event.Errored: "with errors", event.TimedOut: "timed out"}[r]
			if word == "" {
				word = string(r)
			}
			parts = append(parts, c.s.paint(marks[r].color, fmt.Sprintf("%d %s", n, word)))
		}
	}
	if files > 0 {
		word := "files"
		if files == 1 {
			word = "file"
		}
		parts = append(parts, c.s.paint(red, fmt.Sprintf("%d %s failed outside of tests", files, word)))
	}
	if len(parts) == 0 {
		parts = []string{"no tests were run"}
	}
	numbers := strings.Join(parts, ", ")
	if text := c.expects.String(); text != "" {
		numbers += "; " + text
	}
	return numbers + c.s.paint(dim, " in "+duration(took))
}

// draw shows what is running, with a bar of all.
func (c *Suite) draw() {
	if !c.foot.Live() || c.closed {
		return
	}
	if c.timer == nil { // the times go on though nothing happens
		c.timer = time.AfterFunc(time.Second, c.tick)
	}
	now := time.Now()
	var lines []string
	for n, w := range c.workers {
		if w.path == "" {
			continue
		}
		name := w.path
		if w.test != nil {
			name = w.test.Name
		}
		text := fmt.Sprintf("%s %d %s", c.s.either("▸", ">"), n, c.s.line(name))
		for _, s := range w.steps {
			text += c.s.either(" › ", " > ") + c.s.line(s)
		}
		if d := now.Sub(w.began); d >= time.Second {
			text += c.s.paint(dim, " "+duration(d))
		}
		lines = append(lines, text)
	}
	lines = append(lines, c.progress())
	c.foot.Set(func(cols, rows int) []string { return c.s.atMost(max(rows/2, 2), lines) })
}

func (c *Suite) progress() string {
	const width = 30
	done := 0
	if c.o.Units > 0 {
		done = min(c.units*width/c.o.Units, width)
	}
	bar := strings.Repeat(c.s.either("█", "#"), done) + strings.Repeat(c.s.either("░", "-"), width-done)
	text := fmt.Sprintf("%s %d/%d files", bar, c.units, c.o.Units)
	for _, r := range slices.Sorted(maps.Keys(c.counts)) {
		text += fmt.Sprintf(", %d %s", c.counts[r], r)
	}
	return text + c.s.paint(dim, " "+duration(time.Since(c.began)))
}

func (c *Suite) tick() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timer = nil
	c.draw()
}

// Now tells what is running: each test, for how long, where it is, and what it
// printed last.
func (c *Suite) Now() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var b strings.Builder
	now := time.Now()
	for n, w := range c.workers {
		if w.path == "" {
			continue
		}
		name := w.path
		if w.test != nil {
			name = c.place(w.test) + " " + c.s.line(w.test.Name)
		}
		fmt.Fprintf(&b, "worker %d: %s, for %s\n", n, name, duration(now.Sub(w.began)))
		c.circumstances(func(l string) { b.WriteString("    " + l + "\n") },
			event.Failure{Steps: w.steps, Waited: w.waits, Tail: w.printed.all()})
	}
	if b.Len() == 0 {
		return "nothing is running\n"
	}
	return b.String()
}
