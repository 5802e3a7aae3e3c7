package suite

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/tlua/tlua/core/event"
)

// Control is what an Executor runs the tests of one unit by. It belongs to the
// unit's goroutine; only Observe may be called from others.
type Control struct {
	suite   *suite
	unit    Unit
	worker  int
	seen    map[string]int // how many tests of that name there were
	holds   []string       // locks, in the order in which they were taken
	wants   string         // the lock that is waited for; the locks' mutex is around it
	left    bool           // a part of the unit is not run
	leftOut int            // tests that are not

	mu       sync.Mutex
	test     *event.Test // nil: none runs
	attempt  int
	steps    []event.Event // that are open, outermost first
	waits    []event.Event
	verdicts []string
}

// Worker gives the number of the worker, from 1.
func (c *Control) Worker() int { return c.worker }

// Workers gives how many workers there are.
func (c *Control) Workers() int { return c.suite.Workers }

// Seed gives what the order of tests depends on, 0 for the order in which they
// are written.
func (c *Control) Seed() uint64 { return c.suite.Seed }

// Stopped reports whether no further test is to begin. It is asked where one
// would: what is left then counts as not run.
func (c *Control) Stopped() bool {
	stopped := c.suite.isStopped()
	if stopped && !c.left {
		c.left = true
		c.LeaveOut()
		c.suite.leave()
	}
	return stopped
}

// New gives the test of that name, of which there may be several, and reports
// whether it was chosen.
func (c *Control) New(name string, line int) (*event.Test, bool) {
	c.seen[name]++
	t := &event.Test{
		File: c.unit.Path, Name: name, Line: line, Number: c.seen[name],
		Tags: TagsOf(name), Params: c.unit.Values,
	}
	switch {
	case !c.suite.matches(t):
		c.LeaveOut()
	case !c.suite.Shard.has(t):
		c.suite.elsewhere()
	default:
		return t, true
	}
	return t, false
}

// LeaveOut takes note of a test that is not run.
func (c *Control) LeaveOut() { c.leftOut++ }

// Lock waits until no other test holds name, and has it held until the test or,
// outside of one, the file ends. It is EDEADLK if that one waits for this one.
func (c *Control) Lock(ctx context.Context, name string) error {
	if slices.Contains(c.holds, name) {
		return nil
	}
	if err := c.suite.locks.take(ctx, c, name); err != nil {
		return err
	}
	c.holds = append(c.holds, name)
	return nil
}

// String names what runs: "a_spec.lua:2 copies", or the file.
func (c *Control) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.test == nil:
		return c.unit.String()
	case c.test.Line == 0:
		return c.test.ID().Unit
	}
	return fmt.Sprintf("%s:%d %s", c.test.File, c.test.Line, c.test.Title())
}

// release lets go of all locks but the first n.
func (c *Control) release(n int) {
	for len(c.holds) > n {
		last := len(c.holds) - 1
		c.suite.locks.release(c.holds[last])
		c.holds = c.holds[:last]
	}
}

// Outcome is how an attempt at a test ended.
type Outcome struct {
	Result   event.Result
	Reason   string // of a skip
	Failures []event.Failure
}

// Test runs a test: do is called, and called again as long as the attempt is to
// be repeated. Each attempt has its time.
func (c *Control) Test(ctx context.Context, t *event.Test, do func(*Attempt) Outcome) {
	held := len(c.holds)
	for n := 1; ; n++ {
		end := c.try(ctx, t, n, do)
		c.release(held)
		if !end.again {
			c.suite.count(end.Result.At(n), end.expected)
			return
		}
	}
}

// Outside runs a part of the unit that belongs to no test: the top level of a
// file, the body of a block, a hook. It has as much time as a test, and none if
// the suite has ended; what names it in messages.
func (c *Control) Outside(ctx context.Context, what string, do func(context.Context) Outcome) Outcome {
	if ctx.Err() != nil {
		return Outcome{Result: event.Interrupted}
	}
	c.set(nil, 0)
	k := &clock{}
	k.start(c, ctx, what)
	defer k.cancel(nil)
	o := do(k.ctx)
	k.Stop()
	return k.judge(o)
}

