package results

import (
	"time"

	"github.com/tlua/tlua/core/event"
)

// waitReady is the call whose end tells that a job is ready.
const waitReady = "job.wait_ready"

// recording fills a record.
type recording struct {
	*Record
	runs  map[runID]*JobRun
	jobs  map[string]*Job // by ID
	steps []openStep      // outermost first
	waits []openWait
}

// openStep is a step that has not ended.
type openStep struct {
	*Step
	depth int
	block bool
}

// openWait is a call that waits.
type openWait struct {
	index int // in Waits
	id    string
}

// add takes what a line says.
func (g *recording) add(l *line, at time.Duration) {
	switch l.Kind {
	case event.Printed.String():
		g.Output = append(g.Output, Chunk{At: at, Stream: l.Stream, Offset: l.Offset, Data: l.bytes()})
	case event.Log.String():
		g.log(l, at)
	case event.Verdict.String():
		g.Verdicts = append(g.Verdicts, l.Text)
	case event.Artifact.String():
		g.Artifacts = append(g.Artifacts, Artifact{Name: l.Text, Path: l.Path})
	case event.Orphan.String():
		g.Orphans = append(g.Orphans, Orphan{At: at, Job: l.Job, PID: l.PID, Command: command(l.Argv), Age: duration(l.Took)})
	case event.StepBegun.String():
		g.beginStep(l, at)
	case event.StepEnded.String():
		g.endStep(l, at)
	case event.WaitBegun.String():
		g.waits = append(g.waits, openWait{len(g.Waits), l.JobID})
		g.Waits = append(g.Waits, Wait{Begin: at, Op: l.Op, Text: l.Text, Job: l.Job})
	case event.WaitEnded.String():
		g.endWait(l, at)
	case outputLost:
		if l.Of == event.Printed.String() {
			g.LostOutput += l.Lost
			return
		}
		g.addRun(l, at)
	default:
		g.addRun(l, at)
	}
}

func (g *recording) log(l *line, at time.Duration) {
	entry := Log{At: at, Level: l.Level, Text: l.Text, Job: l.Job, Fields: l.Fields}
	if l.Error != "" && entry.Fields["error"] == nil {
		if entry.Fields == nil {
			entry.Fields = map[string]any{}
		}
		entry.Fields["error"] = l.Error
	}
	g.Logs = append(g.Logs, entry)
}

// beginStep begins a step, and ends those that it is not in.
func (g *recording) beginStep(l *line, at time.Duration) {
	g.closeSteps(l.Depth, at)
	s := &Step{Text: l.Text, Begin: at}
	if n := len(g.steps); n > 0 {
		outer := g.steps[n-1].Step
		outer.Steps = append(outer.Steps, s)
	} else {
		g.Steps = append(g.Steps, s)
	}
	g.steps = append(g.steps, openStep{s, l.Depth, l.Block})
}

// endStep ends a step that has an end of its own.
func (g *recording) endStep(l *line, at time.Duration) {
	g.closeSteps(l.Depth+1, at)
	if n := len(g.steps); n > 0 && g.steps[n-1].depth == l.Depth && g.steps[n-1].block {
		g.steps[n-1].Err = l.Error
		g.closeSteps(l.Depth, at)
	}
}

// closeSteps ends the open steps of a depth and below it.
func (g *recording) closeSteps(depth int, at time.Duration) {
	for n := len(g.steps); n > 0 && g.steps[n-1].depth >= depth; n-- {
		g.steps[n-1].End = at
		g.steps = g.steps[:n-1]
	}
}

