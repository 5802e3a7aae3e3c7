package results

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
)

const begun = `{"kind":"suite_begun","format":1,"started":"2026-01-31T12:00:00Z"}` + "\n"

func TestReadErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"<html>\n", `line 1: invalid character '<' looking for beginning of value`},
		{begun + "\n{\"kind\":\"log\",\n{}\n", `line 3: unexpected end of JSON input`},
		{begun + "[]\n", `line 2: an object expected, got: array`},
		{begun + `{"at":1}` + "\n", `line 2: an object with a kind expected`},
		{begun + `{"kind":"log","at":"now"}` + "\n", `line 2: field "at" cannot be: string`},
		{begun + `{"kind":"test_ended","failures":[{"line":"x"}]}` + "\n", `line 2: field "failures.line" cannot be: string`},
		{begun + `{"kind":"log","test":3}` + "\n", `line 2: nothing was said of test 3 before`},
		{begun + begun, `line 2: a second suite begins`},
		{`{"kind":"suite_begun","format":2,"version":"v9"}` + "\n", `line 1: the format 2 is that of a newer tlua (v9)`},
		{`{"kind":"suite_begun","started":"noon"}` + "\n", `line 1: field "started" must be a time such as 2026-01-31T12:00:00Z, got "noon"`},
		{`{"kind":"log"}` + "\n", `this is no journal of tests: no line has the kind suite_begun`},
	} {
		_, err := Read(strings.NewReader(c.in))
		require.ErrorIs(t, err, job.EINVAL, c.in)
		require.EqualError(t, err, "EINVAL: "+c.want)
	}
	_, err := Read(iotest.ErrReader(errFull))
	require.ErrorIs(t, err, errFull)
}

func TestReadIgnoresWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	run, err := Read(strings.NewReader(begun + `{"kind":"earthquake","at":3,"magnitude":7,"worker":1}` + "\n\r\n" +
		`{"kind":"file_begun","at":4,"worker":1,"path":"a","colour":"red"}` + "\n" + `{"kind":"earthquake","at":5,"worker":1}` + "\n" +
		`{"kind":"file_ended","at":6,"worker":1}` + "\n" + `{"kind":"suite_ended","at":7}`)) // the last line may lack its end
	require.NoError(t, err)
	require.False(t, run.Cut)
	require.Equal(t, []*File{{Path: "a", Worker: 1, Begin: 4 * time.Second, End: 6 * time.Second}}, run.Files)
	require.Equal(t, 7*time.Second, run.Duration)
}

func TestReadOfNothing(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"", "\n", `{"kind":"suite_be`, "\x00\x00"} {
		run, err := Read(strings.NewReader(in))
		require.NoError(t, err)
		require.True(t, run.Cut)
		require.True(t, run.Failed())
	}
}

// What a process that is killed leaves.
func TestReadOfWhatDidNotEnd(t *testing.T) {
	t.Parallel()
	test := &event.Test{File: "f", Name: "t"}
	in := func(e event.Event) event.Event { return with(event.Event{Worker: 1, Test: test, Attempt: 1}, e) }
	of := func(e event.Event) event.Event {
		e.Job, e.JobID, e.Run = "j", "j", 1
		return in(e)
	}
	lines := journal(
		event.Event{Kind: event.SuiteBegun},
		event.Event{Kind: event.FileBegun, Worker: 1, Path: "f"},
		in(event.Event{Kind: event.TestBegun}),
		in(event.Event{Kind: event.StepBegun, Text: "a", Block: true}),
		in(event.Event{Kind: event.StepBegun, Text: "b", Depth: 1}),
		of(event.Event{Kind: event.JobStarted, PID: 5}),
		of(event.Event{Kind: event.WaitBegun, Op: "job.wait", Text: "the end"}),
		in(event.Event{Kind: event.Check, Failures: []event.Failure{{Message: "soft", Soft: true}}}),
	)
	run, err := Read(strings.NewReader(strings.Join(lines, "\n") + "\n" + `{"kind":"log","test":1,"te`))
	require.NoError(t, err)
	end := 7 * 1500 * time.Millisecond
	require.True(t, run.Cut)
	require.Equal(t, end, run.Duration)
	require.Equal(t, end, run.Files[0].End)
	require.Equal(t, event.Interrupted, run.Tests[0].Result)
	a := run.Tests[0].Attempts[0]
	require.Equal(t, end, a.End)
	require.Equal(t, []event.Failure{{Message: "soft", Soft: true}}, a.Failures)
	require.Equal(t, []*Step{{Text: "a", Begin: 4500 * time.Millisecond, End: end, Steps: []*Step{
		{Text: "b", Begin: 6 * time.Second, End: end},
	}}}, a.Steps)
	require.Equal(t, []Wait{{Begin: 9 * time.Second, End: end, Op: "job.wait", Text: "the end", Job: "j"}}, a.Waits)
	require.Zero(t, a.Jobs[0].Runs[0].End)
}

