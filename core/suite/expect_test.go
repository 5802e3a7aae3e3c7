package suite

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

// attempts is an executor of one file: each test, by its name, ends as its
// attempts are to, and says a verdict by its number.
type attempts map[string][]event.Result

func (attempts) Units(f File) []Unit { return []Unit{{File: f}} }

func (a attempts) Run(ctx context.Context, _ Unit, c *Control) []event.Failure {
	for name, results := range a {
		t, _ := c.New(name, 1)
		n := 0
		c.Test(ctx, t, func(*Attempt) Outcome {
			r := results[n]
			n++
			c.tell(event.Event{Kind: event.Verdict, Text: string(r)})
			return Outcome{Result: r}
		})
	}
	return nil
}

// endings is an observer that keeps what is told of the ends of tests.
type endings struct {
	mu  sync.Mutex
	all []event.Event
}

func (e *endings) Wants(k event.Kind) bool { return k == event.TestEnded }

func (e *endings) Observe(x event.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if x.Kind == event.TestEnded {
		e.all = append(e.all, x)
	}
}

func TestExpect(t *testing.T) {
	as := func(r event.Result) *event.Expected { return &event.Expected{Result: r, As: true} }
	for _, c := range []struct {
		name     string
		results  []event.Result
		expected *event.Expected // of the last attempt
		asked    []event.Result  // results that were asked about
		failed   int
		flaky    int
	}{
		{"nothing was expected", []event.Result{event.Passed}, nil, []event.Result{event.Passed}, 0, 0},
		{"it was to fail", []event.Result{event.Failed}, as(event.Failed), []event.Result{event.Failed}, 0, 0},
		{"it was to fail and passed", []event.Result{event.Passed}, &event.Expected{Result: event.Failed}, []event.Result{event.Passed}, 1, 0},
		{"new", []event.Result{event.Failed, event.Failed}, &event.Expected{New: true}, []event.Result{event.Failed, event.Failed}, 1, 0},
		{"flaky", []event.Result{event.Failed, event.Passed}, nil, []event.Result{event.Failed, event.Flaky}, 0, 1},
		{"it was to be flaky", []event.Result{event.Failed, event.Passed}, as(event.Flaky), []event.Result{event.Failed, event.Flaky}, 0, 0},
		{"it was to pass and is flaky", []event.Result{event.Failed, event.Passed}, as(event.Passed), []event.Result{event.Failed, event.Flaky}, 0, 1},
	} {
		var told endings
		var asked []event.Result
		sum := Run(t.Context(), []File{{Path: "a"}}, attempts{c.name: c.results}, Options{
			Retries: 1, Observer: &told,
			Expect: func(et *event.Test, r event.Result, verdicts []string) *event.Expected {
				assert.Equal(t, c.name, et.Name)
				assert.Equal(t, []string{string(c.results[len(asked)])}, verdicts, c.name)
				asked = append(asked, r)
				switch x := c.expected; {
				case x == nil && r.Bad():
					return &event.Expected{New: true}
				case x != nil && x.As && x.Result != r && !(x.Result == event.Passed && r == event.Flaky):
					return &event.Expected{Result: x.Result}
				default:
					return x
				}
			},
		})
		require.Equal(t, c.asked, asked, c.name)
		require.Len(t, told.all, len(c.results), c.name)
		for i, e := range told.all {
			if i < len(told.all)-1 {
				require.Nil(t, e.Expected, c.name)
				continue
			}
			require.Equal(t, c.expected, e.Expected, c.name)
		}
		require.Equal(t, []int{c.failed, c.flaky}, []int{sum.Failed(), sum.Flaky}, c.name)
	}
}

// What was expected does not count towards the failures that end a suite.
func TestExpectedFailuresDoNotEndTheSuite(t *testing.T) {
	for _, expected := range []bool{true, false} {
		sum := Run(t.Context(), []File{{Path: "a"}, {Path: "b"}}, attempts{"x": {event.Failed}}, Options{
			MaxFail: 1,
			Expect: func(*event.Test, event.Result, []string) *event.Expected {
				return &event.Expected{Result: event.Failed, As: expected}
			},
		})
		require.Equal(t, !expected, sum.Early() != "")
		require.Equal(t, map[bool]int{true: 2, false: 1}[expected], sum.Tests())
	}
}

// A test that was interrupted is not compared with anything.
func TestExpectNothingOfTheInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var told endings
	x := executorFunc(func(c *Control) {
		et, _ := c.New("x", 1)
		c.Test(ctx, et, func(*Attempt) Outcome {
			cancel()
			return Outcome{Result: event.Failed}
		})
	})
	sum := Run(ctx, []File{{Path: "a"}}, x, Options{Observer: &told, Retries: 3, Expect: func(*event.Test, event.Result, []string) *event.Expected {
		return &event.Expected{Result: event.Failed, As: true}
	}})
	require.Len(t, told.all, 1)
	require.Equal(t, event.Interrupted, told.all[0].Result)
	require.Nil(t, told.all[0].Expected)
	require.Equal(t, 1, sum.Failed())
}

// executorFunc is an executor of one unit.
type executorFunc func(*Control)

func (executorFunc) Units(f File) []Unit { return []Unit{{File: f}} }

func (f executorFunc) Run(_ context.Context, _ Unit, c *Control) []event.Failure {
	f(c)
	return nil
}
