package results

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tlua/tlua/core/event"
)

// tried makes a test with an attempt for each result.
func tried(name string, results ...event.Result) *Test {
	t := &Test{Test: event.Test{File: "f", Name: name, Number: 1}}
	for i, r := range results {
		t.Attempts = append(t.Attempts, &Attempt{N: i + 1, Worker: 1, Begin: time.Second, End: 2 * time.Second, Result: r})
	}
	t.conclude()
	return t
}

func TestMergeOfOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawStory(t)
		if diff := differ(s.want, Merge(s.want)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestMergeOfARerun(t *testing.T) {
	t.Parallel()
	first := &Run{
		Suite: event.Suite{Version: "1", Workers: 2}, Started: start, Duration: time.Minute,
		Tests: []*Test{tried("a", event.Passed), tried("b", event.Failed, event.Failed), tried("c", event.Failed), tried("d", event.Skipped)},
		Files: []*File{{Path: "f", Failures: []event.Failure{{Message: "setup"}}}, {Path: "g"}},
	}
	second := &Run{
		Suite: event.Suite{Version: "2", Workers: 1}, Started: start.Add(time.Hour), Duration: time.Minute,
		Tests: []*Test{tried("c", event.Failed), tried("b", event.Passed), tried("d", event.Passed)},
		Files: []*File{{Path: "f", Begin: time.Second, End: time.Second}},
	}
	for _, m := range []*Run{Merge(first, second), Merge(second, first)} {
		require.Equal(t, event.Suite{Version: "2", Workers: 2}, m.Suite)
		require.Equal(t, time.Hour+time.Minute, m.Duration)
		require.Equal(t, map[event.Result]int{event.Passed: 2, event.Flaky: 1, event.Failed: 1}, m.Counts())
		require.Equal(t, []Part{
			{Suite: first.Suite, End: time.Minute},
			{Suite: second.Suite, Begin: time.Hour, End: time.Hour + time.Minute},
		}, m.Parts)
		b := m.Tests[1]
		require.Equal(t, "b", b.Name)
		require.Equal(t, event.Flaky, b.Result)
		require.Len(t, b.Attempts, 3)
		require.Equal(t, 3, b.Attempts[2].N)
		require.Equal(t, 1, b.Attempts[2].Worker) // not at once: the workers are the same
		require.Equal(t, time.Hour+time.Second, b.Attempts[2].Begin)
		require.Equal(t, []*File{{Path: "g"}, {Path: "f", Begin: time.Hour + time.Second, End: time.Hour + time.Second}}, m.Files)
		require.True(t, m.Failed())
	}
	require.Len(t, first.Tests[1].Attempts, 2)
	require.Equal(t, 1, second.Tests[1].Attempts[0].N)
}

// What is no time stays as it is.
func TestMergeKeepsTheRest(t *testing.T) {
	t.Parallel()
	one := &Run{Started: start, Files: []*File{{Record: Record{LostOutput: 5, Verdicts: []string{"v"}, Artifacts: []Artifact{{"a", "p"}}}}}}
	m := Merge(&Run{Started: start.Add(-time.Hour)}, one)
	require.Equal(t, one.Files[0].Record, m.Files[0].Record)
}

func TestMergeOfShards(t *testing.T) {
	t.Parallel()
	shard := func(name string, later time.Duration, tests ...*Test) *Run {
		return &Run{
			Suite: event.Suite{Shard: name, Workers: 2}, Started: start.Add(later), Duration: time.Minute, Tests: tests,
			Files: []*File{{Path: "f", Worker: 1}},
		}
	}
	one, two := shard("1/2", 0, tried("a", event.Passed)), shard("2/2", 3*time.Second, tried("b", event.Passed))
	one.Files[0].Failures = []event.Failure{{Message: "teardown"}}
	m := Merge(two, one)
	require.Equal(t, "1/2, 2/2", m.Shard)
	require.Equal(t, 4, m.Workers)
	require.Equal(t, 63*time.Second, m.Duration)
	require.Equal(t, []int{0, 2}, []int{m.Parts[0].WorkersBefore, m.Parts[1].WorkersBefore})
	require.Equal(t, []int{1, 3}, []int{m.Tests[0].Attempts[0].Worker, m.Tests[1].Attempts[0].Worker})
	require.Len(t, m.Files, 2) // both count
	require.True(t, m.Failed())
	again := shard("1/2", time.Hour)
	require.False(t, Merge(one, two, again).Failed())
	two.Cut = true
	require.True(t, Merge(one, two, again).Cut)
	again.Stopped = "SIGINT"
	require.Equal(t, "SIGINT", Merge(again, one).Stopped)
	require.Equal(t, &Run{}, Merge())
}

// A suite that repeats itself has the same tests several times.
func TestMergeOfRepeated(t *testing.T) {
	t.Parallel()
	first := &Run{Started: start, Tests: []*Test{tried("a", event.Passed), tried("a", event.Failed)}}
	second := &Run{Started: start.Add(time.Hour), Tests: []*Test{tried("a", event.Failed), tried("a", event.Passed), tried("a", event.Passed)}}
	second.Tests[2].Params = []event.Param{{Name: "n", Value: 1.0}}
	m := Merge(first, second)
	require.Equal(t, []event.Result{event.Failed, event.Flaky, event.Passed}, []event.Result{m.Tests[0].Result, m.Tests[1].Result, m.Tests[2].Result})
}

// All times move with the run: none is forgotten.
func TestMergeMovesAllTimes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawStory(t)
		moved := Merge(&Run{Started: start.Add(-time.Hour)}, s.want)
		want, err := Read(strings.NewReader(written(s.told)))
		if err != nil {
			t.Fatal(err)
		}
		later(reflect.ValueOf(want.Tests))
		later(reflect.ValueOf(want.Files))
		if diff := differ(want.Tests, moved.Tests); diff != "" {
			t.Fatal(diff)
		}
		if diff := differ(want.Files, moved.Files); diff != "" {
			t.Fatal(diff)
		}
	})
}

