package luabind

import (
	"context"
	"fmt"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
)

// The default times of the calls that wait.
const (
	waitTime       = 10 * time.Second
	destroyTime    = 5 * time.Second
	stopAppTime    = 10 * time.Second
	completionTime = time.Minute
)

// noArgument is for waits whose time is their default.
const noArgument = 0

// millis declares the time that a call may wait.
func millis(def time.Duration) bind.Param {
	return bind.Param{
		Name: "timeout_ms", Type: "number", Optional: true,
		Doc: fmt.Sprintf("milliseconds; nil or a negative number is the default, %d; 0 does not wait", def.Milliseconds()),
	}
}

// wait runs a call that waits, for as long as argument i says. Meanwhile the
// script's own callbacks are called.
func (r *Runtime) wait(c *bind.Call, i int, def time.Duration, call func(context.Context) error) error {
	ctx, cancel := job.Within(c.Context(), c.Millis(i, "timeout_ms", def))
	defer cancel()
	return r.serve(c, ctx, call)
}

// told tells of a call that waits for what is no job: when it begins and ends.
func (r *Runtime) told(op, what string, call func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		start := time.Now()
		r.tell(event.Event{Kind: event.WaitBegun, Op: op, Text: what})
		err := call(ctx)
		r.tell(event.Event{Kind: event.WaitEnded, Op: op, Text: what, Duration: time.Since(start), Err: err})
		return err
	}
}

// serve runs a call that waits until ctx ends at the latest, and the script's
// callbacks meanwhile: on this goroutine, the only one that may touch the
// state. An error of a callback ends the call.
func (r *Runtime) serve(c *bind.Call, ctx context.Context, call func(context.Context) error) error {
	if !r.progress.any() {
		return call(ctx)
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- call(ctx) }()
	ended := false
	defer func() {
		cancel()
		if !ended { // a callback has raised
			<-done
		}
	}()
	for {
		select {
		case err := <-done:
			ended = true
			r.progress.call(c)
			return err
		case <-r.progress.wake:
			r.progress.call(c)
		}
	}
}
