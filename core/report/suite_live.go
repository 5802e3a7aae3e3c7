package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/tlua/tlua/core/event"
)

// running is what a line below tells of a worker.
type running struct {
	head  string // "▸ 3 "
	name  string // of the test, or the file
	steps string // " › outer › inner"
	took  string // " 2.6 s"; "" at first
}

// line fits it into a terminal's width: the end of a name tells most, and so do
// the innermost step and the time.
func (r running) line(s style, cols int) string {
	room := cols - 1 - width(r.head) - width(r.took)
	steps := s.ending(r.steps, max(room/2, room-width(r.name)))
	return r.head + s.ending(r.name, room-width(steps)) + steps + s.paint(dim, r.took)
}

// ending gives as much of the end of a text as there is room for.
func (s style) ending(text string, cols int) string {
	mark := s.either("…", "...")
	tooMuch := width(text) - cols
	switch {
	case tooMuch <= 0:
		return text
	case cols <= width(mark):
		return clip(mark, cols)
	}
	return mark + strings.TrimLeft(cells().TruncateLeft(text, tooMuch+width(mark), ""), " ")
}

// draw shows what is running, with a bar of all.
func (c *Suite) draw() {
	if !c.foot.Live() || c.closed || c.paused > 0 {
		return
	}
	if c.timer == nil { // the times go on though nothing happens
		c.timer = time.AfterFunc(time.Second, c.tick)
	}
	now := time.Now()
	var all []running
	for n, w := range c.workers {
		if w.path != "" {
			all = append(all, c.running(n, w, now))
		}
	}
	done, s := c.done(now), c.s
	c.foot.Set(func(cols, rows int) []string {
		var lines []string
		for _, r := range all {
			lines = append(lines, r.line(s, cols))
		}
		room := min(max(rows/2, 2), rows-1) - 1 // the last is for all
		if room < 2 && len(lines) > room {
			lines = nil
		}
		return append(s.atMost(room, lines), done.line(s, cols))
	})
}

func (c *Suite) running(n int, w *worker, now time.Time) running {
	r := running{head: fmt.Sprintf("%s %d ", c.s.either("▸", ">"), n), name: c.s.line(w.path)}
	if w.test != nil {
		r.name = c.s.line(w.test.Title())
	}
	for _, s := range w.steps {
		r.steps += c.s.either(" › ", " > ") + c.s.line(s)
	}
	if d := now.Sub(w.began); d >= time.Second {
		r.took = " " + duration(d)
	}
	return r
}

// done is what the line about all tells.
type done struct {
	percent int    // of the files
	text    string // "1/3 files, 9 tests, 2 failed"
	took    string // " 3.4 s"
}

func (c *Suite) done(now time.Time) done {
	tests, others := 0, ""
	for _, r := range inOrder {
		n := c.counts[r]
		tests += n
		if n > 0 && r != event.Passed {
			others += fmt.Sprintf(", %d %s", n, wordOf(r))
		}
	}
	d := done{text: fmt.Sprintf("%d/%d files, %s", c.units, c.o.Units, count(tests, "test")) + others, took: " " + duration(now.Sub(c.began))}
	if c.o.Units > 0 {
		d.percent = 100 * c.units / c.o.Units
	}
	return d
}

// line fits it into a terminal's width: the bar has what the numbers leave.
func (d done) line(s style, cols int) string {
	const least, most = 5, 30
	room := cols - 1 - width(d.took)
	text := clip(d.text, room)
	if bar := min(room-width(text)-1, most); bar >= least {
		text = s.gauge(d.percent, bar) + " " + text
	}
	return text + s.paint(dim, d.took)
}

func (c *Suite) tick() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timer = nil
	if !c.closed {
		c.keys.silence()
	}
	c.draw()
}

// Pause takes what is shown below away, and lets keys be seen, until the function
// that it gives is called: for a person who is to type.
func (c *Suite) Pause() (resume func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.paused++
	c.foot.Set(nil)
	c.keys.restore()
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.paused--; c.paused == 0 && !c.closed {
			c.keys.silence()
		}
		c.draw()
	}
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
		name := c.s.line(w.path)
		if w.test != nil {
			name = c.place(w.test) + " " + c.s.line(w.test.Title())
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