// ended is how an attempt ended.
type ended struct {
	Outcome
	expected *event.Expected
	again    bool // another is to be made
}

// try makes one attempt.
func (c *Control) try(ctx context.Context, t *event.Test, n int, do func(*Attempt) Outcome) ended {
	c.set(t, n)
	a := &Attempt{}
	a.start(c, ctx, "the test")
	defer a.cancel(nil)
	c.tell(event.Event{Kind: event.TestBegun})
	o := do(a)
	a.Stop()
	end := c.expected(t, n, a.judge(o))
	c.tell(event.Event{
		Kind: event.TestEnded, Result: end.Result, Failures: end.Failures, Text: end.Reason, Duration: time.Since(a.begun),
		Again: end.again, Expected: end.expected,
	})
	c.set(nil, 0)
	return end
}

// expected compares the end of the n-th attempt with what was expected. What
// fails as it was to is not tried again.
func (c *Control) expected(t *event.Test, n int, o Outcome) ended {
	end := ended{Outcome: o}
	if o.Result == event.Interrupted {
		return end
	}
	result := o.Result.At(n)
	if c.suite.Expect != nil {
		end.expected = c.suite.Expect(t, result, c.told())
	}
	if end.again = result.Bad() && end.expected.Fails(result) && n <= c.suite.Retries; end.again {
		end.expected = nil
	}
	return end
}

// set says which test is running.
func (c *Control) set(t *event.Test, attempt int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.test, c.attempt, c.steps, c.waits, c.verdicts = t, attempt, nil, nil, nil
}

func (c *Control) tell(e event.Event) {
	e.Time = time.Now()
	c.Observe(e)
}

// Wants says whether an event is of interest: to the suite's observer, because
// failures tell of it, or because it may be expected.
func (c *Control) Wants(k event.Kind) bool {
	switch k {
	case event.StepBegun, event.StepEnded, event.WaitBegun, event.WaitEnded, event.Verdict:
		return true
	}
	return c.suite.Observer.Wants(k)
}

// Observe passes on an event of the unit with what it belongs to.
func (c *Control) Observe(e event.Event) {
	c.mu.Lock()
	e.Worker, e.Test, e.Attempt = c.worker, c.test, c.attempt
	c.follow(e)
	c.mu.Unlock()
	if c.suite.Observer.Wants(e.Kind) {
		c.suite.Observer.Observe(e)
	}
}

// follow keeps what is going on: the steps, what is waited for, and what was found.
func (c *Control) follow(e event.Event) {
	switch e.Kind {
	case event.StepBegun:
		c.leave(e.Depth)
		c.steps = append(c.steps, e)
	case event.StepEnded:
		if e.Err == nil { // of one that failed, the failure tells
			c.leave(e.Depth)
		}
	case event.Verdict:
		c.verdicts = append(c.verdicts, e.Text)
	case event.WaitBegun:
		c.waits = append(c.waits, e)
	case event.WaitEnded:
		c.waits = slices.DeleteFunc(c.waits, func(w event.Event) bool { return w.Op == e.Op && w.Text == e.Text })
	}
}

func (c *Control) leave(depth int) {
	c.steps = slices.DeleteFunc(c.steps, func(s event.Event) bool { return s.Depth >= depth })
}

// told gives the verdicts of the attempt that runs.
func (c *Control) told() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.verdicts)
}

// doing gives the names of the open steps.
func (c *Control) doing() (steps []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.steps {
		steps = append(steps, s.Text)
	}
	return steps
}

// waiting says what is waited for, "" if nothing is.
func (c *Control) waiting() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waits) == 0 {
		return ""
	}
	w := c.waits[len(c.waits)-1]
	return w.Op + ": " + w.Text
}
