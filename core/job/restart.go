package job

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/tlua/tlua/core/event"
)

// Restarts gives how often the job was started again by itself.
func (j *Job) Restarts() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.restarts
}

// recurs reports whether the job will be started again when it ends.
func (j *Job) recurs() bool { return j.recurring.Load() }

// drain says that the run's outputs are read. It gives the time after which the
// job is to be started again, 0 if it is not.
func (j *Job) drain() (pause time.Duration) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.recurs() && j.moveLocked(rests) {
		return j.opts.Autorestart
	}
	j.moveLocked(drained)
	return 0
}

// comeBack starts the job again, pause after the end of r's process, unless
// anybody else does or it is stopped. It runs on the goroutine that followed r.
func (j *Job) comeBack(r *run, ended time.Time, pause time.Duration) {
	told := ""
	for at := ended.Add(pause); j.rest(r, at); at = time.Now().Add(pause) {
		err := j.startAgain()
		if err != nil && err.Error() != told {
			told = err.Error()
			j.tellFailure(r, pause, err)
		}
	}
}

// rest waits until then. It reports whether the job still waits for the run
// after r.
func (j *Job) rest(r *run, then time.Time) bool {
	ctx, cancel := context.WithDeadline(context.Background(), then)
	defer cancel()
	return await(ctx, []*bell{&j.bell}, func() bool { return !j.isBetween(r) }) != nil
}

// isBetween reports whether r has ended and the next run has not begun.
func (j *Job) isBetween(r *run) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.run == r && (j.state == Restarting || j.state == Starting)
}

// hasNext reports whether r has ended and another run follows by itself.
func (j *Job) hasNext(r *run) bool { return isClosed(r.ended) && j.recurs() }

// upcoming gives the run that follows r by itself, if r has ended; else r. It
// is not ok if ctx ends before the next one begins.
func (j *Job) upcoming(ctx context.Context, r *run) (next *run, ok bool) {
	if !j.hasNext(r) {
		return r, true
	}
	if await(ctx, []*bell{&j.bell}, func() bool { return !j.isBetween(r) }) != nil {
		return r, false
	}
	if next, err := j.newest("", ""); err == nil {
		return next, true
	}
	return r, true
}

// startAgain starts the job if nobody else does.
func (j *Job) startAgain() error {
	j.mu.Lock()
	if j.state != Restarting {
		j.mu.Unlock()
		return nil
	}
	j.moveLocked(asked)
	j.byItself = true
	return j.launch(context.Background(), "job.start")
}

func (j *Job) tellFailure(r *run, pause time.Duration, err error) {
	if j.wants.Has(event.Log) {
		j.tell(r, event.Event{
			Kind: event.Log, Level: slog.LevelWarn, Err: err,
			Text: fmt.Sprintf("%s was not started again, which is tried every %v: %v", j.label, Millis(pause), err),
		})
	}
}

// halt ends that the job is started again, when a start that is under way has
// led to something, and gives the runs that may have left processes.
func (j *Job) halt(ctx context.Context, op string) (runs []*run, err error) {
	var state State
	err = await(ctx, []*bell{&j.bell}, func() bool {
		j.mu.Lock()
		defer j.mu.Unlock()
		if state = j.state; state == Starting {
			return false
		}
		j.haltLocked()
		if runs = slices.Clone(j.past); j.run != nil {
			runs = append(runs, j.run)
		}
		return true
	})
	switch {
	case err != nil:
		return nil, j.failed(op, CodeOf(err), err, "its start takes too long")
	case state == Destroyed:
		return nil, j.destroyed(op)
	}
	return runs, nil
}

// haltLocked is halt for those who cannot wait; j.mu is held.
func (j *Job) haltLocked() {
	if !j.recurring.Swap(false) {
		return
	}
	if j.before == Restarting { // a start that fails leads back there
		j.before = Ended
	}
	j.moveLocked(halted)
	j.bell.ring()
	for _, w := range j.watchers {
		if f, ok := w.owner.(*Filter); ok {
			f.bell.ring() // now there may be nothing to wait for
		}
	}
}
