package results

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/tlua/tlua/core/event"
)

// Merge makes one run of several: of the shards of a suite, of a run and those in
// which its failed tests were run again, or of both. It changes none of them, and
// shares what is in their attempts.
//
// A test that is in several runs, by its file, parameters, name and number, has
// the attempts of all, those of the run that began later behind: if it passes at
// last, it is flaky. Of a file that is in several runs of the same shard the
// newest counts, but none that left out tests takes back what had failed outside
// of them; a failure there that several shards have is told once. Runs on different
// platforms are not attempts at the same: each test has a result for each of them.
// The run was stopped, ended early, or is cut, if one of them was: nobody knows
// which tests did not begin. Of several shards those that are not there are
// Missing. What is said of the suite is the newest run's. Times count from the
// first run's start, by the machines' clocks; workers of runs that overlap in time
// have numbers of their own.
func Merge(runs ...*Run) *Run {
	if len(runs) == 0 {
		return &Run{}
	}
	runs = slices.Clone(runs)
	slices.SortStableFunc(runs, func(a, b *Run) int { return a.Started.Compare(b.Started) })
	m := merger{out: &Run{Started: runs[0].Started}, tests: map[nth]*Test{}}
	for i, r := range runs {
		later, lane := r.Started.Sub(runs[0].Started), m.lane(runs[:i], r)
		m.add(r, later, lane)
		if len(runs) > 1 {
			m.out.Parts = append(m.out.Parts, Part{Suite: r.Suite, Begin: later, End: later + r.Duration, WorkersBefore: lane})
		}
	}
	for _, t := range m.out.Tests {
		t.conclude()
	}
	slices.SortStableFunc(m.files, func(a, b fileOf) int { return cmp.Compare(a.Begin, b.Begin) })
	tellOnce(m.files)
	for _, f := range m.files {
		m.out.Files = append(m.out.Files, f.File)
	}
	m.out.Missing = missing(m.shards)
	return m.out
}

type merger struct {
	out     *Run
	tests   map[nth]*Test
	files   []fileOf
	shards  []string
	workers []int // of each run, the number of its last worker
}

// nth is a test that a run has several times, on a platform.
type nth struct {
	event.TestID
	n        int
	platform string
}

// fileOf is a file, the shard it was run in, and the platform.
type fileOf struct {
	*File
	shard    string
	platform string
}

