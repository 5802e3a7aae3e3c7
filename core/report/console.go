package report

import (
	"io"
	"log/slog"
	"strings"
	"sync"

	"github.com/tlua/tlua/core/event"
)

// Console is an observer that tells a person what happens: steps, verdicts,
// artifacts, skips, warnings, progress and the matches of filters that have a
// level of info or more. On a terminal the running steps and the jobs' progress
// are shown in status lines below; elsewhere progress is told in lines, one for
// each 10 %. All that comes from scripts and programs is escaped.
type Console struct {
	o    Options
	s    style
	foot *Footer

	mu      sync.Mutex
	scripts []*script
	bars    []*bar
}

// NewConsole gives a console. It is to be closed.
func NewConsole(o Options) *Console {
	return &Console{o: o, s: style{color: o.Color, unicode: o.Unicode}, foot: NewFooter(o.Out)}
}

// Wants reports whether the console has anything to tell about events of kind k.
func (c *Console) Wants(k event.Kind) bool {
	switch k {
	case event.Log, event.Match, event.Orphan:
		return true
	case event.StepBegun, event.StepEnded, event.Verdict, event.Artifact, event.Skip, event.Progress, event.JobEnded:
		return !c.o.Quiet
	}
	return false
}

// Observe tells of e.
func (c *Console) Observe(e event.Event) {
	if !c.Wants(e.Kind) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.script(e.Runtime)
	defer c.forget(s)
	switch e.Kind {
	case event.StepBegun:
		c.stepBegun(s, e)
	case event.StepEnded:
		c.stepEnded(s, e)
	case event.Verdict:
		c.tell(s, c.s.paint(bold, "verdict:")+" "+c.s.line(e.Text))
	case event.Artifact:
		c.tell(s, "artifact: "+c.s.line(e.Text)+c.s.either(" → ", " -> ")+c.s.line(e.Path))
	case event.Skip:
		c.tell(s, c.s.paint(yellow, "skipped:")+" "+c.s.line(e.Text))
	case event.Log, event.Orphan:
		c.log(s, e)
	case event.Match:
		c.match(s, e)
	case event.Progress:
		c.progress(s, e)
	case event.JobEnded:
		c.jobEnded(s, e)
	}
}

// Shows reports whether the console tells of e itself, so that a log on the same
// terminal need not.
func (c *Console) Shows(e event.Event) bool {
	least := slog.LevelWarn
	switch e.Kind {
	case event.JobEnded: // it only takes away a progress bar
		return false
	case event.Match:
		least = slog.LevelInfo
	case event.Log, event.Orphan:
	default:
		return c.Wants(e.Kind)
	}
	if c.o.Quiet {
		least = slog.LevelError
	}
	return e.Level >= least
}

// Write puts p above the status lines, as it is: for a log that shares the
// console's terminal.
func (c *Console) Write(p []byte) (int, error) { return c.foot.Write(p) }

// Beside gives a writer to w that leaves the status lines whole, for what
// scripts print to stdout; see Footer.Beside. What is written comes after the
// names of the steps that are running.
func (c *Console) Beside(w io.Writer) io.Writer {
	beside := c.foot.Beside(w)
	if beside == w {
		return w
	}
	return under{c, beside}
}

// under is a writer for what belongs to the running steps.
type under struct {
	c *Console
	w io.Writer
}

func (u under) Write(p []byte) (int, error) {
	u.c.mu.Lock()
	for _, s := range u.c.scripts {
		u.c.headers(s, len(s.open))
	}
	u.c.mu.Unlock()
	return u.w.Write(p)
}

// Note tells a person something that is no event.
func (c *Console) Note(text string) {
	_, _ = io.WriteString(c.foot, c.s.line(text)+"\n") // as in print
}

// Close names the steps that are still running and removes the status lines.
func (c *Console) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.scripts {
		c.headers(s, len(s.open))
	}
	c.scripts, c.bars = nil, nil
	return c.foot.Close()
}

// log tells of warnings and errors.
func (c *Console) log(s *script, e event.Event) {
	if !c.Shows(e) {
		return
	}
	text := c.s.line(e.Text)
	if fields := pairs(e.Fields); fields != "" {
		text += " " + c.s.paint(dim, c.s.line(fields))
	}
	c.tell(s, c.s.level(e.Level)+text)
}

// match tells what a filter has found.
func (c *Console) match(s *script, e event.Event) {
	if !c.Shows(e) {
		return
	}
	who := strings.TrimSpace(e.Job + " " + e.Filter)
	c.tellUnder(s, c.s.level(e.Level)+c.s.line(who)+": "+c.s.line(string(e.Data)))
}

// level gives the word that a line of that level begins with.
func (s style) level(l slog.Level) string {
	switch {
	case l >= slog.LevelError:
		return s.paint(red, "error:") + " "
	case l >= slog.LevelWarn:
		return s.paint(yellow, "warning:") + " "
	}
	return ""
}

// tell writes a line below the headers of the steps that s is in.
func (c *Console) tell(s *script, text string) {
	c.headers(s, len(s.open))
	c.print(s, len(s.open), text)
}

// tellUnder is tell, set in even where there is no step.
func (c *Console) tellUnder(s *script, text string) {
	c.headers(s, len(s.open))
	c.print(s, max(len(s.open), 1), text)
}

// print writes a line set in by depth. That a terminal is gone must not stop
// the script that is told of.
func (c *Console) print(s *script, depth int, text string) {
	_, _ = io.WriteString(c.foot, c.name(s)+strings.Repeat("  ", depth)+text+"\n")
}

// name gives what the lines of s begin with.
func (c *Console) name(s *script) string {
	if !c.o.Names || s.name == "" {
		return ""
	}
	return c.s.paint(dim, "["+c.s.line(s.name)+"]") + " "
}
