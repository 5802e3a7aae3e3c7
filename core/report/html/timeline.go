package html

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/tlua/tlua/core/report"
)

const workerHeight = 21

// bar is an attempt in the picture of the workers.
type bar struct {
	span
	worker int
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
		return cmp.Or(cmp.Compare(a.worker, b.worker), cmp.Compare(a.from, b.from))
	})
	for _, b := range bars {
		all = max(all, b.to)
	}
	s := scale{to: all}
	p := &picture{height: axisHeight, width: all.Microseconds()}
	workers := 0
	for len(bars) > 0 {
		n := slices.IndexFunc(bars, func(b bar) bool { return b.worker != bars[0].worker })
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

// worker is a worker as it is named.
func worker(n int) string {
	return either(n == 0, "no worker", "worker "+strconv.Itoa(n))
}

// worker draws the lane of one worker. What overlaps, in runs that were merged,
// gets a row of its own.
func (p *picture) worker(s scale, bars []bar) {
	p.row(p.height+14, worker(bars[0].worker), "", "")
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