// kindOf gives what tells platforms apart: the words for them, but for those that
// differ between machines of a kind.
func kindOf(platform []string) string {
	var words []string
	for _, w := range platform {
		name, _, _ := strings.Cut(w, "=")
		if !slices.Contains([]string{"cpus", "kernel", "root"}, name) {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// ranWhole reports whether a file of the run was run with all of its tests.
func (r *Run) ranWhole(f *File) bool { return f.LeftOut == 0 && r.Stopped == "" && !r.Cut }

// lane gives the number that r's workers are counted from.
func (m *merger) lane(before []*Run, r *Run) int {
	last := 0
	for i, b := range before {
		if r.Started.Before(b.Started.Add(b.Duration)) {
			last = max(last, m.workers[i])
		}
	}
	return last
}

func (m *merger) add(r *Run, later time.Duration, lane int) {
	suite := r.Suite
	if r.Shard != "" && !slices.Contains(m.shards, r.Shard) {
		m.shards = append(m.shards, r.Shard)
	}
	slices.Sort(m.shards)
	suite.Shard, suite.Workers = strings.Join(m.shards, ", "), max(lane+suite.Workers, m.out.Workers)
	m.workers = append(m.workers, lane+r.Workers)
	m.out.Suite = suite
	m.out.Duration = max(m.out.Duration, later+r.Duration)
	m.out.Stopped, m.out.Early, m.out.Cut = cmp.Or(m.out.Stopped, r.Stopped), cmp.Or(m.out.Early, r.Early), m.out.Cut || r.Cut
	where := kindOf(r.Platform)
	m.files = slices.DeleteFunc(m.files, func(old fileOf) bool {
		return old.shard == r.Shard && old.platform == where && slices.ContainsFunc(r.Files, func(f *File) bool {
			return f.Path == old.Path && (len(old.Failures) == 0 || r.ranWhole(f))
		})
	})
	for _, f := range r.Files {
		moved := *f
		moved.Begin, moved.End, moved.Worker = f.Begin+later, f.End+later, f.Worker+lane
		moved.Record = f.shifted(later)
		m.files = append(m.files, fileOf{&moved, r.Shard, where})
	}
	seen := map[event.TestID]int{}
	for _, t := range r.Tests {
		seen[t.ID()]++ // a suite that repeats itself has it several times
		m.addTest(nth{t.ID(), seen[t.ID()], where}, t, later, lane)
	}
}

// addTest puts the attempts at a test behind those that there are.
func (m *merger) addTest(key nth, t *Test, later time.Duration, lane int) {
	old := m.tests[key]
	if old == nil {
		old = &Test{}
		m.tests[key] = old
		m.out.Tests = append(m.out.Tests, old)
	}
	old.Test, old.Expected, old.Result, old.Reason = t.Test, t.Expected, t.Result, t.Reason
	for _, a := range t.Attempts {
		moved := *a
		moved.N, moved.Worker = len(old.Attempts)+1, a.Worker+lane
		moved.Begin, moved.End, moved.Record = a.Begin+later, a.End+later, a.shifted(later)
		old.Attempts = append(old.Attempts, &moved)
	}
}

// shifted gives the record with all times moved.
func (r *Record) shifted(by time.Duration) Record {
	if by == 0 {
		return *r
	}
	out := *r
	out.Steps = shiftedSteps(r.Steps, by)
	out.Jobs = nil
	for _, j := range r.Jobs {
		moved := &Job{Label: j.Label, ID: j.ID}
		for _, run := range j.Runs {
			moved.Runs = append(moved.Runs, run.shifted(by))
		}
		out.Jobs = append(out.Jobs, moved)
	}
	out.Output = moved(r.Output, by, func(c *Chunk) *time.Duration { return &c.At })
	out.Logs = moved(r.Logs, by, func(l *Log) *time.Duration { return &l.At })
	out.Orphans = moved(r.Orphans, by, func(o *Orphan) *time.Duration { return &o.At })
	out.Waits = moved(r.Waits, by, func(w *Wait) *time.Duration { return &w.Begin })
	out.Waits = moved(out.Waits, by, func(w *Wait) *time.Duration { return &w.End })
	return out
}

func shiftedSteps(steps []*Step, by time.Duration) (out []*Step) {
	for _, s := range steps {
		out = append(out, &Step{Text: s.Text, Begin: s.Begin + by, End: s.End + by, Err: s.Err, Steps: shiftedSteps(s.Steps, by)})
	}
	return out
}

// shifted gives the run with all times moved; 0 stays what it is, never.
func (r *JobRun) shifted(by time.Duration) *JobRun {
	out := *r
	out.Begin += by
	for _, at := range []*time.Duration{&out.Ready, &out.End} {
		if *at != 0 {
			*at += by
		}
	}
	out.Signals = moved(r.Signals, by, func(m *Mark) *time.Duration { return &m.At })
	out.Sent = moved(r.Sent, by, func(c *Chunk) *time.Duration { return &c.At })
	out.Output = moved(r.Output, by, func(c *Chunk) *time.Duration { return &c.At })
	out.Matches = moved(r.Matches, by, func(m *Match) *time.Duration { return &m.At })
	out.Progress = moved(r.Progress, by, func(p *Point) *time.Duration { return &p.At })
	return &out
}

// moved gives a copy of list with one of the times in each item moved.
func moved[T any](list []T, by time.Duration, at func(*T) *time.Duration) []T {
	out := slices.Clone(list)
	for i := range out {
		*at(&out[i]) += by
	}
	return out
}
