package html

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// Heights in the picture of jobs, in pixels.
const (
	axisHeight  = 24
	stepHeight  = 17
	waitHeight  = 17 // its name, and the bracket below
	barHeight   = 14
	tickHeight  = 9 // below a bar
	laneGap     = 9
	deepestStep = 3  // rows of steps that are drawn
	mostLanes   = 16 // jobs that are drawn at once
	mostFolded  = 60 // and that are drawn in the picture of the others
	mostTicks   = 9  // moments that the axis names
	mostSteps   = 300
	pastEnd     = 4.0 // percent, when something goes on after the end
	nearby      = 0.25
	minWidth    = 0.3 // percent, of what would not be seen else
)

// stillRunning is the status of a job that had not ended when the record did.
const stillRunning = "still running"

// gantt is the picture of what happened in an attempt at a test: its steps,
// its jobs, and how far they came. It is nil if there is nothing to be drawn.
func gantt(r *results.Record, from, to time.Duration) *picture {
	if len(r.Jobs) == 0 && len(r.Steps) == 0 && len(r.Orphans) == 0 {
		return nil
	}
	for _, j := range r.Jobs {
		for _, run := range j.Runs {
			to = max(to, run.End)
		}
	}
	g := &ganttPicture{scale: scale{from: from, to: to}}
	if len(r.Orphans) > 0 || slices.ContainsFunc(r.Jobs, lives) {
		g.past = pastEnd
	}
	g.height = axisHeight
	g.steps(r.Steps)
	g.waits("", r.Waits)
	if g.height > axisHeight {
		g.height += laneGap
	}
	jobs, folded := foremost(r.Jobs)
	g.jobs(jobs, r)
	for _, o := range r.Orphans {
		if !slices.ContainsFunc(r.Jobs, func(j *results.Job) bool { return j.Label == o.Job }) {
			g.orphan(o)
		}
	}
	g.finish(jobs)
	g.label = describe(r, to-from)
	if len(folded) > 0 {
		more := &ganttPicture{scale: g.scale}
		more.height = axisHeight
		drawn := folded[:min(len(folded), mostFolded)]
		more.jobs(drawn, r)
		if n := len(folded) - len(drawn); n > 0 {
			more.note(fmt.Sprintf("%s not drawn; they are listed below", count(n, "more job is", "more jobs are")))
		}
		more.finish(drawn)
		more.label = fmt.Sprintf("The same for %s.", count(len(folded), "more job", "more jobs"))
		g.folded, g.nfolded = &more.picture, len(folded)
	}
	return &g.picture
}

// foremost parts those jobs that are drawn at once from the others. Those that
// did not end well are among them.
func foremost(all []*results.Job) (jobs, others []*results.Job) {
	if len(all) <= mostLanes {
		return all, nil
	}
	looked := func(j *results.Job) bool {
		return lives(j) || slices.ContainsFunc(j.Runs, func(r *results.JobRun) bool { return bad(r.Status) })
	}
	left := mostLanes
	for _, j := range all {
		if looked(j) {
			left--
		}
	}
	for _, j := range all {
		switch {
		case looked(j) && len(jobs) < mostLanes:
			jobs = append(jobs, j)
		case !looked(j) && left > 0:
			left--
			jobs = append(jobs, j)
		default:
			others = append(others, j)
		}
	}
	return jobs, others
}

// describe says in words what the picture shows.
func describe(r *results.Record, all time.Duration) string {
	s := fmt.Sprintf("Picture over %s of time, with %s", report.Duration(all), count(len(r.Jobs), "job", "jobs"))
	for i, j := range r.Jobs[:min(len(r.Jobs), 8)] {
		s += either(i == 0, ": ", ", ") + j.Label
		if n := len(j.Runs); n > 0 && j.Runs[n-1].Status != "" {
			s += " " + j.Runs[n-1].Status
		}
	}
	if n := len(r.Orphans); n > 0 {
		s += "; " + count(n, "orphan", "orphans")
	}
	return s + ". All of it is listed below."
}

type ganttPicture struct {
	picture
	scale
}

func lives(j *results.Job) bool {
	return len(j.Runs) > 0 && j.Runs[len(j.Runs)-1].End == 0
}

func (g *ganttPicture) jobs(all []*results.Job, r *results.Record) {
	for _, j := range all {
		g.job(j, r)
	}
}

// finish draws what is below and behind the jobs' lanes.
func (g *ganttPicture) finish(jobs []*results.Job) {
	g.plots(jobs)
	g.axis()
	g.width = int64(float64((g.to - g.scale.from).Microseconds()) / (1 - g.past/100))
}

// axis draws the moments behind all the rest, and the end.
func (g *ganttPicture) axis() {
	back := g.drawn(g.height)
	if g.past > 0 {
		back = append(back, shape{kind: line, class: "over", x: 100 - g.past, y: axisHeight - 6, h: g.height - axisHeight + 6,
			title: "the end"})
	}
	g.shapes = append(back, g.shapes...)
}

