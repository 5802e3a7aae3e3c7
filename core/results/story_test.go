package results

import (
	"errors"
	"log/slog"
	"time"

	"pgregory.net/rapid"

	"github.com/tlua/tlua/core/event"
)

// story is a run of a suite made up: what is told of it, and what is to be known
// of it then.
type story struct {
	t    *rapid.T
	want *Run
	told []event.Event
	now  time.Duration
}

// start is when made-up runs begin.
var start = time.Date(2026, 1, 31, 12, 0, 0, 123456789, time.UTC)

// deed is one thing that happens, at a time that is not known yet.
type deed func(at time.Duration) event.Event

// drawStory makes up a suite of several workers, each with files, tests and
// attempts, whose deeds mix.
func drawStory(t *rapid.T) *story {
	s := &story{t: t, want: &Run{Started: start}}
	s.want.Suite = event.Suite{
		Argv: s.texts("argv"), Dir: s.text("dir"), Seed: rapid.Uint64().Draw(t, "seed"),
		Workers: rapid.IntRange(1, 3).Draw(t, "workers"), Shard: s.text("shard"), Version: s.text("version"),
		Host: s.text("host"), Go: s.text("go"), Platform: s.texts("platform"),
		FailOnFlaky: rapid.Bool().Draw(t, "fail on flaky"),
	}
	suite := s.want.Suite
	s.tell(event.Event{Kind: event.SuiteBegun, Suite: &suite}, 0)
	lanes := make([][]deed, s.want.Workers)
	for i := range lanes {
		for range rapid.IntRange(0, 2).Draw(t, "files") {
			lanes[i] = append(lanes[i], s.file(i+1)...)
		}
	}
	for {
		var busy []int
		for i, l := range lanes {
			if len(l) > 0 {
				busy = append(busy, i)
			}
		}
		if busy == nil {
			break
		}
		i := rapid.SampledFrom(busy).Draw(t, "next")
		s.now += time.Duration(rapid.IntRange(1, 1e7).Draw(t, "pause")) * time.Microsecond
		s.tell(lanes[i][0](s.now), s.now)
		lanes[i] = lanes[i][1:]
	}
	s.now += time.Microsecond
	e := event.Event{Kind: event.SuiteEnded}
	switch rapid.SampledFrom([]string{"", "stopped", "early"}).Draw(t, "end") {
	case "stopped":
		e.Result, e.Text = event.Interrupted, "SIGINT"
		s.want.Stopped = e.Text
	case "early":
		e.Text = "the first failure ended it"
		s.want.Early = e.Text
	}
	s.tell(e, s.now)
	s.want.Duration = s.now
	for _, w := range s.want.Tests {
		w.conclude()
	}
	return s
}

func (s *story) tell(e event.Event, at time.Duration) {
	e.Time = start.Add(at)
	s.told = append(s.told, e)
}

// text draws text that UTF-8 can hold.
func (s *story) text(label string) string {
	return rapid.OneOf(rapid.Just(""), rapid.Just("a\x00\x1b]]>\u2028<&\"\\\n"), rapid.StringN(0, 8, -1)).Draw(s.t, label)
}

func (s *story) texts(label string) (all []string) {
	for range rapid.IntRange(0, 2).Draw(s.t, label) {
		all = append(all, s.text(label))
	}
	return all
}

func (s *story) data() []byte {
	return rapid.OneOf(rapid.Just([]byte("text\r\n")), rapid.SliceOfN(rapid.Byte(), 0, 8)).Draw(s.t, "data")
}

// file makes up a file and its tests.
func (s *story) file(worker int) (deeds []deed) {
	f := &File{Path: s.text("path"), Worker: worker, LeftOut: rapid.IntRange(0, 2).Draw(s.t, "left out")}
	in := event.Event{Worker: worker}
	deeds = append(deeds, func(at time.Duration) event.Event {
		f.Begin = at
		s.want.Files = append(s.want.Files, f)
		return with(in, event.Event{Kind: event.FileBegun, Path: f.Path})
	})
	deeds = append(deeds, s.record(in, &f.Record)...)
	for n := range rapid.IntRange(0, 2).Draw(s.t, "tests") {
		deeds = append(deeds, s.test(worker, n)...)
	}
	if f.Failures = s.failures(); f.Failures != nil {
		f.Result = event.TimedOut
	}
	return append(deeds, func(at time.Duration) event.Event {
		f.End = at
		return with(in, event.Event{Kind: event.FileEnded, Path: f.Path, Result: f.Result, Failures: f.Failures, LeftOut: f.LeftOut})
	})
}

