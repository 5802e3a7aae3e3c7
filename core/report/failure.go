package report

import (
	"errors"
	"strings"

	"github.com/tlua/tlua/core/job"
)

// Failure is the final error of a script or a test.
type Failure struct {
	Title     string   // what failed; optional
	Message   string   // why, in one or more lines
	Traceback string   // where, in lines; optional
	Tail      []string // the last lines of output of the job concerned, oldest first; optional
}

// FailureOf gives an error's text, and the last words of the job that a
// job.Error tells of.
func FailureOf(err error) Failure {
	f := Failure{Message: err.Error()}
	var e *job.Error
	if errors.As(err, &e) {
		f.Tail = e.Tail
	}
	return f
}

// Depth gives how many lines of the traceback are the script's.
func (f Failure) Depth() int {
	n := 0
	for _, line := range splitLines(f.Traceback)[1:] {
		if !strings.HasPrefix(strings.TrimSpace(line), "[C]:") {
			n++
		}
	}
	return n
}

// Failure tells of a final error: title, message, traceback, and the job's last
// lines.
func (c *Console) Failure(f Failure) {
	var b strings.Builder
	if f.Title != "" {
		b.WriteString(c.s.paint(red, c.s.either("✗", "FAIL")) + " " + c.s.paint(bold, c.s.line(f.Title)) + "\n")
	}
	b.WriteString(c.s.paint(red, "error:") + " ")
	for i, line := range splitLines(f.Message) {
		if i > 0 {
			b.WriteString("  ")
		}
		b.WriteString(c.s.line(line) + "\n")
	}
	if f.Traceback != "" {
		for i, line := range splitLines(f.Traceback) {
			if i > 0 && !strings.HasPrefix(line, "\t") { // not to be taken for a line of the console's
				line = "  " + line
			}
			b.WriteString(c.s.paint(dim, c.s.line(line)) + "\n")
		}
	}
	if len(f.Tail) > 0 {
		b.WriteString("last output:\n")
		for _, line := range f.Tail {
			b.WriteString(c.s.paint(dim, c.s.either("  │ ", "  | ")) + c.s.line(line) + "\n")
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = c.foot.Write([]byte(b.String())) // there is nobody left to tell
}

// splitLines gives the lines of text, at least one.
func splitLines(text string) []string {
	return strings.Split(strings.TrimRight(text, "\n"), "\n")
}