// What is said in passing is kept: an error beside a message, an end without words.
func TestReadOfDetails(t *testing.T) {
	t.Parallel()
	run, err := Read(strings.NewReader(strings.Join(journal(
		event.Event{Kind: event.SuiteBegun},
		event.Event{Kind: event.FileBegun, Worker: 1},
		event.Event{Kind: event.Log, Worker: 1, Text: "said", Err: errors.New("why")},
		event.Event{Kind: event.SuiteEnded, Result: event.Interrupted},
	), "\n")))
	require.NoError(t, err)
	require.Equal(t, map[string]any{"error": "why"}, run.Files[0].Logs[0].Fields)
	require.Equal(t, "it was interrupted", run.Stopped)
}

// Jobs that two workers have by the same name are two.
func TestJobsOfWorkers(t *testing.T) {
	t.Parallel()
	of := func(kind event.Kind, worker, pid int) event.Event {
		return event.Event{Kind: kind, Worker: worker, PID: pid, Job: "srv", JobID: "1.srv", Run: 1}
	}
	in := func(test *event.Test, e event.Event) event.Event {
		e.Test, e.Attempt = test, 1
		return e
	}
	run, err := Read(strings.NewReader(strings.Join(journal(
		event.Event{Kind: event.SuiteBegun},
		event.Event{Kind: event.FileBegun, Worker: 1}, event.Event{Kind: event.FileBegun, Worker: 2},
		of(event.JobStarted, 1, 7), of(event.JobStarted, 2, 8),
		in(&event.Test{File: "f"}, of(event.Output, 1, 0)), in(&event.Test{File: "g"}, of(event.Output, 2, 0)),
		event.Event{Kind: event.SuiteEnded},
	), "\n")))
	require.NoError(t, err)
	require.Equal(t, []int{7, 8}, []int{run.Tests[0].Attempts[0].Jobs[0].Runs[0].PID, run.Tests[1].Attempts[0].Jobs[0].Runs[0].PID})
}

func TestSteps(t *testing.T) {
	t.Parallel()
	type e = event.Event
	const begin, end = event.StepBegun, event.StepEnded
	for _, c := range []struct {
		name   string
		events []e
		want   string // name begin-end, with those in it
	}{
		{"the next ends it", []e{{Kind: begin, Text: "a"}, {Kind: begin, Text: "b"}}, "a 2-3, b 3-4"},
		{"an outer one ends it", []e{{Kind: begin, Text: "a", Block: true}, {Kind: begin, Text: "b", Depth: 1}, {Kind: end}}, "a 2-4 (b 3-4)"},
		{"a smaller depth ends it", []e{{Kind: begin, Text: "a", Depth: 2}, {Kind: begin, Text: "b", Depth: 1}}, "a 2-3, b 3-4"},
		{"an end of what has none", []e{{Kind: begin, Text: "a"}, {Kind: end}}, "a 2-4"},
		{"an end of what did not begin", []e{{Kind: end, Depth: 3}, {Kind: begin, Text: "a", Block: true}, {Kind: end}}, "a 3-4"},
		{"a failure", []e{{Kind: begin, Text: "a", Block: true}, {Kind: end, Err: errors.New("x")}}, "a 2-3 x"},
	} {
		events := []e{{Kind: event.SuiteBegun}, {Kind: event.FileBegun, Worker: 1}}
		for _, s := range append(c.events, e{Kind: event.FileEnded}) {
			s.Worker = 1
			events = append(events, s)
		}
		for i := range events {
			events[i].Time = start.Add(time.Duration(i) * time.Second)
		}
		run, err := Read(strings.NewReader(written(events)))
		require.NoError(t, err)
		require.Equal(t, c.want, stepText(run.Files[0].Steps), c.name)
	}
}

