package report

import (
	"fmt"
	"strings"

	"github.com/tlua/tlua/core/event"
)

// bar is how far one job has come.
type bar struct {
	runtime, id string
	run         int
	label, text string
	amount      *event.Amount
	told        int           // the percentage that a line was last written for; -1: none
	last        *event.Amount // the amount in that line
	untold      bool
}

func (c *Console) progress(s *script, e event.Event) {
	b := c.bar(e)
	b.text, b.amount = e.Text, nil
	if e.Progress != nil {
		a := *e.Progress
		b.amount = &a
	}
	b.untold = b.amount == nil || b.last == nil || b.amount.Done != b.last.Done || b.amount.Total != b.last.Total
	if c.foot.Live() {
		c.status()
	} else if b.due() {
		c.tellProgress(s, b)
	}
}

// bar finds the job of e, or begins with it; a new run begins anew.
func (c *Console) bar(e event.Event) *bar {
	i := c.barOf(e)
	if i < 0 {
		i = len(c.bars)
		c.bars = append(c.bars, nil)
	} else if c.bars[i].run == e.Run {
		return c.bars[i]
	}
	c.bars[i] = &bar{runtime: e.Runtime, id: jobKey(e), run: e.Run, label: e.Job, told: -1}
	return c.bars[i]
}

func (c *Console) barOf(e event.Event) int {
	for i, b := range c.bars {
		if b.id == jobKey(e) && b.runtime == e.Runtime {
			return i
		}
	}
	return -1
}

func jobKey(e event.Event) string {
	if e.JobID != "" {
		return e.JobID
	}
	return e.Job
}

// jobEnded tells a job's last progress and takes its bar away.
func (c *Console) jobEnded(s *script, e event.Event) {
	i := c.barOf(e)
	if i < 0 {
		return
	}
	b := c.bars[i]
	c.bars = append(c.bars[:i], c.bars[i+1:]...)
	if c.foot.Live() {
		c.status()
	} else if b.untold {
		c.tellProgress(s, b)
	}
}

func (c *Console) tellProgress(s *script, b *bar) {
	b.told, b.last, b.untold = max(b.percent(), 0), b.amount, false
	text := c.s.line(b.label) + ": "
	switch p := b.percent(); {
	case p >= 0:
		text += fmt.Sprintf("%d%% (%s)", p, c.s.line(b.count()))
	case b.amount != nil:
		text += c.s.line(b.count())
	default:
		text += c.s.line(b.text)
	}
	c.tellUnder(s, text)
}

// due reports whether there is news for a line: the first progress, another
// 10 %, or 10 % less than there were.
func (b *bar) due() bool {
	p := b.percent()
	return b.told < 0 || p >= 0 && (p/10 > b.told/10 || p <= b.told-10)
}

// percent gives how much is done, -1 if that is not known. Only all of it is
// 100.
func (b *bar) percent() int {
	if b.amount == nil || b.amount.Total <= 0 {
		return -1
	}
	return int(100 * float64(min(max(b.amount.Done, 0), b.amount.Total)) / float64(b.amount.Total))
}

// count gives "31/77 pieces".
func (b *bar) count() string {
	a := b.amount
	if a.Total <= 0 {
		return quantity(float64(a.Done), a.Unit)
	}
	if a.Unit == "B" || a.Unit == "bytes" {
		return quantity(float64(a.Done), a.Unit) + " of " + quantity(float64(a.Total), a.Unit)
	}
	return strings.TrimSpace(fmt.Sprintf("%d/%d %s", a.Done, a.Total, a.Unit))
}

// numbers gives what is written beside the bar.
func (b *bar) numbers() string {
	if b.amount == nil {
		return b.text
	}
	text := b.count()
	if p := b.percent(); p >= 0 {
		text = fmt.Sprintf("%3d%%  %s", p, text)
	}
	if b.amount.Rate > 0 {
		unit := b.amount.Unit
		if unit == "" {
			unit = "units"
		}
		text += "  " + quantity(b.amount.Rate, unit) + "/s"
	}
	return text
}

// bars draws the jobs' progress, one below the other.
func (s style) bars(bars []bar, cols int) []string {
	labels, numbers := 0, 0
	for i := range bars {
		labels = max(labels, width(s.line(bars[i].label)))
		if bars[i].percent() >= 0 {
			numbers = max(numbers, width(s.line(bars[i].numbers())))
		}
	}
	labels = min(labels, cols/3)
	size := min(cols-1-labels-2-numbers-1, 30)
	lines := make([]string, len(bars))
	for i := range bars {
		label := clip(s.line(bars[i].label), labels)
		label += strings.Repeat(" ", labels-width(label)+2)
		if p := bars[i].percent(); p >= 0 && size >= 6 {
			label += s.gauge(p, size) + " "
		}
		lines[i] = label + s.line(bars[i].numbers())
	}
	return lines
}

// gauge draws a bar of at most size columns.
func (s style) gauge(percent, size int) string {
	full, empty := "━", "─"
	if !s.unicode {
		full, empty = "#", "-"
	}
	size /= max(width(full), 1) // two columns each in some locales
	done := size * percent / 100
	return s.paint(green, strings.Repeat(full, done)) + s.paint(dim, strings.Repeat(empty, size-done))
}
