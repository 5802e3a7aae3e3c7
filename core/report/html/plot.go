package html

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

const (
	plotHeight = 46
	plotGap    = 14
	mostPlots  = 12
	mostPoints = 300 // of a curve; more are drawn as the least and the most of each stretch
)

// series are values over time; a new start of the job begins a new curve.
type series struct {
	job, name string
	unit, per string // B and /s
	curves    [][]point
	ends      []time.Duration // of the runs that the curves are of; 0: they go on
	top       float64         // what the axis reaches to at least
}

type point struct {
	at time.Duration
	v  float64
}

// seriesOf gives what a job measured: how far it came, how fast, and what its
// filters read.
func seriesOf(j *results.Job) []series {
	done, rate := series{job: j.Label, name: "done"}, series{job: j.Label, name: "rate", per: "/s"}
	values := map[string]*series{}
	var names []string
	for _, run := range j.Runs {
		var ds, rs []point
		read := map[string][]point{}
		for _, p := range run.Progress {
			done.unit, rate.unit = p.Unit, p.Unit
			done.top = max(done.top, float64(p.Total))
			ds = append(ds, point{p.At, float64(p.Done)})
			rs = append(rs, point{p.At, p.Rate})
		}
		for _, m := range run.Matches {
			if m.Value == nil || math.IsNaN(*m.Value) || math.IsInf(*m.Value, 0) {
				continue
			}
			if values[m.Filter] == nil {
				values[m.Filter] = &series{job: j.Label, name: m.Filter}
				names = append(names, m.Filter)
			}
			read[m.Filter] = append(read[m.Filter], point{m.At, *m.Value})
		}
		done.add(ds, run.End)
		rate.add(rs, run.End)
		for name, ps := range read {
			values[name].add(ps, run.End)
		}
	}
	all := []series{done, rate}
	for _, name := range names {
		all = append(all, *values[name])
	}
	return slices.DeleteFunc(all, func(s series) bool { return s.most() == 0 && s.least() == 0 || s.len() < 2 })
}

func (s *series) add(curve []point, end time.Duration) {
	s.curves, s.ends = append(s.curves, curve), append(s.ends, end)
}

func (s *series) len() (n int) {
	for _, c := range s.curves {
		n += len(c)
	}
	return n
}

func (s *series) most() (v float64) {
	for _, c := range s.curves {
		for _, p := range c {
			v = max(v, p.v)
		}
	}
	return v
}

func (s *series) least() (v float64) {
	for _, c := range s.curves {
		for _, p := range c {
			v = min(v, p.v)
		}
	}
	return v
}

// value is a value of the series as it is read.
func (s *series) value(v float64) string { return report.Quantity(v, s.unit) + s.per }

// said says the series in words: its last value, or its range and mean.
func (s *series) said() string {
	var sum, last float64
	low := math.Inf(1)
	for _, c := range s.curves {
		for _, p := range c {
			sum, last, low = sum+p.v, p.v, min(low, p.v)
		}
	}
	return fmt.Sprintf("%s %s\nmin %s, mean %s, max %s, last %s", s.job, s.name,
		s.value(low), s.value(sum/float64(s.len())), s.value(s.most()), s.value(last))
}

// plots draws the series of all jobs below their lanes, on the same axis.
func (g *ganttPicture) plots(jobs []*results.Job) {
	var all []series
	for _, j := range jobs {
		all = append(all, seriesOf(j)...)
	}
	for _, s := range all[:min(len(all), mostPlots)] {
		g.plot(&s)
	}
	if n := len(all) - mostPlots; n > 0 {
		g.note(fmt.Sprintf("%s not drawn", count(n, "more series of values is", "more series of values are")))
	}
}

// plot draws one series as curves, each with the area below it.
func (g *ganttPicture) plot(s *series) {
	low, high := s.least(), max(s.most(), s.top)
	y := g.height + plotGap
	g.row(y+10, s.job, "", s.job)
	g.row(y+22, s.name, "soft", "")
	g.row(y+34, "max "+s.value(s.most())+either(s.top > s.most(), " of "+s.value(s.top), ""), "soft", "")
	g.add(shape{kind: flat, class: "grid", x: 0, w: 100 - g.past, y: y}, shape{kind: flat, class: "base", x: 0, w: 100 - g.past, y: y + plotHeight})
	for i, c := range s.curves {
		if len(c) == 0 {
			continue
		}
		c = thinned(c, mostPoints)
		// What was known last holds until the run ends.
		last, end := c[len(c)-1], either(s.ends[i] == 0, g.to, s.ends[i])
		if end > last.at {
			c = append(c[:len(c):len(c)], point{end, last.v})
		}
		x, w := g.stretch(c[0].at, c[len(c)-1].at)
		line := curvePath(c, low, high)
		g.add(shape{kind: curve, class: "area", x: x, w: w, y: y, h: plotHeight, path: line + "V10000H0Z", title: s.said()},
			shape{kind: curve, class: "curve", x: x, w: w, y: y, h: plotHeight, path: line})
	}
	g.height = y + plotHeight + 2
}

// curvePath is a curve in hundredths of a percent of its box, with low at the bottom
// and high at the top.
func curvePath(c []point, low, high float64) string {
	var b strings.Builder
	all := c[len(c)-1].at - c[0].at
	for i, p := range c {
		x := 0
		if all > 0 {
			x = int(10000 * float64(p.at-c[0].at) / float64(all))
		}
		y := 10000
		if high > low {
			y = int(10000 * (high - p.v) / (high - low))
		}
		b.WriteString(either(i == 0, "M", "L") + strconv.Itoa(x) + " " + strconv.Itoa(y))
	}
	if len(c) == 1 {
		b.WriteString("h10000")
	}
	return b.String()
}

// thinned gives a curve with at most n points that looks the same: of each
// stretch its least and its most, and the ends.
func thinned(c []point, n int) []point {
	if len(c) <= n {
		return c
	}
	by := func(a, b point) int { return cmp.Compare(a.v, b.v) }
	kept := []point{c[0]}
	inner, parts := c[1:len(c)-1], (n-2)/2
	for i := range parts {
		part := inner[i*len(inner)/parts : (i+1)*len(inner)/parts]
		low, high := slices.MinFunc(part, by), slices.MaxFunc(part, by)
		if low.at > high.at {
			low, high = high, low
		}
		kept = append(kept, low, high)
	}
	return append(kept, c[len(c)-1])
}
