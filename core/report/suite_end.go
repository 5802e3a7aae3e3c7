package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tlua/tlua/core/event"
)

const slowest = 5 // tests that are told at the end

// Summary tells how the suite ended: what failed, with the command that repeats
// it, what took long, why it failed or came early, and the numbers. If it failed,
// results are where more is told; "" is nowhere.
func (c *Suite) Summary(results string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endDots()
	c.foot.Set(nil)
	var b strings.Builder
	if c.o.Style == Pretty || c.o.Style == AllLines {
		c.slowTests(&b)
	}
	c.badTests(&b)
	failed := c.fails > 0 || c.end.Result == event.Interrupted
	if failed && c.o.Style == Brief {
		b.WriteString(c.seed())
	}
	if n := c.flaky; n > 0 && c.about.FailOnFlaky {
		b.WriteString(c.s.paint(red, count(n, "flaky test")+" failed the run") + " (--fail-on-flaky)\n")
	}
	if text := c.s.line(c.end.Text); c.end.Result == event.Interrupted {
		b.WriteString(c.s.paint(red, text) + "\n")
	} else if text != "" {
		b.WriteString(c.s.paint(red, "ended early: ") + text + "\n")
	}
	if failed && results != "" && c.o.Style != Brief {
		b.WriteString(c.s.paint(dim, "results: "+c.s.line(results)) + "\n")
	}
	b.WriteString(c.verdict() + "\n")
	c.print(b.String())
}

// seed tells that of the order, "" if that is the one in which tests are written.
func (c *Suite) seed() string {
	if c.about.Seed == 0 {
		return ""
	}
	return fmt.Sprintf("shuffled by seed %d\n", c.about.Seed)
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
			fmt.Fprintf(b, "  %8s  %s %s\n", duration(e.took), c.place(e.test), c.s.line(e.test.Title()))
		}
	}
}

// badTests lists those that failed or were flaky, each with what repeats it.
func (c *Suite) badTests(b *strings.Builder) {
	const most = 20 // commands
	var commands []string
	results := map[string][]string{}
	for _, e := range c.bad {
		command := c.repeat.File(e.file, nil)
		if e.test != nil {
			command = c.repeat.Test(e.test)
		}
		if results[command] == nil {
			commands = append(commands, command)
		}
		if !slices.Contains(results[command], string(e.result)) {
			results[command] = append(results[command], string(e.result))
		}
	}
	if commands == nil {
		return
	}
	b.WriteString("to repeat:\n")
	for _, command := range commands[:min(len(commands), most)] {
		b.WriteString("  " + c.s.line(command) + c.s.paint(dim, "  # "+strings.Join(results[command], ", ")) + "\n")
	}
	if more := len(commands) - most; more > 0 {
		fmt.Fprintf(b, "  %s%d more", c.s.either("… ", "... "), more)
		if command := c.repeat.LastFailed(); command != "" {
			b.WriteString(": " + c.s.line(command))
		}
		b.WriteByte('\n')
	}
}

// verdict gives the numbers in one line.
func (c *Suite) verdict() string {
	var parts []string
	files := map[string]bool{} // with one set of parameters or another
	for _, e := range c.bad {
		if e.test == nil {
			files[e.file] = true
		}
	}
	for _, r := range inOrder {
		if n := c.counts[r]; n > 0 {
			parts = append(parts, c.s.paint(marks[r].color, fmt.Sprintf("%d %s", n, wordOf(r))))
		}
	}
	if len(files) > 0 {
		parts = append(parts, c.s.paint(red, count(len(files), "file")+" failed outside of tests"))
	}
	if len(parts) == 0 {
		parts = []string{"no tests were run"}
	}
	numbers := strings.Join(parts, ", ")
	if text := c.expects.String(); text != "" {
		numbers += "; " + text
	}
	return numbers + c.s.paint(dim, " in "+duration(c.end.Duration))
}