// endWait ends the newest wait of that kind. One that failed to be ready never
// was.
func (g *recording) endWait(l *line, at time.Duration) {
	if l.Op == waitReady && l.Error == "" {
		if j := g.jobs[l.JobID]; j != nil {
			if run := j.find(l.Run); run != nil && run.Ready == 0 {
				run.Ready = at
			}
		}
	}
	for i := len(g.waits) - 1; i >= 0; i-- {
		w := &g.Waits[g.waits[i].index]
		if w.Op == l.Op && w.Text == l.Text && g.waits[i].id == l.JobID {
			w.End, w.Err = at, l.Error
			g.waits = append(g.waits[:i], g.waits[i+1:]...)
			return
		}
	}
	// It began where nothing was recorded yet.
	g.Waits = append(g.Waits, Wait{Begin: max(at-duration(l.Took), 0), End: at, Op: l.Op, Text: l.Text, Job: l.Job, Err: l.Error})
}

// finish ends what is open.
func (g *recording) finish(at time.Duration) {
	g.closeSteps(0, at)
	for _, w := range g.waits {
		g.Waits[w.index].End = at
	}
	g.waits = nil
}

// addRun takes what a line says of a run of a job.
func (g *recording) addRun(l *line, at time.Duration) {
	switch l.Kind {
	case event.JobStarted.String():
		run := g.jobRun(l, at)
		run.PID, run.Argv, run.Options, run.Defaults, run.Begin = l.PID, l.Argv, l.Fields, l.Defaults, at
	case event.JobEnded.String():
		run := g.jobRun(l, at)
		run.End, run.Status = at, l.Text
	case event.Signal.String():
		run := g.jobRun(l, at)
		run.Signals = append(run.Signals, Mark{at, l.Text})
	case event.Sent.String():
		run := g.jobRun(l, at)
		run.Sent = append(run.Sent, Chunk{At: at, Stream: l.Stream, Offset: l.Offset, Data: l.bytes()})
	case event.Output.String():
		run := g.jobRun(l, at)
		run.Output = append(run.Output, Chunk{At: at, Stream: l.Stream, Offset: l.Offset, Data: l.bytes()})
	case event.Match.String():
		run := g.jobRun(l, at)
		run.Matches = append(run.Matches, Match{At: at, Filter: l.Filter, Stream: l.Stream, Offset: l.Offset, Data: l.bytes(), Value: l.Value})
	case event.Progress.String():
		p := Point{At: at, Text: l.Text}
		if a := l.Progress; a != nil {
			p.Amount = event.Amount{Done: a.Done, Total: a.Total, Rate: a.Rate, Unit: a.Unit}
		}
		run := g.jobRun(l, at)
		run.Progress = append(run.Progress, p)
	case outputLost:
		run := g.jobRun(l, at)
		switch l.Of {
		case event.Output.String():
			run.Lost += l.Lost
		case event.Sent.String():
			run.LostSent += l.Lost
		case event.Match.String():
			run.LostMatches += l.Count
		}
	}
}

// jobRun finds the run of a job that a line is of, or begins it. One that began
// in another record, as a file's job does that its tests use, began there.
func (g *recording) jobRun(l *line, at time.Duration) *JobRun {
	j := g.jobs[l.JobID]
	if j == nil {
		j = &Job{Label: l.Job, ID: l.JobID}
		g.jobs[l.JobID] = j
		g.Jobs = append(g.Jobs, j)
	}
	run := j.find(l.Run)
	if run != nil {
		return run
	}
	run = &JobRun{N: l.Run, Begin: at}
	j.Runs = append(j.Runs, run)
	id := runID{l.Worker, l.JobID, l.Run}
	if first := g.runs[id]; first != nil && l.Kind != event.JobStarted.String() {
		run.PID, run.Argv, run.Begin, run.Ready = first.PID, first.Argv, first.Begin, first.Ready
		run.Options, run.Defaults = first.Options, first.Defaults
	} else {
		g.runs[id] = run
	}
	return run
}

// find gives the run with that number, nil if there is none.
func (j *Job) find(n int) *JobRun {
	for i := len(j.Runs) - 1; i >= 0; i-- {
		if j.Runs[i].N == n {
			return j.Runs[i]
		}
	}
	return nil
}
