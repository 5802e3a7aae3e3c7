package job

import (
	"context"
	"time"

	"github.com/tlua/tlua/core/event"
)

// lastWait is how long the end of a process is waited for that got SIGKILL: it
// can take that long only if the kernel itself holds it up.
const lastWait = 5 * time.Second

// Push is a signal that is sent to make a job end, After the attempt began.
type Push struct {
	Signal Signal
	After  time.Duration
}

// Kill sends a signal to the job's process; where that is a wrapper, to its
// group, so that it reaches the program as well: strace, for one, would keep
// the signal to itself. ESRCH if the job does not run.
func (j *Job) Kill(sig Signal) error {
	reach := Self
	if j.wrapped() {
		reach = Group
	}
	return j.signal("job.kill", sig, reach)
}

// KillGroup sends a signal to the job's process and all others of its group.
// ESRCH if it does not run.
func (j *Job) KillGroup(sig Signal) error { return j.signal("job.killpg", sig, Group) }

func (j *Job) signal(op string, sig Signal, reach Reach) error {
	r, err := j.live(op)
	if err != nil {
		return err
	}
	if err := j.send(r, sig, reach); err != nil {
		return j.failed(op, CodeOf(err), err, "the signal %s was not sent", sig)
	}
	return nil
}

func (j *Job) send(r *run, sig Signal, reach Reach) error {
	err := r.proc.Signal(sig, reach)
	if err == nil && j.wants.Has(event.Signal) {
		j.tell(r, event.Event{Kind: event.Signal, PID: r.proc.PID(), Text: sig.String()})
	}
	return err
}

// Stop sends sig to the job's process and all that came from it, wherever it
// went, and waits until all of it is gone; what lives on after grace gets
// SIGKILL. The job can be started again, but is not any more by itself. A job
// that does not run is no error. When ctx ends first, SIGKILL is sent at once,
// and the error is ECANCELED.
func (j *Job) Stop(ctx context.Context, sig Signal, grace time.Duration) error {
	return j.End(ctx, "job.stop", grace, Push{Signal: sig})
}

// Terminate sends SIGTERM as Stop would, in a terminal SIGHUP before it,
// and does not wait; a Stop or Destroy that follows does not send its first
// signal again.
func (j *Job) Terminate() { j.TerminateWith(j.farewell()...) }

// TerminateWith is Terminate with signals of the caller's choice.
func (j *Job) TerminateWith(sigs ...Signal) {
	j.mu.Lock()
	j.haltLocked()
	j.mu.Unlock()
	r, err := j.live("")
	if err != nil {
		return
	}
	r.asked.Store(true)
	j.mu.Lock()
	r.pushed = true
	j.mu.Unlock()
	for _, sig := range sigs {
		j.send(r, sig, Family)
	}
}

// End makes the job end: it sends the pushes, each at its time, as Stop does,
// and SIGKILL to what lives on after grace. op is what errors name.
func (j *Job) End(ctx context.Context, op string, grace time.Duration, pushes ...Push) error {
	e := ending{job: j, start: time.Now(), grace: grace}
	runs, err := j.halt(ctx, op)
	if err != nil {
		return err
	}
	for _, r := range runs {
		if err := e.end(ctx, op, r, pushes); err != nil {
			return j.failed(op, CodeOf(err), err, "it did not end by itself")
		}
	}
	return nil
}

func withoutFirst(pushes []Push) (rest []Push) {
	for _, p := range pushes {
		if p.After > 0 {
			rest = append(rest, p)
		}
	}
	return rest
}

// ending is one attempt to make a job's runs end, grace for all together.
type ending struct {
	job   *Job
	run   *run // the one at hand
	start time.Time
	grace time.Duration
}

// end makes one run end, and all that came from it.
func (e *ending) end(ctx context.Context, op string, r *run, pushes []Push) error {
	e.run = r
	if !r.isOver() || !r.isAlone() {
		e.job.mu.Lock()
		if r.pushed {
			pushes = withoutFirst(pushes)
		}
		e.job.mu.Unlock()
		done := e.job.waiting(ctx, r, op, "the end of "+e.job.label)
		err := e.enforce(ctx, pushes)
		done(err)
		if err != nil {
			return err
		}
	}
	select {
	case <-r.ended:
	case <-ctx.Done():
	}
	return nil
}

