package suite_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/suite"
	"github.com/tlua/tlua/internal/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

// files are tests by file and name, each what an attempt at it does.
type files map[string]map[string]func(*suite.Attempt) suite.Outcome

func (f files) Units(file suite.File) []suite.Unit { return []suite.Unit{{File: file}} }

func (f files) Run(ctx context.Context, u suite.Unit, c *suite.Control) []event.Failure {
	names := make([]string, 0, len(f[u.Path]))
	for name := range f[u.Path] {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if name == "broken" {
			return []event.Failure{{Kind: "error", Message: "broken"}}
		}
		if t, chosen := c.New(name, 1); chosen && !c.Stopped() && ctx.Err() == nil {
			c.Test(ctx, t, f[u.Path][name])
		}
	}
	return nil
}

func (f files) all() (list []suite.File) {
	for path := range f {
		list = append(list, suite.File{Path: path})
	}
	slices.SortFunc(list, func(a, b suite.File) int { return strings.Compare(a.Path, b.Path) })
	return list
}

func ends(r event.Result) func(*suite.Attempt) suite.Outcome {
	return func(*suite.Attempt) suite.Outcome {
		o := suite.Outcome{Result: r}
		if r.Bad() {
			o.Failures = []event.Failure{{Kind: "error", Message: string(r)}}
		}
		return o
	}
}

// seen keeps all events.
type seen struct {
	mu  sync.Mutex
	all []event.Event
}

func (s *seen) Wants(event.Kind) bool { return true }

func (s *seen) Observe(e event.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, e)
}

// ended gives the results of attempts, as "name#1 passed".
func (s *seen) ended() (list []string) {
	for _, e := range s.all {
		if e.Kind == event.TestEnded {
			list = append(list, fmt.Sprintf("%s#%d %s", e.Test.Name, e.Attempt, e.Result))
		}
	}
	return list
}

func run(ctx context.Context, f files, o suite.Options) (*suite.Summary, *seen) {
	s := &seen{}
	o.Observer = s
	return suite.Run(ctx, f.all(), f, o), s
}

func TestResults(t *testing.T) {
	f := files{
		"a": {"1": ends(event.Passed), "2": ends(event.Failed), "3": ends(event.Skipped)},
		"b": {"4": ends(event.Errored), "broken": nil},
	}
	sum, s := run(context.Background(), f, suite.Options{Selection: suite.Selection{Shard: suite.Shard{N: 1, Of: 1}}, Workers: 3, Seed: 1, About: event.Suite{Dir: "d"}})
	require.ElementsMatch(t, []string{"1#1 passed", "2#1 failed", "3#1 skipped", "4#1 error"}, s.ended())
	require.Equal(t, &event.Suite{Dir: "d", Workers: 3, Seed: 1, Shard: "1/1"}, s.all[0].Suite)
	require.Equal(t, s.all[len(s.all)-1].Duration, sum.Duration)
	require.Positive(t, sum.Duration)
	require.Equal(t, 3, sum.Failed(), "two tests and a file")
	require.Equal(t, 4, sum.Tests())
	kinds := map[event.Kind]int{}
	for _, e := range s.all {
		kinds[e.Kind]++
		require.False(t, e.Time.IsZero())
	}
	require.Equal(t, map[event.Kind]int{
		event.SuiteBegun: 1, event.SuiteEnded: 1, event.FileBegun: 2, event.FileEnded: 2, event.TestBegun: 4, event.TestEnded: 4,
	}, kinds)
}

func TestRetries(t *testing.T) {
	var tries atomic.Int32
	f := files{"a": {
		"1": func(*suite.Attempt) suite.Outcome {
			if tries.Add(1) < 3 {
				return ends(event.Failed)(nil)
			}
			return ends(event.Passed)(nil)
		},
		"2": ends(event.Failed),
		"3": ends(event.Skipped),
	}}
	sum, s := run(context.Background(), f, suite.Options{Retries: 2})
	require.Equal(t, []string{"1#1 failed", "1#2 failed", "1#3 passed", "2#1 failed", "2#2 failed", "2#3 failed", "3#1 skipped"}, s.ended())
	require.Equal(t, map[event.Result]int{event.Flaky: 1, event.Failed: 1, event.Skipped: 1}, sum.Results)
}