func (g *ganttPicture) note(s string) {
	g.add(shape{kind: text, x: 0, y: g.height + 12, text: s})
	g.height += 12 + laneGap
}

// since is a moment as it is said, from the attempt's begin.
func (g *ganttPicture) since(t time.Duration) string { return "at " + report.Duration(t-g.scale.from) }

func (g *ganttPicture) stretch(from, to time.Duration) (x, w float64) {
	x = g.x(from)
	return x, max(g.x(to)-x, minWidth)
}

// steps draws steps as boxes, those within others below them.
func (g *ganttPicture) steps(all []*results.Step) {
	if len(all) == 0 {
		return
	}
	deepest, n := 0, 0
	var draw func([]*results.Step, int)
	draw = func(steps []*results.Step, depth int) {
		for _, s := range steps {
			if n++; n > mostSteps {
				return
			}
			deepest = max(deepest, depth+1)
			x, w := g.stretch(s.Begin, s.End)
			t := s.Text + "\n" + report.Duration(s.End-s.Begin) + ", " + g.since(s.Begin)
			class := literal("step")
			if s.Err != "" {
				class, t = "step bad", t+"\n"+s.Err
			}
			g.add(shape{kind: box, class: class, x: x, w: w, y: g.height + depth*stepHeight, h: stepHeight - 2,
				text: either(w > 2, s.Text, ""), title: t})
			if depth+1 < deepestStep {
				draw(s.Steps, depth+1)
			}
		}
	}
	draw(all, 0)
	g.row(g.height+12, "steps", "soft", "")
	g.height += deepest * stepHeight
	if n > mostSteps {
		g.note(fmt.Sprintf("only the first %d steps are drawn", mostSteps))
	}
}

// waits draws the waits for a job as brackets, those at the same time one above
// the other.
func (g *ganttPicture) waits(job string, all []results.Wait) {
	var mine []results.Wait
	var spans []span
	for _, w := range all {
		if w.Job == job {
			mine = append(mine, w)
		}
	}
	slices.SortStableFunc(mine, func(a, b results.Wait) int { return cmp.Compare(a.Begin, b.Begin) })
	for _, w := range mine {
		spans = append(spans, span{w.Begin, max(w.End, w.Begin)})
	}
	rows, n := stack(spans)
	if n == 0 {
		return
	}
	if job == "" {
		g.row(g.height+12, "waits", "soft", "")
	}
	for i, w := range mine {
		if rows[i] >= deepestStep {
			continue // the list of waits has it
		}
		x, width := g.stretch(w.Begin, spans[i].to)
		y := g.height + rows[i]*waitHeight + waitHeight - 4
		class := literal("wait")
		t := said(w) + "\n" + report.Duration(w.End-w.Begin) + ", " + g.since(w.Begin)
		if w.Err != "" {
			class, t = "wait bad", t+"\n"+w.Err
		}
		if width > 5 {
			g.add(shape{kind: box, class: "words " + class, x: x, w: width, y: y - 12, h: 12, text: said(w), title: t})
		}
		g.add(shape{kind: line, class: class, x: x, y: y, h: 4}, shape{kind: line, class: class, x: x + width, y: y, h: 4},
			shape{kind: flat, class: class, x: x, w: width, y: y, title: t})
	}
	g.height += min(n, deepestStep) * waitHeight
}

// said is a wait in words.
func said(w results.Wait) string {
	return w.Op + either(w.Op != "" && w.Text != "", ": ", "") + w.Text
}

// job draws a job's lane: its waits, its runs, what happened to them, and below
// it what it left behind.
func (g *ganttPicture) job(j *results.Job, r *results.Record) {
	g.waits(j.Label, r.Waits)
	state := ""
	if n := len(j.Runs); n > 0 {
		state = short(j.Runs[n-1].Status)
		if n > 1 {
			state = fmt.Sprintf("%d runs, %s", n, state)
		}
	}
	g.row(g.height+11, j.Label, "", j.Label+" "+state)
	g.row(g.height+22, state, "soft", "")
	for _, run := range j.Runs {
		g.run(j.Label, run)
	}
	g.height += barHeight + tickHeight + laneGap
	for _, o := range r.Orphans {
		if o.Job == j.Label {
			g.orphan(o)
		}
	}
}