func (s *story) test(worker, n int) (deeds []deed) {
	test := &event.Test{File: "f" + s.text("file"), Name: s.text("name"), Line: n, Number: n + 1, Tags: s.texts("tags")}
	for _, name := range s.texts("params") {
		test.Params = append(test.Params, event.Param{Name: name, Value: rapid.SampledFrom([]any{"x", 1.5, true}).Draw(s.t, "value")})
	}
	w := &Test{Test: *test}
	for a := range rapid.IntRange(1, 2).Draw(s.t, "attempts") {
		in := event.Event{Worker: worker, Test: test, Attempt: a + 1}
		attempt := &Attempt{N: a + 1, Worker: worker}
		deeds = append(deeds, func(at time.Duration) event.Event {
			attempt.Begin = at
			if a == 0 {
				s.want.Tests = append(s.want.Tests, w)
			}
			w.Attempts = append(w.Attempts, attempt)
			return with(in, event.Event{Kind: event.TestBegun})
		})
		deeds = append(deeds, s.record(in, &attempt.Record)...)
		attempt.Result = rapid.SampledFrom([]event.Result{event.Passed, event.Failed, event.Skipped}).Draw(s.t, "result")
		attempt.Failures, attempt.Reason = s.failures(), s.text("reason")
		var expected *Expected
		if rapid.Bool().Draw(s.t, "expected") {
			expected = &Expected{Result: event.Failed, As: true, New: a == 0, Want: s.text("want"), Key: s.text("key"), Note: s.text("note")}
		}
		deeds = append(deeds, func(at time.Duration) event.Event {
			attempt.End = at
			w.Expected = expected
			return with(in, event.Event{Kind: event.TestEnded, Result: attempt.Result, Failures: attempt.Failures, Text: attempt.Reason, Expected: expected})
		})
	}
	return deeds
}

func (s *story) failures() (all []event.Failure) {
	for range rapid.IntRange(0, 2).Draw(s.t, "failures") {
		all = append(all, event.Failure{
			Kind: "failure", Message: s.text("message"), Path: s.text("path"), Line: 3, Source: "x", Traceback: "t",
			Diff: "d", Expected: "e", Actual: "a", Soft: true, Steps: s.texts("steps"), Waited: "w",
			Jobs: s.texts("jobs"), Tail: s.texts("tail"),
		})
	}
	return all
}

// with gives e in the place that in names.
func with(in, e event.Event) event.Event {
	e.Worker, e.Test, e.Attempt = in.Worker, in.Test, in.Attempt
	return e
}

// record makes up what happens in a test or a file.
func (s *story) record(in event.Event, r *Record) (deeds []deed) {
	var ends []func(time.Duration) // what the end of the record ends
	deeds = s.steps(in, &r.Steps, 0, &ends)
	for _, label := range s.texts("jobs") {
		deeds = append(deeds, s.job(in, r, "job "+label)...)
	}
	for range rapid.IntRange(0, 3).Draw(s.t, "others") {
		deeds = append(deeds, s.other(in, r)...)
	}
	if len(ends) > 0 { // the event that ends it comes next, at a time that the last deed does not know
		deeds = append(deeds, func(at time.Duration) event.Event {
			for _, end := range ends {
				end(at)
			}
			r.Steps = append(r.Steps, &Step{Text: "last", Begin: at, End: at + time.Second})
			return with(in, event.Event{Kind: event.StepBegun, Text: "last", Block: true})
		}, func(at time.Duration) event.Event {
			r.Steps[len(r.Steps)-1].End = at
			return with(in, event.Event{Kind: event.StepEnded, Text: "last"})
		})
	}
	return deeds
}

// steps makes up steps of one depth. Those without an end of their own end with
// the next; ends has what ends the last.
func (s *story) steps(in event.Event, to *[]*Step, depth int, ends *[]func(time.Duration)) (deeds []deed) {
	for range rapid.IntRange(0, 3-depth).Draw(s.t, "steps") {
		step := &Step{Text: s.text("step")}
		block := rapid.Bool().Draw(s.t, "block")
		before := *ends
		*ends = nil
		deeds = append(deeds, func(at time.Duration) event.Event {
			for _, end := range before {
				end(at)
			}
			step.Begin = at
			*to = append(*to, step)
			return with(in, event.Event{Kind: event.StepBegun, Text: step.Text, Depth: depth, Block: block})
		})
		if !block {
			*ends = append(*ends, func(at time.Duration) { step.End = at })
			continue
		}
		var inner []func(time.Duration)
		deeds = append(deeds, s.steps(in, &step.Steps, depth+1, &inner)...)
		var err error
		if step.Err = s.text("error"); step.Err != "" {
			err = errors.New(step.Err)
		}
		deeds = append(deeds, func(at time.Duration) event.Event {
			for _, end := range inner {
				end(at)
			}
			step.End = at
			return with(in, event.Event{Kind: event.StepEnded, Text: step.Text, Depth: depth, Err: err})
		})
	}
	return deeds
}

