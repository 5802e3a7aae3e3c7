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
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/suite"
)

// outside runs a part of a file outside of its tests, and gives its outcome and how
// the file ended.
func outside(t *testing.T, ctx context.Context, o suite.Options, do func(context.Context, *suite.Control) suite.Outcome) (out suite.Outcome, end event.Event) {
	s := &seen{}
	o.Observer = s
	suite.Run(ctx, []suite.File{{Path: "a"}}, failing(func(ctx context.Context, c *suite.Control) []event.Failure {
		out = c.Outside(ctx, "the setup", func(ctx context.Context) suite.Outcome { return do(ctx, c) })
		return out.Failures
	}), o)
	for _, e := range s.all {
		if e.Kind == event.FileEnded {
			end = e
		}
	}
	require.Equal(t, out.Failures, end.Failures)
	return out, end
}

// failing is an executor of one unit.
type failing func(context.Context, *suite.Control) []event.Failure

func (failing) Units(f suite.File) []suite.Unit { return []suite.Unit{{File: f}} }

func (f failing) Run(ctx context.Context, _ suite.Unit, c *suite.Control) []event.Failure {
	return f(ctx, c)
}

// untilEnd does something in a step until its context ends.
func untilEnd(ctx context.Context, c *suite.Control) suite.Outcome {
	c.Observe(event.Event{Kind: event.StepBegun, Text: "deep", Block: true})
	c.Observe(event.Event{Kind: event.WaitBegun, Op: "job.wait", Text: "the end"})
	<-ctx.Done()
	c.Observe(event.Event{Kind: event.WaitEnded, Op: "job.wait", Text: "the end"})
	return suite.Outcome{Result: event.Errored, Failures: []event.Failure{{Kind: "error", Message: context.Cause(ctx).Error()}}}
}

// What is outside of tests has as much time as a test, and tells as one does what
// it was doing when that was over, or the run.
func TestTimeOutsideOfTests(t *testing.T) {
	told := func(kind, message string) []event.Failure {
		return []event.Failure{{Kind: kind, Message: message, Steps: []string{"deep"}, Waited: "job.wait: the end"}}
	}
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		out, end := outside(t, t.Context(), suite.Options{Timeout: time.Minute}, untilEnd)
		require.Equal(t, time.Minute, time.Since(begun))
		require.Equal(t, suite.Outcome{Result: event.TimedOut, Failures: told("timeout", "the setup did not end within 1m0s")}, out)
		require.Equal(t, event.TimedOut, end.Result)
	})
	for cause, words := range map[error]string{
		errors.New("enough"):                        "enough",
		job.Errorf("", job.ECANCELED, "terminated"): "terminated",
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		out, end := outside(t, ctx, suite.Options{}, func(ctx context.Context, c *suite.Control) suite.Outcome {
			go cancel(cause)
			return untilEnd(ctx, c)
		})
		require.Equal(t, suite.Outcome{Result: event.Interrupted, Failures: told("interrupted", "the setup was stopped: "+words)}, out)
		require.Equal(t, event.Interrupted, end.Result)
	}
	out, end := outside(t, t.Context(), suite.Options{}, func(context.Context, *suite.Control) suite.Outcome {
		return suite.Outcome{Result: event.Errored, Failures: []event.Failure{{Kind: "error"}}}
	})
	require.Equal(t, event.Errored, out.Result)
	require.Equal(t, event.Errored, end.Result)
	out, end = outside(t, t.Context(), suite.Options{}, func(context.Context, *suite.Control) suite.Outcome {
		return suite.Outcome{Result: event.Passed}
	})
	require.Equal(t, event.Passed, out.Result)
	require.Empty(t, end.Result)
}

// Nothing begins behind the end of the suite.
func TestNothingBeginsBehindTheEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	suite.Run(ctx, []suite.File{{Path: "a"}}, failing(func(ctx context.Context, c *suite.Control) []event.Failure {
		cancel()
		out := c.Outside(ctx, "x", func(context.Context) suite.Outcome {
			t.Error("it began")
			return suite.Outcome{}
		})
		assert.Equal(t, suite.Outcome{Result: event.Interrupted}, out)
		return nil
	}), suite.Options{})
}

// A test that is interrupted is told as such, with what it was doing; what went wrong
// in its cleanup keeps its words.
func TestInterruptedIsTold(t *testing.T) {
	for _, inCleanup := range []bool{false, true} {
		ctx, cancel := context.WithCancelCause(t.Context())
		f := files{"a": {"1": func(a *suite.Attempt) suite.Outcome {
			if inCleanup {
				a.Stop()
			}
			cancel(job.Errorf("", job.ECANCELED, "interrupted"))
			<-ctx.Done()
			return suite.Outcome{Result: event.Errored, Failures: []event.Failure{{Kind: "error", Message: "context canceled"}}}
		}}}
		_, s := run(ctx, f, suite.Options{})
		require.Equal(t, []string{"1#1 interrupted"}, s.ended())
		want := event.Failure{Kind: "interrupted", Message: "the test was stopped: interrupted"}
		if inCleanup {
			want = event.Failure{Kind: "error", Message: "context canceled"}
		}
		for _, e := range s.all {
			if e.Kind == event.TestEnded {
				require.Equal(t, []event.Failure{want}, e.Failures)
			}
		}
	}
}

// What was done for a test before it is a part of its time.
func TestTimeBeforeATest(t *testing.T) {
	f := files{"a": {"1": func(a *suite.Attempt) suite.Outcome {
		a.Began(time.Hour)
		return ends(event.Errored)(a)
	}}}
	_, s := run(t.Context(), f, suite.Options{})
	for _, e := range s.all {
		if e.Kind == event.TestEnded {
			require.GreaterOrEqual(t, e.Duration, time.Hour)
		}
	}
}