// What ends a suite early ends it at once: no other test begins, and no other file.
func TestEarlyEnds(t *testing.T) {
	enough := errors.New("enough")
	for name, c := range map[string]struct {
		maxFail     int
		interrupted bool
		tests       map[string]func(*suite.Attempt) suite.Outcome
		want        []string
	}{
		"tests that failed":  {maxFail: 2, tests: map[string]func(*suite.Attempt) suite.Outcome{"1": ends(event.Failed), "2": ends(event.Failed), "3": ends(event.Passed)}, want: []string{"1#1 failed", "2#1 failed"}},
		"a file that failed": {maxFail: 2, tests: map[string]func(*suite.Attempt) suite.Outcome{"1": ends(event.Failed), "broken": nil}, want: []string{"1#1 failed"}},
		"an interrupt":       {interrupted: true, tests: map[string]func(*suite.Attempt) suite.Outcome{"1": ends(event.Passed), "2": ends(event.Passed)}, want: []string{"1#1 passed"}},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(context.Background())
			defer cancel(nil)
			f := files{"a": c.tests, "b": {"4": ends(event.Passed)}}
			if first := f["a"]["1"]; c.interrupted {
				f["a"]["1"] = func(a *suite.Attempt) suite.Outcome {
					cancel(enough)
					return first(a)
				}
			}
			sum, s := run(ctx, f, suite.Options{MaxFail: c.maxFail})
			require.Equal(t, c.want, s.ended())
			require.Equal(t, c.interrupted, sum.Stopped != nil)
			begun := 0
			for _, e := range s.all {
				if e.Kind == event.FileBegun {
					begun++
				}
			}
			require.Equal(t, 1, begun)
			last := s.all[len(s.all)-1]
			if !c.interrupted {
				require.NoError(t, sum.Stopped)
				require.Empty(t, last.Result)
				return
			}
			require.Equal(t, enough, sum.Stopped)
			require.Equal(t, []string{string(event.Interrupted), "enough; 1 file was not begun, 1 file was not run to its end"}, []string{string(last.Result), last.Text})
		})
	}
}

func TestTimeout(t *testing.T) {
	slow := func(a *suite.Attempt) suite.Outcome {
		a.Context()
		<-a.Context().Done()
		return suite.Outcome{Result: event.Errored, Failures: []event.Failure{{Kind: "error", Message: context.Cause(a.Context()).Error()}}}
	}
	f := files{"a": {
		"1": slow,
		"2": func(a *suite.Attempt) suite.Outcome {
			a.SetTimeout(0) // none
			return ends(event.Passed)(a)
		},
		"3": func(a *suite.Attempt) suite.Outcome {
			a.SetTimeout(time.Nanosecond)
			return slow(a)
		},
	}}
	sum, s := run(context.Background(), f, suite.Options{Timeout: 50 * time.Millisecond})
	require.Equal(t, []string{"1#1 timeout", "2#1 passed", "3#1 timeout"}, s.ended())
	require.Equal(t, 2, sum.Failed())
	for _, e := range s.all {
		if e.Kind == event.TestEnded && e.Test.Name == "1" {
			require.Equal(t, "timeout", e.Failures[0].Kind)
			require.Equal(t, "the test did not end within 50ms", e.Failures[0].Message)
		}
	}
}

// The cleanup's time is its own: what fails there is no timeout, and cannot be given
// a time.
func TestNoTimePassesInCleanup(t *testing.T) {
	f := files{"a": {"1": func(a *suite.Attempt) suite.Outcome {
		a.Stop()
		a.SetTimeout(time.Nanosecond)
		select {
		case <-a.Context().Done():
			t.Error("the time passed")
		case <-time.After(20 * time.Millisecond):
		}
		return ends(event.Errored)(a)
	}}}
	_, s := run(context.Background(), f, suite.Options{Timeout: time.Hour})
	require.Equal(t, []string{"1#1 error"}, s.ended())
}

// Of each attempt it is told whether another follows.
func TestAgainIsTold(t *testing.T) {
	f := files{"a": {"1": ends(event.Failed), "2": ends(event.Passed)}}
	_, s := run(context.Background(), f, suite.Options{Retries: 1})
	var again []bool
	for _, e := range s.all {
		if e.Kind == event.TestEnded {
			again = append(again, e.Again)
		}
	}
	require.Equal(t, []bool{true, false, false}, again)
}

