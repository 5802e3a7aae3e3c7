package html

import "time"

// scale places moments on an axis, in percent of its width.
type scale struct {
	from, to time.Duration
	past     float64 // percent at the right for what goes on after the end
}

// x is where a moment is; those before and after the axis are at its ends.
func (s scale) x(t time.Duration) float64 {
	switch end := 100 - s.past; {
	case t <= s.from || s.to <= s.from:
		return 0
	case t >= s.to:
		return end
	default:
		return end * float64(t-s.from) / float64(s.to-s.from)
	}
}

// tick is a moment that the axis names, counted from its begin.
type tick struct {
	x    float64
	text string
}

// ticks names moments that are easily read, at most most of them.
func (s scale) ticks(most int) []tick {
	all := s.to - s.from
	if all <= 0 {
		return nil
	}
	step := roundStep(all, most)
	var ticks []tick
	for t := time.Duration(0); t <= all; t += step {
		ticks = append(ticks, tick{s.x(s.from + t), moment(t)})
	}
	return ticks
}

// steps are what minutes and hours are divided by; shorter times are divided by
// 1, 2 and 5.
var steps = []time.Duration{
	10 * time.Second, 20 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute,
	10 * time.Minute, 20 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour,
}

// roundStep is the shortest round step of which fewer than most make all.
func roundStep(all time.Duration, most int) time.Duration {
	fits := func(step time.Duration) bool { return all/step < time.Duration(most) }
	for unit := 100 * time.Microsecond; unit < 10*time.Second; unit *= 10 {
		for _, n := range []time.Duration{1, 2, 5} {
			if fits(n * unit) {
				return n * unit
			}
		}
	}
	for _, step := range steps {
		if fits(step) {
			return step
		}
	}
	step := 24 * time.Hour
	for !fits(step) {
		step *= 2
	}
	return step
}

// drawn are the ticks as they are drawn, with lines down to a height.
func (s scale) drawn(height int) []shape {
	var all []shape
	for _, t := range s.ticks(mostTicks) {
		class := literal("mid")
		if t.x < 2 {
			class = ""
		} else if t.x > 96 {
			class = "end"
		}
		all = append(all, shape{kind: line, class: "grid", x: t.x, y: axisHeight - 6, h: height - axisHeight + 6},
			shape{kind: text, class: class, x: t.x, y: 12, text: t.text})
	}
	return all
}

// span is a stretch of time with a place among those at the same height.
type span struct{ from, to time.Duration }

// stack gives each span the first row in which it meets no other, and the
// number of rows. The spans are in the order in which they begin.
func stack(spans []span) (rows []int, n int) {
	var ends []time.Duration
	rows = make([]int, len(spans))
	for i, s := range spans {
		row := 0
		for row < len(ends) && ends[row] > s.from {
			row++
		}
		if row == len(ends) {
			ends = append(ends, 0)
		}
		ends[row] = s.to
		rows[i] = row
	}
	return rows, len(ends)
}
