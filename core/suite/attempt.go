package suite

import (
	"time"

	"github.com/tlua/tlua/core/event"
)

// Attempt is one attempt at a test.
type Attempt struct {
	clock
	soft     []event.Failure
	expected string // the reason for which it is to fail
	expects  bool
}

// Began adds to the attempt's time what was done for the test before it.
func (a *Attempt) Began(before time.Duration) { a.begun = a.begun.Add(-before) }

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
	a.mu.Lock()
	a.failed = a.ended == nil
	a.mu.Unlock()
	if h := a.control.suite.Hold; h != nil {
		h(a.outer, a.control.test, failures)
	}
}

// judge gives the outcome of the attempt as a whole.
func (a *Attempt) judge(o Outcome) Outcome {
	o.Failures = append(a.soft, o.Failures...)
	if len(a.soft) > 0 && !o.Result.Bad() {
		o.Result, o.Reason = event.Failed, ""
	}
	o = a.clock.judge(o)
	switch {
	case a.expects && o.Result == event.Failed:
		o.Result, o.Reason = event.Passed, "failed as expected: "+a.expected
	case a.expects && o.Result == event.Passed:
		o.Result = event.Failed
		o.Failures = append(o.Failures, event.Failure{Kind: "failure", Message: "it passed, though it was expected to fail: " + a.expected})
	}
	return o
}
