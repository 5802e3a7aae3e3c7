package suite

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
)

// clock bounds a part of a unit, a test or what is outside of them: by a time, and
// by the end of the suite. What the part was doing then is known before it is
// ended, and not later.
type clock struct {
	control *Control
	what    string          // names the part in messages
	outer   context.Context // that does not end with the part's time
	ctx     context.Context
	cancel  context.CancelCauseFunc
	begun   time.Time
	forget  func() bool // that the suite may end

	mu      sync.Mutex
	limit   time.Duration
	timer   *time.Timer
	stopped bool           // the part is over: no time passes any more
	ended   *event.Failure // how it was ended; nil: by itself
	failed  bool           // by itself, and so it stays, whatever ends the suite later
}

// start begins the part's time.
func (k *clock) start(c *Control, ctx context.Context, what string) {
	k.control, k.what, k.outer, k.begun = c, what, ctx, time.Now()
	k.ctx, k.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	k.forget = context.AfterFunc(ctx, k.interrupt)
	k.SetTimeout(c.suite.Timeout)
}

// Context gives the context that ends with the part's time.
func (k *clock) Context() context.Context { return k.ctx }

// SetTimeout sets the part's time, counted from its begin; 0 is no limit.
func (k *clock) SetTimeout(d time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ended != nil || k.stopped {
		return
	}
	if k.timer != nil {
		k.timer.Stop()
	}
	k.limit, k.timer = d, nil
	if d > 0 {
		k.timer = time.AfterFunc(time.Until(k.begun.Add(d)), k.expire)
	}
}

// expire ends the part because its time is over.
func (k *clock) expire() {
	k.mu.Lock()
	defer k.mu.Unlock()
	err := job.Errorf("", job.ETIMEDOUT, "%s did not end within %v", k.what, k.limit)
	k.end(event.Failure{Kind: "timeout", Message: err.Message}, err)
}

// interrupt ends the part because the suite is to end.
func (k *clock) interrupt() {
	k.mu.Lock()
	defer k.mu.Unlock()
	cause := context.Cause(k.outer)
	words := cause.Error()
	var why *job.Error
	if errors.As(cause, &why) {
		words = why.Message
	}
	k.end(event.Failure{Kind: "interrupted", Message: k.what + " was stopped: " + words}, cause)
}

// end takes note of how the part is ended, and ends it.
func (k *clock) end(how event.Failure, cause error) {
	if k.stopped || k.ended != nil {
		return
	}
	how.Waited, how.Steps = k.control.waiting(), k.control.doing()
	k.ended = &how
	k.cancel(cause)
}

// Stop is called when the part is over. Of a test that is its own part: its
// cleanup has a time of its own.
func (k *clock) Stop() {
	k.forget()
	if k.outer.Err() != nil {
		k.interrupt()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.stopped = true
	if k.timer != nil {
		k.timer.Stop()
	}
}

// judge gives the outcome of a part with how it was ended.
func (k *clock) judge(o Outcome) Outcome {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !o.Result.Bad() {
		return o
	}
	if k.ended != nil {
		k.explain(o.Failures)
	}
	switch {
	case k.outer.Err() != nil && !k.failed:
		o.Result = event.Interrupted
	case k.ended != nil:
		o.Result = event.TimedOut
	}
	return o
}

// explain says of the failure with which the part ended how that came.
func (k *clock) explain(failures []event.Failure) {
	for i := range failures {
		f := &failures[i]
		if !f.Soft && (f.Kind == "error" || f.Kind == "failure") {
			f.Kind, f.Message = k.ended.Kind, k.ended.Message
			f.Waited, f.Steps = k.ended.Waited, k.ended.Steps
			return
		}
	}
}
