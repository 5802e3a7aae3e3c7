package suite

import (
	"context"
	"sync"
	"time"

	"github.com/tlua/tlua/core/event"
)

// Attempt is one attempt at a test.
type Attempt struct {
	control *Control
	outer   context.Context // that does not end with the test's time
	ctx     context.Context
	cancel  context.CancelCauseFunc
	begun   time.Time

	mu       sync.Mutex
	limit    time.Duration
	timer    *time.Timer
	stopped  bool   // the test's own part is over: no time passes any more
	over     bool   // the time has passed
	waited   string // what was waited for when it had
	steps    []string
	soft     []event.Failure
	expected string // the reason for which it is to fail
	expects  bool
}

// Context gives the context that ends with the test's time.
func (a *Attempt) Context() context.Context { return a.ctx }

// SetTimeout sets the test's time, counted from its begin; 0 is no limit.
func (a *Attempt) SetTimeout(d time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.over || a.stopped {
		return
	}
	if a.timer != nil {
		a.timer.Stop()
	}
	a.limit, a.timer = d, nil
	if d > 0 {
		a.timer = time.AfterFunc(time.Until(a.begun.Add(d)), a.expire)
	}
}

// expire ends the test. What it was doing is known now, and not later.
func (a *Attempt) expire() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopped {
		return
	}
	a.over = true
	a.waited, a.steps = a.control.waiting(), a.control.doing()
	a.cancel(errTime(a.limit))
}

// Stop is called when the test's own part is over, and its cleanup begins, which
// has a time of its own.
func (a *Attempt) Stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopped = true
	if a.timer != nil {
		a.timer.Stop()
	}
}

// Steps gives the names of the steps that are open.
func (a *Attempt) Steps() []string { return a.control.doing() }

// Soft takes note of a failed check after which the test goes on.
func (a *Attempt) Soft(f event.Failure) {
	f.Soft, f.Steps = true, a.control.doing()
	a.control.tell(event.Event{Kind: event.Check, Failures: []event.Failure{f}})
	a.mu.Lock()
	a.soft = append(a.soft, f)
	a.mu.Unlock()
}

// ExpectFail says that the test is to fail, and why.
func (a *Attempt) ExpectFail(reason string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.expects, a.expected = true, reason
}

// Hold is called when the attempt has failed, before what it made is destroyed.
func (a *Attempt) Hold(failures []event.Failure) {
	if h := a.control.suite.Hold; h != nil {
		h(a.outer, a.control.test, failures)
	}
}

// judge gives the outcome of the attempt as a whole.
func (a *Attempt) judge(o Outcome) Outcome {
	a.mu.Lock()
	defer a.mu.Unlock()
	o.Failures = append(a.soft, o.Failures...)
	if len(a.soft) > 0 && !o.Result.Bad() {
		o.Result, o.Reason = event.Failed, ""
	}
	switch {
	case a.outer.Err() != nil && o.Result.Bad():
		o.Result = event.Interrupted
	case a.over && o.Result.Bad():
		o.Result = event.TimedOut
		a.timedOut(o.Failures)
	case a.expects && o.Result == event.Failed:
		o.Result, o.Reason = event.Passed, "failed as expected: "+a.expected
	case a.expects && o.Result == event.Passed:
		o.Result = event.Failed
		o.Failures = append(o.Failures, event.Failure{Kind: "failure", Message: "it passed, though it was expected to fail: " + a.expected})
	}
	return o
}

// timedOut says of the failure that ended the test what it was doing.
func (a *Attempt) timedOut(failures []event.Failure) {
	for i := range failures {
		f := &failures[i]
		if !f.Soft && (f.Kind == "error" || f.Kind == "failure") {
			f.Kind, f.Message = "timeout", errTime(a.limit).Message
			f.Waited, f.Steps = a.waited, a.steps
			return
		}
	}
}
