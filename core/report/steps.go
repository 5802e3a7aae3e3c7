package report

import (
	"slices"
	"strings"

	"github.com/tlua/tlua/core/event"
)

// script is what the console knows of one runtime.
type script struct {
	name string
	open []*step // the running steps, outermost first
	told string  // the error that the last failed step was told with
}

type step struct {
	text  string
	depth int
	shown bool // its header is written
}

// script finds the runtime of that name.
func (c *Console) script(name string) *script {
	for _, s := range c.scripts {
		if s.name == name {
			return s
		}
	}
	s := &script{name: name}
	c.scripts = append(c.scripts, s)
	return s
}

// forget drops what is known of s while no step of it is running.
func (c *Console) forget(s *script) {
	if len(s.open) == 0 {
		c.scripts = slices.DeleteFunc(c.scripts, func(o *script) bool { return o == s })
	}
}

func (c *Console) stepBegun(s *script, e event.Event) {
	c.leave(s, e.Depth)
	s.open = append(s.open, &step{text: e.Text, depth: e.Depth})
	s.told = ""
	// A step with an end of its own can wait for it, where the footer shows it
	// meanwhile: if nothing comes between, one line tells it all.
	if !e.Block || !c.foot.Live() {
		c.headers(s, len(s.open))
	}
	c.status()
}

func (c *Console) stepEnded(s *script, e event.Event) {
	c.leave(s, e.Depth+1)
	shown := false
	if n := len(s.open); n > 0 && s.open[n-1].depth == e.Depth {
		shown = s.open[n-1].shown
		s.open = s.open[:n-1]
	}
	mark := c.s.paint(green, c.s.either("✓", "ok"))
	if e.Err != nil {
		mark = c.s.paint(red, c.s.either("✗", "FAIL"))
	}
	text := mark + " " + c.s.line(e.Text) + c.s.paint(dim, " ("+duration(e.Duration)+")")
	c.tell(s, text+c.reason(s, e.Err, shown))
	c.status()
}

// reason gives the error of a failed step, once: the steps around it fail of
// the same one.
func (c *Console) reason(s *script, err error, around bool) string {
	if err == nil {
		return ""
	}
	text := err.Error()
	if around && s.told != "" && strings.Contains(text, s.told) {
		return ""
	}
	s.told = text
	return ": " + c.s.line(text)
}

// leave closes the steps of at least that depth, which have told no end.
func (c *Console) leave(s *script, depth int) {
	for n := len(s.open); n > 0 && s.open[n-1].depth >= depth; n-- {
		c.headers(s, n)
		s.open = s.open[:n-1]
	}
}

// headers writes the names of the n outermost running steps, unless that was
// done: before the first line that belongs to them.
func (c *Console) headers(s *script, n int) {
	for i, st := range s.open[:n] {
		if !st.shown {
			st.shown = true
			c.print(s, i, c.s.either("▸ ", "- ")+c.s.line(st.text))
		}
	}
}

// status gives the footer a picture of what is running now. It shares nothing
// with the console, as it is drawn at another time.
func (c *Console) status() {
	if !c.foot.Live() {
		return
	}
	var running []string
	for _, s := range c.scripts {
		if n := len(s.open); n > 0 && !s.open[n-1].shown {
			running = append(running, c.name(s)+c.path(s))
		}
	}
	bars := make([]bar, len(c.bars))
	for i, b := range c.bars {
		bars[i] = *b
	}
	if len(running) == 0 && len(bars) == 0 {
		c.foot.Set(nil)
		return
	}
	st := c.s
	c.foot.Set(func(cols, rows int) []string {
		return st.atMost(max(rows/2, 1), append(running[:len(running):len(running)], st.bars(bars, cols)...))
	})
}

// path gives the running steps of s in one line.
func (c *Console) path(s *script) string {
	var names []string
	for _, st := range s.open {
		names = append(names, c.s.line(st.text))
	}
	return c.s.either("▸ ", "- ") + strings.Join(names, c.s.either(" › ", " > "))
}

// atMost keeps n lines, the last of which says how many more there are.
func (s style) atMost(n int, lines []string) []string {
	if len(lines) <= n {
		return lines
	}
	more := s.either("… ", "... ") + "and " + short(float64(len(lines)-n+1)) + " more"
	return append(lines[:n-1:n-1], s.paint(dim, more))
}