// job makes up a job that is started, and perhaps again.
func (s *story) job(in event.Event, r *Record, label string) (deeds []deed) {
	for _, j := range r.Jobs {
		if j.Label == label {
			return nil
		}
	}
	job := &Job{Label: label, ID: "1." + label}
	r.Jobs = append(r.Jobs, job)
	for n := range rapid.IntRange(1, 2).Draw(s.t, "runs") {
		run := &JobRun{N: n + 1, PID: 100 + n, Argv: s.texts("argv")}
		job.Runs = append(job.Runs, run)
		of := func(e event.Event) event.Event {
			e.Job, e.JobID, e.Run = job.Label, job.ID, run.N
			return with(in, e)
		}
		stream, data, offset := s.text("stream"), s.data(), rapid.Int64Range(0, 1<<40).Draw(s.t, "offset")
		deeds = append(deeds, func(at time.Duration) event.Event {
			run.Begin, run.Options, run.Defaults = at, map[string]any{"nice": 5.0, "workdir": stream}, map[string]any{"rows": 24.0, "spawner": stream}
			return of(event.Event{Kind: event.JobStarted, PID: run.PID, Argv: run.Argv, Fields: map[string]any{"nice": 5, "workdir": stream}, Defaults: map[string]any{"rows": 24, "spawner": stream}})
		}, func(at time.Duration) event.Event {
			run.Output = append(run.Output, Chunk{At: at, Stream: stream, Offset: offset, Data: data})
			return of(event.Event{Kind: event.Output, Stream: stream, Offset: offset, Data: data})
		}, func(at time.Duration) event.Event {
			run.Sent = append(run.Sent, Chunk{At: at, Data: data})
			return of(event.Event{Kind: event.Sent, Data: data})
		}, func(at time.Duration) event.Event {
			value := float64(offset) / 2
			run.Matches = append(run.Matches, Match{At: at, Filter: stream, Stream: "stdout", Offset: 7, Data: data, Value: &value})
			return of(event.Event{Kind: event.Match, Filter: stream, Stream: "stdout", Offset: 7, Data: data, Value: &value, Level: event.Silent})
		}, func(at time.Duration) event.Event {
			run.Progress = append(run.Progress, Point{At: at, Text: stream, Amount: event.Amount{Done: 1, Total: 2, Rate: 0.5, Unit: "B"}})
			return of(event.Event{Kind: event.Progress, Text: stream, Progress: &event.Amount{Done: 1, Total: 2, Rate: 0.5, Unit: "B"}})
		}, func(at time.Duration) event.Event {
			r.Waits = append(r.Waits, Wait{Begin: at, Op: waitReady, Text: "x", Job: label})
			return of(event.Event{Kind: event.WaitBegun, Op: waitReady, Text: "x"})
		}, func(at time.Duration) event.Event {
			run.Ready, r.Waits[len(r.Waits)-1].End = at, at
			return of(event.Event{Kind: event.WaitEnded, Op: waitReady, Text: "x"})
		}, func(at time.Duration) event.Event {
			run.Signals = append(run.Signals, Mark{at, "SIGTERM"})
			return of(event.Event{Kind: event.Signal, Text: "SIGTERM"})
		}, func(at time.Duration) event.Event {
			run.End, run.Status = at, "exited with 0"
			return of(event.Event{Kind: event.JobEnded, Text: run.Status})
		})
	}
	return deeds
}

// other makes up one of the things that have no parts.
func (s *story) other(in event.Event, r *Record) []deed {
	text, data := s.text("text"), s.data()
	return []deed{rapid.SampledFrom([]deed{
		func(at time.Duration) event.Event {
			r.Output = append(r.Output, Chunk{At: at, Stream: "stderr", Data: data})
			return with(in, event.Event{Kind: event.Printed, Stream: "stderr", Data: data})
		},
		func(at time.Duration) event.Event {
			r.Logs = append(r.Logs, Log{At: at, Level: "warn", Text: text, Job: "j", Fields: map[string]any{"n": 1.0, text + "x": text}})
			return with(in, event.Event{Kind: event.Log, Level: slog.LevelWarn, Text: text, Job: "j", Fields: map[string]any{"n": 1, text + "x": text}})
		},
		func(time.Duration) event.Event {
			r.Verdicts = append(r.Verdicts, text)
			return with(in, event.Event{Kind: event.Verdict, Text: text})
		},
		func(time.Duration) event.Event {
			r.Artifacts = append(r.Artifacts, Artifact{text, "/a/b"})
			return with(in, event.Event{Kind: event.Artifact, Text: text, Path: "/a/b"})
		},
		func(at time.Duration) event.Event {
			r.Orphans = append(r.Orphans, Orphan{At: at, Job: "j", PID: 7, Command: "sleep " + text, Age: time.Second})
			return with(in, event.Event{Kind: event.Orphan, Job: "j", PID: 7, Argv: []string{"sleep", text}, Duration: time.Second})
		},
	}).Draw(s.t, "other")}
}