// later moves all times in v by an hour, but ages, and those that are never.
func later(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			later(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			later(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			switch name := v.Type().Field(i).Name; {
			case v.Field(i).Type() != reflect.TypeFor[time.Duration]():
				later(v.Field(i))
			case name != "Age" && !(v.Type() == reflect.TypeFor[JobRun]() && v.Field(i).IsZero()):
				v.Field(i).SetInt(v.Field(i).Int() + int64(time.Hour))
			}
		}
	}
}

func TestFailed(t *testing.T) {
	t.Parallel()
	bad := []event.Result{event.Failed, event.Errored, event.TimedOut, event.Interrupted}
	for _, r := range []event.Result{event.Passed, event.Failed, event.Errored, event.TimedOut, event.Skipped, event.Pending, event.Interrupted, event.Flaky} {
		for _, c := range []struct {
			expected *Expected
			want     bool
		}{
			{nil, slices.Contains(bad, r)},
			{&Expected{New: true}, slices.Contains(bad, r)},
			{&Expected{As: true}, false},
			{&Expected{}, true},
		} {
			run := &Run{Tests: []*Test{{Result: r, Expected: c.expected}}}
			require.Equal(t, c.want, run.Failed(), "%s %+v", r, c.expected)
		}
	}
	require.False(t, (&Run{Files: []*File{{}}}).Failed())
	require.True(t, (&Run{Files: []*File{{Failures: make([]event.Failure, 1)}}}).Failed())
	require.True(t, (&Run{Stopped: "x"}).Failed())
}

// shards makes a run of each of the shards.
func shards(names ...string) (runs []*Run) {
	for _, name := range names {
		runs = append(runs, &Run{Suite: event.Suite{Shard: name}, Started: start})
	}
	return runs
}

func TestMergeMissesShards(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ there, missing []string }{
		{[]string{"1/3", "3/3"}, []string{"2/3"}},
		{[]string{"2/4", "2/4", "3/4"}, []string{"1/4", "4/4"}},
		{[]string{"3/3", "1/3", "2/3"}, nil},
		{[]string{"2/3"}, nil},
		{[]string{"2/3", "2/3", ""}, nil},             // with those in which its failed tests were run again
		{[]string{"1/3", "3/3", ""}, []string{"2/3"}}, // the same
		{[]string{"1/2", "2/2", "1/3"}, nil},          // those of two are whole
		{[]string{"1/2", "2/3"}, []string{"2/2", "1/3", "3/3"}},
		{[]string{"x", "1/y"}, nil},
	} {
		m := Merge(shards(c.there...)...)
		require.Equal(t, c.missing, m.Missing, c.there)
		require.Equal(t, c.missing != nil, m.Failed(), c.there)
		require.Len(t, m.Gaps(), len(c.missing))
	}
	require.Equal(t, []Gap{{"incomplete", "shard 2/3 is missing"}}, Merge(shards("1/3", "3/3")...).Gaps())
}