// run draws one run of a job: a bar in up to three parts, and ticks.
func (g *ganttPicture) run(label string, run *results.JobRun) {
	y, end := g.height, run.End
	status := run.Status
	if end == 0 {
		end, status = g.to, stillRunning
	}
	ready, term := max(run.Ready, run.Begin), end
	if run.Ready == 0 {
		ready = run.Begin // it was not said when it would be
	}
	for _, m := range run.Signals {
		if slices.Contains(ending, strings.TrimPrefix(m.Text, "SIG")) && m.At < end {
			term = max(m.At, run.Begin)
			break
		}
	}
	about := fmt.Sprintf("%s, run %d, pid %d\n%s, %s\n%s", label, run.N, run.PID, report.Duration(end-run.Begin), g.since(run.Begin), status)
	part := func(class literal, from, to time.Duration, more string) {
		if to > from {
			x, w := g.stretch(from, to)
			g.add(shape{kind: rect, class: class, x: x, w: w, y: y, h: barHeight, title: about + more})
		}
	}
	part("starting", run.Begin, min(ready, term), fmt.Sprintf("\nready after %s", report.Duration(ready-run.Begin)))
	part("running", min(ready, term), term, "")
	part("stopping", term, end, fmt.Sprintf("\n%s after it was told to end", report.Duration(end-term)))
	switch {
	case end == run.Begin:
		g.add(shape{kind: rect, class: "running", x: g.x(end), w: minWidth, y: y, h: barHeight, title: about})
	case run.End == 0:
		g.add(shape{kind: rect, class: "running faint", x: g.x(end), w: g.past - 1.5, y: y, h: barHeight, title: about},
			shape{kind: use, class: "on", x: 98.5, y: y + barHeight/2, title: about})
	}
	if bad(run.Status) {
		g.add(shape{kind: use, class: "died", x: g.x(end), y: y + barHeight/2, title: about})
	}
	for _, m := range g.near(run.Signals) {
		g.add(shape{kind: use, class: "signal", x: m.x, y: y, title: m.text})
	}
	var sent, matched []results.Mark
	for _, c := range run.Sent {
		sent = append(sent, results.Mark{At: c.At, Text: "sent " + cut(string(c.Data), 100)})
	}
	for _, m := range run.Matches {
		matched = append(matched, results.Mark{At: m.At, Text: m.Filter + ": " + cut(string(m.Data), 100)})
	}
	for _, m := range g.near(sent) {
		g.add(shape{kind: use, class: "sent", x: m.x, y: y + barHeight, title: m.text})
	}
	for _, m := range g.near(matched) {
		g.add(shape{kind: line, class: "match", x: m.x, y: y + barHeight + 1, h: 7, title: m.text})
	}
}

// ending are the signals after which a job is expected to end.
var ending = []string{"TERM", "INT", "KILL", "HUP", "QUIT"}

// orphan draws a process that was left running, past the end.
func (g *ganttPicture) orphan(o results.Orphan) {
	about := fmt.Sprintf("orphan, pid %d, of %s\n%s\n%s old when it was found, %s", o.PID, o.Job, o.Command, report.Duration(o.Age), g.since(o.At))
	x := g.x(o.At - o.Age)
	g.row(g.height+11, fmt.Sprintf("↳ orphan %d", o.PID), "orphan", about)
	g.add(shape{kind: box, class: "orphan", x: x, w: 98.5 - x, y: g.height, h: barHeight, text: fmt.Sprintf("pid %d  %s", o.PID, o.Command), title: about},
		shape{kind: use, class: "on orphan-on", x: 98.5, y: g.height + barHeight/2, title: about})
	g.height += barHeight + laneGap
}

type place struct {
	x    float64
	text string
}

// mostSaid is how much of what happened at one place is said.
const mostSaid = 4

// near puts marks together that could not be told apart in the picture.
func (g *ganttPicture) near(marks []results.Mark) []place {
	var places []place
	n := 0
	said := func() {
		if n > mostSaid {
			places[len(places)-1].text += fmt.Sprintf("\nand %d more", n-mostSaid)
		}
	}
	for _, m := range marks {
		x := g.x(m.At)
		t := strings.ReplaceAll(m.Text, "\n", `\n`) + " " + g.since(m.At)
		if last := len(places) - 1; last >= 0 && x-places[last].x < nearby {
			if n++; n <= mostSaid {
				places[last].text += "\n" + t
			}
			continue
		}
		if len(places) > 0 {
			said()
		}
		places, n = append(places, place{x, t}), 1
	}
	if len(places) > 0 {
		said()
	}
	return places
}

// bad reports whether a job's status is one that is looked at: it failed, or was
// ended by a signal that it should not have needed.
func bad(status string) bool {
	return status != "" && status != "exited with code 0" && status != "was killed by TERM" && status != "was killed by INT"
}

// short is a status in few letters.
func short(status string) string {
	if status == "" {
		return stillRunning
	}
	for _, s := range [][2]string{{"exited with code ", "exit "}, {"was killed by ", "killed: "}} {
		if rest, ok := strings.CutPrefix(status, s[0]); ok {
			return s[1] + rest
		}
	}
	return status
}

func either[T any](cond bool, yes, no T) T {
	if cond {
		return yes
	}
	return no
}

// fill is the class of a result's colour and icon.
func fill(r event.Result) literal {
	switch r {
	case event.Passed, event.Failed, event.Errored, event.TimedOut, event.Skipped, event.Pending, event.Interrupted, event.Flaky:
		return literal(r)
	}
	return literal(event.Errored)
}
