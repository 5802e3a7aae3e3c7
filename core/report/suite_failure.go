package report

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/tlua/tlua/core/event"
)

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
		c.values(line, lines[1:])
		if f.Source != "" {
			line(c.s.paint(dim, c.s.either("│ ", "| ")+c.s.line(f.Source)))
		}
		c.difference(line, f)
		c.circumstances(line, f)
	}
	c.lines(line, "printed last:", printed)
}

// How lines of a message begin that tell what was, and what should have
// been.
var (
	labelled = regexp.MustCompile(`^[a-z][a-z ]*:`)
	wanted   = regexp.MustCompile(`^(not )?(expected|pattern)\b[^:]*:`)
)

// values shows the lines of a message that tell values: those that should have
// been in green. A value may go on in the lines that follow.
func (c *Suite) values(line func(string), lines []string) {
	color := red
	for _, l := range lines {
		if labelled.MatchString(l) {
			color = red
			if wanted.MatchString(l) {
				color = green
			}
		}
		line(c.s.paint(color, c.s.line(l)))
	}
}

// difference shows what was expected and what was there, in the colours of values.
func (c *Suite) difference(line func(string), f event.Failure) {
	lines := splitLines(f.Diff)
	for n := len(lines); n > 0 && strings.TrimSpace(lines[n-1]) == ""; n-- {
		lines = lines[:n-1] // both end with an empty line, or there is no difference
	}
	for _, l := range lines {
		color := dim
		switch {
		case strings.HasPrefix(l, "-"):
			color = green
		case strings.HasPrefix(l, "+"):
			color = red
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
	jobs, whose := jobsOf(f)
	if whose < 0 {
		c.lines(line, "last output:", f.Tail)
	} else {
		jobs[whose].output = f.Tail // the same, and more of it
	}
	for _, j := range jobs {
		c.block(line, "job: "+c.s.line(j.words), j.output)
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

// toldJob is what a failure tells of a job: how it stands, and its last lines.
type toldJob struct {
	words  string
	output []string
}

// jobsOf gives the jobs of a failure, and which of them its Tail is of; -1 if it is
// of none.
func jobsOf(f event.Failure) (jobs []toldJob, whose int) {
	whose = -1
	for i, text := range f.Jobs {
		lines := splitLines(text)
		j := toldJob{words: lines[0]}
		for _, l := range lines[1:] {
			j.output = append(j.output, strings.TrimPrefix(l, "  "))
		}
		jobs = append(jobs, j)
		label, _, _ := strings.Cut(j.words, "(")
		if within(j.output, f.Tail) && (whose < 0 || strings.Contains(f.Message, label+" ")) {
			whose = i
		}
	}
	return jobs, whose
}

// within reports whether there are lines, and all of them are among others, in the
// same order.
func within(lines, others []string) bool {
	n := 0
	for _, l := range others {
		if n < len(lines) && l == lines[n] {
			n++
		}
	}
	return n > 0 && n == len(lines)
}

// lines shows lines below what they are, if there are any.
func (c *Suite) lines(line func(string), title string, lines []string) {
	if len(lines) > 0 {
		c.block(line, title, lines)
	}
}

// block shows lines below what they are.
func (c *Suite) block(line func(string), title string, lines []string) {
	line(title)
	for _, l := range lines {
		line(c.s.paint(dim, c.s.either("  │ ", "  | ")+c.s.line(l)))
	}
}
