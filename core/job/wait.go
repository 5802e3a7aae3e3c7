package job

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Wait waits until the job has ended and its outputs are read to their ends
// (where another process keeps one open: until 100 ms after the end, and until
// all that the job wrote is read). Later calls give the same status. Errors:
// EINPROGRESS if it still runs at ctx's end, ECHILD if it was never started. Of
// a job that is started again by itself the newest run is waited for.
func (j *Job) Wait(ctx context.Context) (Status, error) {
	const op = "job.wait"
	r, err := j.newest(op, "there is nothing to wait for")
	if err != nil {
		return Status{}, err
	}
	if isClosed(r.ended) {
		return r.status(), r.lost(op)
	}
	start := time.Now()
	done := j.waiting(ctx, r, op, "the end of "+j.label)
	select {
	case <-r.ended:
		done(nil)
		return r.status(), r.lost(op)
	case <-ctx.Done():
		err := j.timedOut(ctx, op, EINPROGRESS, start, "it has not ended after %v")
		done(err)
		return Status{}, err
	}
}

// newest gives the newest run. Errors: EBADF if the job was destroyed; ECHILD,
// with what that means, if it was never started.
func (j *Job) newest(op, never string) (*run, error) {
	j.mu.Lock()
	r, state := j.run, j.state
	j.mu.Unlock()
	switch {
	case state == Destroyed:
		return nil, j.destroyed(op)
	case r == nil:
		return nil, j.failed(op, ECHILD, nil, "%s", never)
	}
	return r, nil
}

// Done gives a channel that is closed when the newest run has ended and its
// outputs are read; nil if the job was never started.
func (j *Job) Done() <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.run == nil {
		return nil
	}
	return j.run.ended
}

// lost is the error of a run whose host went away.
func (r *run) lost(op string) error {
	if r.err == nil {
		return nil
	}
	return WithOp(op, r.err)
}

// WaitAny waits for the first of the jobs' newest runs to end, and gives its
// job. Errors: EINPROGRESS if all of them still run at ctx's end, ECHILD if a
// job was never started, EBADF if one was destroyed.
func WaitAny(ctx context.Context, jobs ...*Job) (*Job, Status, error) {
	const op = "job.wait_any"
	if len(jobs) == 0 {
		return nil, Status{}, Errorf(op, EINVAL, "no jobs are given")
	}
	runs, bells := make([]*run, len(jobs)), make([]*bell, len(jobs))
	for i, j := range jobs {
		r, err := j.newest(op, "there is nothing to wait for")
		if err != nil {
			return nil, Status{}, err
		}
		runs[i], bells[i] = r, &j.bell
	}
	start := time.Now()
	first := -1
	look := func() bool {
		first = slices.IndexFunc(runs, func(r *run) bool { return isClosed(r.ended) })
		return first >= 0
	}
	if !look() {
		done := jobs[0].waiting(ctx, runs[0], op, "the end of one of "+labels(jobs))
		err := await(ctx, bells, look)
		done(err)
		if err != nil {
			return nil, Status{}, waitError(op, ctx, err, EINPROGRESS, fmt.Sprintf("none of %s has ended after %v", labels(jobs), Waited(ctx, start)))
		}
	}
	return jobs[first], runs[first].status(), runs[first].lost(op)
}

// WaitAll waits until all of the jobs have ended, and gives their statuses in
// order. EINPROGRESS if one still runs at ctx's end; ECHILD if one was never
// started.
func WaitAll(ctx context.Context, jobs ...*Job) ([]Status, error) {
	const op = "job.wait_all"
	out := make([]Status, len(jobs))
	for i, j := range jobs {
		st, err := j.Wait(ctx)
		if err != nil {
			return nil, WithOp(op, err)
		}
		out[i] = st
	}
	return out, nil
}

func labels(jobs []*Job) string {
	var names []string
	for _, j := range jobs {
		names = append(names, j.label)
	}
	return strings.Join(names, ", ")
}