// Each shard runs what is outside of tests: what fails there is one failure.
func TestMergeTellsFailuresOfFilesOnce(t *testing.T) {
	t.Parallel()
	same := event.Failure{Kind: "error", Message: "no such module", Path: "f", Line: 1}
	own, other := same, same
	own.Message, other.Line = "of the first alone", 2
	runs := shards("1/2", "2/2")
	runs[0].Files = []*File{{Path: "f", Failures: []event.Failure{same, own}}, {Path: "f", Begin: 1, Failures: []event.Failure{same}}}
	runs[1].Files = []*File{
		{Path: "f", Begin: 2, Failures: []event.Failure{other, same}}, {Path: "g", Begin: 3, Failures: []event.Failure{same}},
		{Path: "f", Begin: 4, Result: event.Errored, Failures: []event.Failure{same}},
	}
	m := Merge(runs...)
	var got [][]event.Failure
	for _, f := range m.Files {
		got = append(got, f.Failures)
	}
	require.Equal(t, [][]event.Failure{{same, own}, {same}, {other}, {same}, nil}, got)
	require.Empty(t, m.Files[4].Result)
	require.Equal(t, 2, m.FailedFiles())
	require.Len(t, runs[1].Files[0].Failures, 2, "it is not changed")

	// What is mended in one shard alone still fails in the other.
	again := &Run{Suite: event.Suite{Shard: "1/2"}, Started: start.Add(time.Hour), Files: []*File{{Path: "f"}}}
	require.Equal(t, 2, Merge(append(runs, again)...).FailedFiles())
}

func TestMergeOfWhatEndedEarly(t *testing.T) {
	t.Parallel()
	first := &Run{Started: start, Early: "the first failure ended it", Tests: []*Test{tried("a", event.Failed)}}
	second := &Run{Started: start.Add(time.Hour), Tests: []*Test{tried("a", event.Passed)}}
	m := Merge(first, second)
	require.Equal(t, first.Early, m.Early)
	require.True(t, m.Failed(), "the other tests were not run")
	require.Equal(t, []Gap{{"ended early", "the run ended early: the first failure ended it"}}, m.Gaps())
}

func TestFlakyTestsMayFailTheRun(t *testing.T) {
	t.Parallel()
	r := &Run{Tests: []*Test{tried("a", event.Failed, event.Passed)}}
	require.False(t, r.Failed())
	r.FailOnFlaky = true
	require.True(t, r.Failed())
	r.Tests[0].Expected = &Expected{Result: event.Flaky, As: true}
	require.False(t, r.Failed())
}

func TestCompared(t *testing.T) {
	t.Parallel()
	var r Run
	for _, x := range []*Expected{nil, {As: true}, {As: true}, {New: true}, {}, {As: true}} {
		r.Tests = append(r.Tests, &Test{Expected: x})
	}
	as, unexpected, fresh := r.Compared()
	require.Equal(t, []int{3, 1, 1}, []int{as, unexpected, fresh})
}

// What passes on one platform takes nothing back of what failed on another; machines
// of one kind are one platform.
func TestMergeKeepsPlatformsApart(t *testing.T) {
	run := func(at int, result event.Result, platform ...string) *Run {
		x := &Test{Test: event.Test{File: "a.lua", Name: "x", Number: 1}, Result: result, Attempts: []*Attempt{{N: 1, Result: result}}}
		return &Run{Suite: event.Suite{Platform: platform}, Started: time.Unix(int64(at), 0), Tests: []*Test{x}}
	}
	merged := Merge(run(1, event.Failed, "linux", "arm64"), run(2, event.Passed, "linux", "amd64"))
	require.Len(t, merged.Tests, 2)
	require.True(t, merged.Failed())
	merged = Merge(run(1, event.Failed, "linux", "cpus=2", "kernel=6.1", "root"), run(2, event.Passed, "linux", "cpus=4", "kernel=6.8"))
	require.Len(t, merged.Tests, 1)
	require.Equal(t, event.Flaky, merged.Tests[0].Result)
}

// A file that failed outside of its tests has done so until it is run whole again.
func TestMergeForgetsNoFile(t *testing.T) {
	run := func(at int, change func(*Run, *File)) *Run {
		r := &Run{Started: time.Unix(int64(at), 0), Files: []*File{{Path: "a.lua"}}}
		change(r, r.Files[0])
		return r
	}
	fails := run(1, func(_ *Run, f *File) { f.Failures = []event.Failure{{Kind: "error", Message: "no"}} })
	for name, c := range map[string]struct {
		later  func(*Run, *File)
		failed bool
	}{
		"all of it":           {func(*Run, *File) {}, false},
		"some of its tests":   {func(_ *Run, f *File) { f.LeftOut = 2 }, true},
		"interrupted":         {func(r *Run, _ *File) { r.Stopped = "interrupted" }, true},
		"killed":              {func(r *Run, _ *File) { r.Cut = true }, true},
		"on another platform": {func(r *Run, _ *File) { r.Platform = []string{"darwin"} }, true},
	} {
		require.Equal(t, c.failed, Merge(fails, run(2, c.later)).FailedFiles() == 1, name)
	}
}
