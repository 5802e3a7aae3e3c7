package tracker

import (
	"context"
	"errors"
	"math"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

// forever is how long a program may take to end if nobody's time is over.
const forever = math.MaxInt64 / 2

// Stop sends SIGTERM, and SIGKILL at ctx's end.
func (p *process) Stop(ctx context.Context) error { return p.end(ctx, "tracker.stop") }

func (p *process) end(ctx context.Context, op string) error {
	p.ask()
	err := p.job.End(ctx, op, forever, job.Push{Signal: job.SIGTERM})
	switch {
	case errors.Is(err, job.EBADF):
		return nil
	case err != nil && ctx.Err() != nil && !p.job.IsRunning():
		<-p.job.Done() // it was killed; its outputs are still being read
		return nil
	}
	return err
}

// Kill sends a signal, and waits for the end if it is SIGKILL, which nothing
// can put off.
func (p *process) Kill(sig job.Signal) error {
	const op = "tracker.kill"
	if err := p.usable(op); err != nil {
		return err
	}
	done := p.job.Done()
	if deadly(sig) {
		p.ask()
	}
	if err := p.job.Kill(sig); err != nil {
		return job.WithOp(op, err)
	}
	if sig == job.SIGKILL {
		<-done
	}
	return nil
}

// deadly reports whether sig is one that tells a tracker to end.
func deadly(sig job.Signal) bool {
	return slices.Contains([]job.Signal{
		job.SIGTERM, job.SIGINT, job.SIGKILL, job.Signal(unix.SIGQUIT), job.Signal(unix.SIGABRT),
	}, sig)
}

// Wait waits until the program has ended. If nobody told it to, the error is
// ESHCMD, with its last words.
func (p *process) Wait(ctx context.Context) error {
	const op = "tracker.wait"
	if err := p.usable(op); err != nil {
		return err
	}
	if _, err := p.job.Wait(ctx); err != nil {
		return job.WithOp(op, err)
	}
	if !p.wasAsked() {
		return p.job.Failed(op, job.ESHCMD, nil, "the tracker ended though nobody stopped it")
	}
	return nil
}

// settle waits for the end of a run that was told to end, or is just ending.
// EALREADY if the program runs on.
func (p *process) settle(ctx context.Context, op string) error {
	done := p.job.Done()
	if done == nil {
		return nil
	}
	if p.job.IsRunning() && !p.wasAsked() {
		return job.Errorf(op, job.EALREADY, "the tracker runs already, on %v", p.addr())
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		cause := context.Cause(ctx)
		return p.job.Failed(op, job.CodeOf(cause), cause, "the run before was told to end and has not ended yet")
	}
}

// ask notes that the newest run is told to end, if it has not ended.
func (p *process) ask() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.job.IsRunning() {
		p.asked = p.job.Done()
	}
}

// wasAsked reports whether the newest run was told to end.
func (p *process) wasAsked() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked != nil && p.asked == p.job.Done()
}
