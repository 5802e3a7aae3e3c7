package results

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
)

// Read reads a journal. One that has no end, or whose last line has none, is that
// of a process that was killed: Cut is set, what had not ended ends with the last
// event, and tests are interrupted. Kinds and fields that are not known are left
// alone. What is no journal, or one of a format that is not known, is EINVAL, and
// names the line.
func Read(from io.Reader) (*Run, error) {
	r := newReader()
	in := bufio.NewReaderSize(from, 1<<16)
	for n := 1; ; n++ {
		text, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		whole := err == nil
		bad := r.read(bytes.TrimSpace(text))
		if bad != nil && whole {
			return nil, job.Errorf("", job.EINVAL, "line %d: %v", n, bad)
		}
		if !whole {
			r.torn = bad != nil
			break
		}
	}
	if !r.begun && r.lines > 0 {
		return nil, job.Errorf("", job.EINVAL, "this is no journal of tests: no line has the kind suite_begun")
	}
	return r.finish(), nil
}

// reader makes a Run of lines.
type reader struct {
	run   *Run
	lines int
	begun bool
	ended bool
	torn  bool          // the last line is there in part
	at    time.Duration // of the last event so far

	tests   map[int]*Test
	files   map[int]*File // that workers run, or ran last
	records map[*Record]*recording
	runs    map[runID]*JobRun // where they began, or were first told of
	open    []*Attempt
}

// runID is a run of a job. Workers may have jobs of the same ID.
type runID struct {
	worker int
	id     string
	n      int
}

func newReader() *reader {
	return &reader{
		run: &Run{}, tests: map[int]*Test{}, files: map[int]*File{},
		records: map[*Record]*recording{}, runs: map[runID]*JobRun{},
	}
}

// read reads a line.
func (r *reader) read(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return said(err)
	}
	if l.Kind == "" {
		return errors.New("an object with a kind expected")
	}
	if l.Kind == event.SuiteBegun.String() {
		if err := r.begin(&l); err != nil {
			return err
		}
	}
	r.lines++
	at := duration(l.At)
	r.at = max(r.at, at)
	rec, a, err := r.place(&l, at)
	if err != nil {
		return err
	}
	switch l.Kind {
	case event.FileBegun.String():
		r.files[l.Worker] = &File{Path: l.Path, Worker: l.Worker, Begin: at, End: -1}
		r.run.Files = append(r.run.Files, r.files[l.Worker])
	case event.FileEnded.String():
		if f := r.files[l.Worker]; f != nil {
			f.End, f.Result, f.Failures, f.LeftOut = at, l.Result, l.failures(), l.LeftOut
			r.recording(&f.Record).finish(at)
		}
	case event.TestEnded.String():
		if t := r.tests[l.Test]; t != nil {
			t.Expected = (*Expected)(l.Expected)
		}
	case event.SuiteEnded.String():
		r.ended = true
		if l.Result == event.Interrupted {
			r.run.Stopped = cmp.Or(l.Text, "it was interrupted")
		} else {
			r.run.Early = l.Text
		}
	}
	if a != nil {
		r.attempt(a, &l, at)
	}
	if rec != nil {
		r.recording(rec).add(&l, at)
	}
	return nil
}

// said makes an error of encoding/json one for people.
func said(err error) error {
	var wrong *json.UnmarshalTypeError
	switch {
	case !errors.As(err, &wrong):
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	case wrong.Field == "":
		return fmt.Errorf("an object expected, got: %s", wrong.Value)
	}
	return fmt.Errorf("field %q cannot be: %s", wrong.Field, wrong.Value)
}

func (r *reader) begin(l *line) error {
	if l.Format > format {
		return fmt.Errorf("the format %d is that of a newer tlua (%s)", l.Format, l.Version)
	}
	if r.begun {
		return errors.New("a second suite begins")
	}
	started, err := time.Parse(time.RFC3339Nano, l.Started)
	if err != nil {
		return fmt.Errorf("field \"started\" must be a time such as 2026-01-31T12:00:00Z, got %q", l.Started)
	}
	r.begun = true
	r.run.Suite, r.run.Started = l.suite(), started
	return nil
}

// place finds what a line belongs to: an attempt at a test, or else the file that
// the worker runs, or nothing of a run.
func (r *reader) place(l *line, at time.Duration) (*Record, *Attempt, error) {
	if l.Test == 0 {
		if f := r.files[l.Worker]; f != nil && l.Kind != event.FileBegun.String() {
			return &f.Record, nil, nil
		}
		return nil, nil, nil
	}
	t := r.tests[l.Test]
	if t == nil {
		if l.File == "" && l.Name == "" {
			return nil, nil, fmt.Errorf("nothing was said of test %d before", l.Test)
		}
		t = &Test{Test: l.test()}
		r.tests[l.Test] = t
		r.run.Tests = append(r.run.Tests, t)
	}
	n := max(l.Attempt, 1)
	for i := len(t.Attempts) - 1; i >= 0; i-- {
		if t.Attempts[i].N == n {
			return &t.Attempts[i].Record, t.Attempts[i], nil
		}
	}
	a := &Attempt{N: n, Worker: l.Worker, Begin: at, End: -1}
	t.Attempts = append(t.Attempts, a)
	r.open = append(r.open, a)
	return &a.Record, a, nil
}

// attempt takes what a line says of an attempt itself.
func (r *reader) attempt(a *Attempt, l *line, at time.Duration) {
	switch l.Kind {
	case event.TestBegun.String():
		a.Begin = at
	case event.Check.String():
		a.Failures = append(a.Failures, l.failures()...)
	case event.Skip.String():
		a.Reason = l.Text
	case event.TestEnded.String():
		// Those of the checks are among them.
		a.End, a.Result, a.Failures = at, l.Result, l.failures()
		a.Reason = cmp.Or(l.Text, a.Reason)
		r.recording(&a.Record).finish(at)
	}
}

func (r *reader) recording(rec *Record) *recording {
	g := r.records[rec]
	if g == nil {
		g = &recording{Record: rec, runs: r.runs, jobs: map[string]*Job{}}
		r.records[rec] = g
	}
	return g
}

// finish ends what has not ended, and gives the run.
func (r *reader) finish() *Run {
	r.run.Duration, r.run.Cut = r.at, r.torn || !r.ended
	for _, g := range r.records {
		g.finish(r.at)
	}
	for _, a := range r.open {
		if a.End < 0 {
			a.End, a.Result = r.at, event.Interrupted
		}
	}
	for _, f := range r.run.Files {
		if f.End < 0 {
			f.End = r.at
		}
	}
	for _, t := range r.run.Tests {
		t.conclude()
	}
	return r.run
}

// conclude gives the test the result that its attempts come to.
func (t *Test) conclude() {
	if len(t.Attempts) == 0 {
		return
	}
	last := t.Attempts[len(t.Attempts)-1]
	t.Result, t.Reason = last.Result, last.Reason
	if t.Result != event.Passed {
		return
	}
	for _, a := range t.Attempts {
		if a.Result.Bad() {
			t.Result = event.Flaky
		}
	}
}