func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	f := files{"a": {
		"1": func(a *suite.Attempt) suite.Outcome {
			cancel(errors.New("enough"))
			<-a.Context().Done()
			return ends(event.Errored)(a)
		},
		"2": ends(event.Passed),
	}}
	sum, s := run(ctx, f, suite.Options{Retries: 3})
	require.Equal(t, []string{"1#1 interrupted"}, s.ended())
	require.EqualError(t, sum.Stopped, "enough")
}

func TestSoftChecks(t *testing.T) {
	soft := func(r event.Result) func(*suite.Attempt) suite.Outcome {
		return func(a *suite.Attempt) suite.Outcome {
			a.Soft(event.Failure{Kind: "failure", Message: "soft"})
			return ends(r)(a)
		}
	}
	f := files{"a": {"1": soft(event.Passed), "2": soft(event.Errored), "3": soft(event.Skipped)}}
	_, s := run(context.Background(), f, suite.Options{})
	require.Equal(t, []string{"1#1 failed", "2#1 error", "3#1 failed"}, s.ended())
}

func TestExpectedFailures(t *testing.T) {
	expects := func(r event.Result) func(*suite.Attempt) suite.Outcome {
		return func(a *suite.Attempt) suite.Outcome {
			a.ExpectFail("BUG-1")
			return ends(r)(a)
		}
	}
	f := files{"a": {"1": expects(event.Passed), "2": expects(event.Failed), "3": expects(event.Errored), "4": expects(event.Skipped)}}
	_, s := run(context.Background(), f, suite.Options{})
	require.Equal(t, []string{"1#1 failed", "2#1 passed", "3#1 error", "4#1 skipped"}, s.ended())
}

// Files run side by side, each with a worker of its own, but those that hold the same
// lock do not.
func TestLocks(t *testing.T) {
	var inside, most, meet, workers atomic.Int32
	both := make(chan struct{})
	f := doing(func(ctx context.Context, c *suite.Control) {
		if meet.Add(1) == 2 {
			close(both) // two workers are there at once
		}
		<-both
		workers.Add(int32(c.Worker()))
		require.NoError(t, c.Lock(ctx, "port"))
		require.NoError(t, c.Lock(ctx, "port"), "who holds it already has it")
		most.Store(max(most.Load(), inside.Add(1)))
		inside.Add(-1)
	})
	suite.Run(context.Background(), []suite.File{{Path: "a"}, {Path: "b"}}, f, suite.Options{Workers: 2})
	require.EqualValues(t, 1, most.Load())
	require.EqualValues(t, 1+2, workers.Load())
}

// doing is what each file does.
type doing func(context.Context, *suite.Control)

func (d doing) Units(f suite.File) []suite.Unit { return []suite.Unit{{File: f}} }

func (d doing) Run(ctx context.Context, _ suite.Unit, c *suite.Control) []event.Failure {
	d(ctx, c)
	return nil
}

// Tests of a file that have the same name are told apart by their number.
func TestNumbers(t *testing.T) {
	var got []int
	suite.Run(t.Context(), []suite.File{{Path: "a"}, {Path: "b"}}, doing(func(_ context.Context, c *suite.Control) {
		for _, name := range []string{"x", "y", "x", "x"} {
			test, _ := c.New(name, 1)
			got = append(got, test.Number)
		}
	}), suite.Options{})
	require.Equal(t, []int{1, 1, 2, 3, 1, 1, 2, 3}, got)
}

// A shuffled order is another one, and the same for the same seed.
func TestShuffle(t *testing.T) {
	f := files{}
	for i := range 20 {
		f[fmt.Sprintf("%02d", i)] = map[string]func(*suite.Attempt) suite.Outcome{fmt.Sprint(i): ends(event.Passed)}
	}
	_, plain := run(context.Background(), f, suite.Options{})
	_, one := run(context.Background(), f, suite.Options{Seed: 7})
	_, two := run(context.Background(), f, suite.Options{Seed: 7})
	_, three := run(context.Background(), f, suite.Options{Seed: 8})
	require.NotEqual(t, plain.ended(), one.ended())
	require.NotEqual(t, one.ended(), three.ended())
	require.Equal(t, one.ended(), two.ended())
	require.ElementsMatch(t, plain.ended(), one.ended())
}

func TestRepeat(t *testing.T) {
	f := files{"a": {"1": ends(event.Passed)}}
	sum, _ := run(context.Background(), f, suite.Options{Repeat: 3})
	require.Equal(t, 3, sum.Results[event.Passed])
}
