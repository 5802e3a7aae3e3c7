package suite_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/suite"
)

// A test's time counts from its begin, however often and late it is set; who looks
// at a failure has more.
func TestTimeCountsFromTheBegin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		held := false
		f := files{"a": {"1": func(a *suite.Attempt) suite.Outcome {
			begun := time.Now()
			<-time.After(30 * time.Second)
			a.SetTimeout(2 * time.Minute)
			<-a.Context().Done()
			assert.Equal(t, 2*time.Minute, time.Since(begun))
			a.Stop()
			a.Hold(nil)
			return ends(event.Errored)(a)
		}}}
		_, s := run(t.Context(), f, suite.Options{Timeout: time.Minute, Hold: func(ctx context.Context, _ *event.Test, _ []event.Failure) {
			held = true
			assert.NoError(t, ctx.Err())
		}})
		require.Equal(t, []string{"1#1 timeout"}, s.ended())
		require.True(t, held)
		for _, e := range s.all {
			if e.Kind == event.TestEnded {
				require.Equal(t, 2*time.Minute, e.Duration)
			}
		}
	})
}

// ending wants no more than the ends of tests and files, and checks.
type ending struct{ seen }

func (*ending) Wants(k event.Kind) bool {
	return k == event.Check || k == event.TestEnded || k == event.FileEnded
}

// Failures tell in which steps the test was and what it waited for then, whatever
// the observer wants to know; those of checks come first.
func TestFailuresTellWhereTheTestWas(t *testing.T) {
	s := &ending{}
	soft := event.Failure{Kind: "failure", Message: "soft"}
	suite.Run(t.Context(), []suite.File{{Path: "a"}}, doing(func(ctx context.Context, c *suite.Control) {
		test, _ := c.New("x", 1)
		happens := func(events ...event.Event) {
			for _, e := range events {
				require.True(t, c.Wants(e.Kind))
				c.Observe(e)
			}
		}
		first := true
		c.Test(ctx, test, func(a *suite.Attempt) suite.Outcome {
			if !first {
				a.Soft(soft)
				return suite.Outcome{Result: event.Skipped, Reason: "of no interest"}
			}
			first = false
			happens(
				event.Event{Kind: event.StepBegun, Text: "outer", Block: true},
				event.Event{Kind: event.StepBegun, Text: "before", Depth: 1},
				event.Event{Kind: event.StepBegun, Text: "well", Depth: 1, Block: true},
				event.Event{Kind: event.StepEnded, Text: "well", Depth: 1},
				event.Event{Kind: event.StepBegun, Text: "broken", Depth: 1, Block: true},
				event.Event{Kind: event.StepEnded, Text: "broken", Depth: 1, Err: errors.New("x")},
			)
			a.Soft(soft)
			happens(
				event.Event{Kind: event.WaitBegun, Op: "job.wait", Text: "one"},
				event.Event{Kind: event.WaitBegun, Op: "job.wait", Text: "two"},
				event.Event{Kind: event.WaitBegun, Op: "sleep", Text: "two"},
				event.Event{Kind: event.WaitEnded, Op: "sleep", Text: "two"},
			)
			a.SetTimeout(time.Nanosecond)
			<-a.Context().Done()
			a.Stop()
			happens(event.Event{Kind: event.WaitEnded, Op: "job.wait", Text: "two"}, event.Event{Kind: event.StepEnded, Text: "broken", Depth: 1})
			return suite.Outcome{Result: event.Errored, Failures: []event.Failure{{Kind: "error"}, {Kind: "error", Message: "later"}}}
		})
	}), suite.Options{Retries: 1, Observer: s})
	steps := []string{"outer", "broken"}
	noted := event.Failure{Kind: "failure", Message: "soft", Soft: true, Steps: steps}
	unplaced := event.Failure{Kind: "failure", Message: "soft", Soft: true}
	type told struct {
		kind     event.Kind
		attempt  int // 0: of no test
		result   event.Result
		reason   string
		failures []event.Failure
	}
	var all []told
	for _, e := range s.all {
		all = append(all, told{e.Kind, e.Attempt, e.Result, e.Text, e.Failures})
	}
	require.Equal(t, []told{
		{event.Check, 1, "", "", []event.Failure{noted}},
		{event.TestEnded, 1, event.TimedOut, "", []event.Failure{
			noted, {Kind: "timeout", Message: "the test did not end within 1ns", Steps: steps, Waited: "job.wait: two"}, {Kind: "error", Message: "later"},
		}},
		{event.Check, 2, "", "", []event.Failure{unplaced}},
		{event.TestEnded, 2, event.Failed, "", []event.Failure{unplaced}},
		{event.FileEnded, 0, "", "", nil},
	}, all)
}

// What is over is over: what has passed when its time ends, or the run does, passed.
func TestEndsThatComeLate(t *testing.T) {
	for _, c := range []struct{ result, timeout, interrupt event.Result }{
		{event.Passed, event.Passed, event.Passed},
		{event.Skipped, event.Skipped, event.Skipped},
		{event.Failed, event.TimedOut, event.Interrupted},
		{event.Errored, event.TimedOut, event.Interrupted},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		f := files{"a": {
			"1": func(a *suite.Attempt) suite.Outcome {
				a.SetTimeout(time.Nanosecond)
				<-a.Context().Done()
				return suite.Outcome{Result: c.result, Failures: []event.Failure{{Kind: "orphan"}, {Kind: "cleanup"}}}
			},
			"2": func(a *suite.Attempt) suite.Outcome {
				cancel()
				return ends(c.result)(a)
			},
		}}
		_, s := run(ctx, f, suite.Options{})
		require.Equal(t, []string{"1#1 " + string(c.timeout), "2#1 " + string(c.interrupt)}, s.ended())
		for _, e := range s.all {
			if e.Kind == event.TestEnded && e.Test.Name == "1" {
				require.Equal(t, []event.Failure{{Kind: "orphan"}, {Kind: "cleanup"}}, e.Failures)
			}
		}
	}
}