// enforce returns when the process and all that came from it are gone.
func (e *ending) enforce(ctx context.Context, pushes []Push) error {
	var cause error
	if !e.run.isOver() {
		e.run.asked.Store(true)
		cause = e.push(ctx, pushes)
	} else {
		for _, p := range pushes {
			e.job.send(e.run, p.Signal, Family)
		}
	}
	if err := e.sweep(ctx); err != nil {
		return err
	}
	return cause
}

// push sends the pushes at their times until the process has ended, and
// SIGKILL when its time is over. A ctx that ended is the error.
func (e *ending) push(ctx context.Context, pushes []Push) error {
	for _, p := range pushes {
		if done, err := e.until(ctx, p.After); done || err != nil {
			return err
		}
		e.job.send(e.run, p.Signal, Family)
	}
	done, err := e.until(ctx, e.grace)
	if !done && err == nil {
		e.job.send(e.run, SIGKILL, Family)
		done, err = e.until(ctx, e.grace+lastWait)
	}
	if !done && err == nil {
		return ETIMEDOUT
	}
	return err
}

// until waits for the process's end, at most until after has passed since the
// start. When ctx ends, the process is killed.
func (e *ending) until(ctx context.Context, after time.Duration) (done bool, err error) {
	left := after - time.Since(e.start)
	if left <= 0 {
		return e.run.isOver(), nil
	}
	t := time.NewTimer(left)
	defer t.Stop()
	select {
	case <-e.run.exited:
		return true, nil
	case <-t.C:
		return false, nil
	case <-ctx.Done():
		e.job.send(e.run, SIGKILL, Family)
		select {
		case <-e.run.exited:
		case <-time.After(lastWait):
		}
		return true, context.Cause(ctx)
	}
}

// isAlone reports whether nothing is left of what came from the process, which
// has ended. Once nothing is, nothing can come.
func (r *run) isAlone() bool {
	if !r.alone.Load() {
		left, err := r.proc.Descendants()
		r.alone.Store(err == nil && len(left) == 0)
	}
	return r.alone.Load()
}

// sweep ends what came from the process and outlived it.
func (e *ending) sweep(ctx context.Context) error {
	if e.run.isAlone() {
		return nil
	}
	patient, cancel := context.WithDeadline(ctx, e.start.Add(e.grace))
	defer cancel()
	if e.run.proc.Sweep(patient, 0) == nil {
		return nil
	}
	e.job.send(e.run, SIGKILL, Family)
	last, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), lastWait, ETIMEDOUT)
	defer cancel()
	return e.run.proc.Sweep(last, SIGKILL)
}

// Destroy ends the job as Stop does, with the signals of Terminate, and frees
// everything: the handle and its filters are dead afterwards. Destroying twice
// is no error. A job whose process ended by itself, and left others running, is
// destroyed with the error EBUSY, which an *OrphanError is in; see OnOrphan.
func (j *Job) Destroy(ctx context.Context, grace time.Duration) error {
	var pushes []Push
	for _, sig := range j.farewell() {
		pushes = append(pushes, Push{Signal: sig})
	}
	return j.DestroyWith(ctx, "job.destroy", grace, pushes...)
}

// DestroyWith is Destroy with pushes of the caller's choice; op is what errors
// name.
func (j *Job) DestroyWith(ctx context.Context, op string, grace time.Duration, pushes ...Push) error {
	if j.State() == Destroyed {
		return nil
	}
	j.doomed.Store(true)
	j.mu.Lock()
	j.haltLocked()
	j.mu.Unlock()
	orphans := j.orphans(ctx)
	err := j.endForGood(ctx, op, grace, pushes)
	if j.state == Destroyed {
		j.mu.Unlock()
		return nil
	}
	j.haltLocked()
	j.moveLocked(dropped)
	r, filters := j.run, j.attached
	j.run, j.past, j.watchers, j.attached = nil, nil, nil, nil
	j.mu.Unlock()
	j.bell.ring()
	if r != nil && err == nil {
		r.release()
		j.waiters.Wait()
	}
	for _, f := range filters {
		f.destroy()
	}
	j.factory.forget(j)
	if err == nil && orphans != nil {
		err = &Error{Op: op, Code: EBUSY, Message: orphans.Error(), Err: orphans}
	}
	return err
}

// endForGood is End; it returns with j.mu held, and the job has not been started
// meanwhile by another goroutine unless there is an error.
func (j *Job) endForGood(ctx context.Context, op string, grace time.Duration, pushes []Push) error {
	for {
		err := j.End(ctx, op, grace, pushes...)
		j.mu.Lock()
		if err != nil || j.state != Starting && j.state != Running {
			return err
		}
		j.mu.Unlock()
	}
}