func stepText(steps []*Step) string {
	var all []string
	for _, s := range steps {
		text := strings.TrimSpace(s.Text + " " + strings.ReplaceAll(s.Begin.String()+"-"+s.End.String(), "s", "") + " " + s.Err)
		if len(s.Steps) > 0 {
			text += " (" + stepText(s.Steps) + ")"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// A job of a file's is in each test that uses it, with its begin.
func TestJobOfAFileInItsTests(t *testing.T) {
	t.Parallel()
	test := &event.Test{File: "f", Name: "t"}
	j := event.Event{Worker: 1, Job: "srv", JobID: "9.srv", Run: 1}
	of := func(kind event.Kind, e event.Event) event.Event {
		e.Kind, e.Worker, e.Job, e.JobID, e.Run = kind, j.Worker, j.Job, j.JobID, j.Run
		return e
	}
	run, err := Read(strings.NewReader(strings.Join(journal(
		event.Event{Kind: event.SuiteBegun},
		event.Event{Kind: event.FileBegun, Worker: 1},
		of(event.JobStarted, event.Event{PID: 7, Argv: []string{"srv"}}),
		of(event.WaitEnded, event.Event{Op: waitReady, Duration: time.Second}),
		event.Event{Kind: event.TestBegun, Worker: 1, Test: test, Attempt: 1},
		of(event.Output, event.Event{Test: test, Attempt: 1, Data: []byte("x")}),
		event.Event{Kind: event.TestEnded, Worker: 1, Test: test, Attempt: 1, Result: event.Passed},
		of(event.JobEnded, event.Event{Text: "gone"}),
		event.Event{Kind: event.SuiteEnded},
	), "\n")))
	require.NoError(t, err)
	const s = time.Second
	require.Equal(t, []*Job{{Label: "srv", ID: "9.srv", Runs: []*JobRun{{
		N: 1, PID: 7, Argv: []string{"srv"}, Begin: 3 * s, Ready: 4*s + s/2, End: 10*s + s/2, Status: "gone",
	}}}}, run.Files[0].Jobs)
	require.Equal(t, []*Job{{Label: "srv", ID: "9.srv", Runs: []*JobRun{{
		N: 1, PID: 7, Argv: []string{"srv"}, Begin: 3 * s, Ready: 4*s + s/2, Output: []Chunk{{At: 7*s + s/2, Data: []byte("x")}},
	}}}}, run.Tests[0].Attempts[0].Jobs)
	require.Equal(t, []Wait{{Begin: 3*s + s/2, End: 4*s + s/2, Op: waitReady, Job: "srv"}}, run.Files[0].Waits)
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(begun))
	test := &event.Test{File: "f", Name: "t"}
	f.Add([]byte(strings.Join(journal(
		event.Event{Kind: event.SuiteBegun, Suite: &event.Suite{Seed: 1}},
		event.Event{Kind: event.FileBegun, Worker: 1, Path: "f"},
		event.Event{Kind: event.TestBegun, Worker: 1, Test: test, Attempt: 1},
		event.Event{Kind: event.StepBegun, Worker: 1, Test: test, Attempt: 1, Text: "s", Block: true},
		event.Event{Kind: event.JobStarted, Worker: 1, Test: test, Attempt: 1, Job: "j", JobID: "j", Run: 1},
		event.Event{Kind: event.Output, Worker: 1, Test: test, Attempt: 1, Job: "j", JobID: "j", Run: 1, Data: []byte{0xff}},
		event.Event{Kind: event.Progress, Worker: 1, Job: "j", Progress: &event.Amount{Done: 1}},
		event.Event{Kind: event.WaitEnded, Worker: 1, Test: test, Attempt: 1, Op: waitReady, JobID: "j", Run: 1},
		event.Event{Kind: event.StepEnded, Worker: 1, Test: test, Attempt: 1},
		event.Event{Kind: event.TestEnded, Worker: 1, Test: test, Attempt: 1, Result: event.Failed, Failures: []event.Failure{{Message: "m"}}},
		event.Event{Kind: event.SuiteEnded},
	), "\n")))
	f.Add([]byte(begun + `{"kind":"output_lost","worker":1,"of":"match","count":-1}` + "\n"))
	f.Add([]byte(begun + `{"kind":"step_begun","at":-1e300,"test":1,"name":"x","depth":-5}` + "\n" + `{"kind":"test_ended","at":1e300,"test":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		run, err := Read(bytes.NewReader(data))
		if err != nil {
			if run != nil || !errors.Is(err, job.EINVAL) {
				t.Fatal(run, err)
			}
			return
		}
		if _, err := json.Marshal(Merge(run, run)); err != nil && !strings.Contains(err.Error(), "exceeded max depth") {
			t.Fatal(err)
		}
		for _, test := range run.Tests {
			if test.Result == "" && !run.Cut && len(test.Attempts) == 0 {
				t.Fatal("a test without a result")
			}
			for _, a := range test.Attempts {
				if a.End < 0 || a.End > run.Duration || a.Begin < 0 || a.Begin > run.Duration {
					t.Fatalf("an attempt from %v to %v in a run of %v", a.Begin, a.End, run.Duration)
				}
			}
		}
		run.Failed()
	})
}
