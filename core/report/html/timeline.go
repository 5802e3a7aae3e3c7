package html

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

const workerHeight = 21

// bar is an attempt in the picture of the workers.
type bar struct {
	span
	worker int
	lane   string  // the worker as it is named
	class  literal // of its result
	name   string
	title  string
	href   string
	again  bool // not the first attempt
	bad    bool
}

// timeline is the picture of who ran what: a lane for each worker, a bar for
// each attempt at a test.
func timeline(bars []bar, all time.Duration) *picture {
	if len(bars) == 0 {
		return nil
	}
	slices.SortStableFunc(bars, func(a, b bar) int {
		return cmp.Or(cmp.Compare(a.worker, b.worker), cmp.Compare(a.lane, b.lane), cmp.Compare(a.from, b.from))
	})
	for _, b := range bars {
		all = max(all, b.to)
	}
	s := scale{to: all}
	p := &picture{height: axisHeight, width: all.Microseconds()}
	workers := 0
	for len(bars) > 0 {
		n := slices.IndexFunc(bars, func(b bar) bool { return b.worker != bars[0].worker || b.lane != bars[0].lane })
		if n < 0 {
			n = len(bars)
		}
		p.worker(s, bars[:n])
		bars = bars[n:]
		workers++
	}
	p.shapes = append(s.drawn(p.height), p.shapes...)
	p.label = fmt.Sprintf("Timeline of %s over %s; all tests are listed below.", count(workers, "worker", "workers"), report.Duration(all))
	return p
}

// laneOf names the worker that ran something at that time: in a run that was made
// of several shards, by the number that it had in its own.
func laneOf(run *results.Run, n int, at time.Duration) string {
	if n == 0 {
		return "no worker"
	}
	for _, p := range run.Parts {
		if own := n - p.WorkersBefore; p.Shard != "" && own > 0 && own <= p.Workers && p.Begin <= at && at <= p.End {
			return fmt.Sprintf("worker %d of %s", own, p.Shard)
		}
	}
	return "worker " + strconv.Itoa(n)
}

// worker draws the lane of one worker. What overlaps, in runs that were merged,
// gets a row of its own.
func (p *picture) worker(s scale, bars []bar) {
	p.row(p.height+14, bars[0].lane, "", "")
	spans := make([]span, len(bars))
	for i, b := range bars {
		spans[i] = b.span
	}
	rows, n := stack(spans)
	for i, b := range bars {
		x := s.x(b.from)
		sh := shape{kind: rect, class: "bar " + b.class, x: x, w: max(s.x(b.to)-x-0.06, 0.12), y: p.height + rows[i]*workerHeight,
			h: workerHeight - 4, title: b.title, href: b.href}
		switch {
		case b.again:
			over := shape{kind: rect, class: "hatched", x: sh.x, w: sh.w, y: sh.y, h: sh.h}
			p.add(sh, over)
		case sh.w > 4:
			sh.kind, sh.text = box, b.name
			fallthrough
		default:
			p.add(sh)
		}
		if b.bad { // not by its colour alone
			p.add(shape{kind: rect, class: "foot", x: sh.x, w: max(sh.w, 0.3), y: sh.y + sh.h, h: 2})
		}
	}
	p.height += n*workerHeight + 3
}
