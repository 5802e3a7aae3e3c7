package job

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Condition is something by which a job shows that it is ready.
type Condition interface {
	// String names it in messages: "port 127.0.0.1:80".
	String() string
	// hold waits until the condition holds for r, a run of j. When ctx ends the
	// error says what is amiss. An error that is a Never ends all waiting.
	hold(ctx context.Context, j *Job, r *run) (Found, error)
}

// Never is the error of a condition that cannot come true.
type Never struct{ Err error }

// Error gives the cause's message.
func (n Never) Error() string { return n.Err.Error() }

// Unwrap gives the cause.
func (n Never) Unwrap() error { return n.Err }

// Found is what a condition that holds has found.
type Found struct {
	At    int      // which condition it is, from 0
	Text  string   // the match, the address, the HTTP status, the last line of a program
	Names []string // of a match's groups, "" for one without a name; the first is group 0's

	groups [][]byte // nil for one that took no part
}

// Group gives what group i of a match matched; group 0 is the whole match. It
// is not ok if the group took no part.
func (f Found) Group(i int) (text []byte, ok bool) { return f.groups[i], f.groups[i] != nil }

// Ready tells how a job became ready.
type Ready struct {
	Time  time.Duration // since the start of the run
	Found []Found       // of the conditions that hold, in their order
}

// errSettled ends conditions whose outcome does not matter any more, and is the
// outcome of those that came to nothing.
var errSettled = errors.New("not tried")

// WaitReady waits until all of the conditions hold for the newest run, or with
// any the first of them: each must once, not all at one time. What the job said
// counts from the beginning of the run; the rest counts only while its process
// lives. Of a job that is started again by itself, the next runs are waited for,
// too. Errors: ETIMEDOUT at ctx's end, with what is missing and what the last
// attempt said; as soon as the job has ended ECHILD, or ESHCMD if it failed;
// ECHILD if it was never started; EINVAL without conditions; EBADF; and that of
// a condition that can never hold.
func (j *Job) WaitReady(ctx context.Context, any bool, conditions ...Condition) (Ready, error) {
	const op = "job.wait_ready"
	if len(conditions) == 0 {
		return Ready{}, Errorf(op, EINVAL, "no condition is given")
	}
	r, err := j.newest(op, "there is nothing to wait for")
	if err != nil {
		return Ready{}, err
	}
	start := time.Now()
	done := j.waiting(ctx, r, op, j.label+" to be ready")
	for {
		next, ok := j.upcoming(ctx, r)
		w := newReadiness(j, next, any, conditions)
		if ok {
			w.wait(ctx)
		}
		if w.enough() {
			done(nil)
			return w.ready(), nil
		}
		if r = next; ctx.Err() != nil || w.never() != nil || !j.hasNext(r) {
			err := w.failure(ctx, op, start)
			done(err)
			return Ready{}, err
		}
	}
}

// readiness is a wait for one run's conditions.
type readiness struct {
	job   *Job
	run   *run
	any   bool
	items []outcome
}

// outcome is what came of a condition: it held, or err says what is amiss.
type outcome struct {
	Condition
	found Found
	err   error
}

func newReadiness(j *Job, r *run, any bool, conditions []Condition) *readiness {
	w := &readiness{job: j, run: r, any: any}
	for _, c := range conditions {
		w.items = append(w.items, outcome{Condition: c, err: errSettled})
	}
	return w
}

// wait returns when enough of the conditions hold, one can never hold, the run
// has ended or ctx has.
func (w *readiness) wait(ctx context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	results := make(chan outcome)
	for i, o := range w.items {
		go func() {
			o.found, o.err = o.hold(ctx, w.job, w.run)
			o.found.At = i
			results <- o
		}()
	}
	ended := w.run.ended
	for left := len(w.items); left > 0; {
		select {
		case o := <-results:
			left--
			w.items[o.found.At] = o
		case <-ended:
			ended = nil
		}
		if ended == nil || w.enough() || w.never() != nil {
			cancel(errSettled)
		}
	}
}

// enough reports whether the job is ready.
func (w *readiness) enough() bool {
	n := 0
	for _, o := range w.items {
		if o.err == nil {
			n++
		}
	}
	return n == len(w.items) || w.any && n > 0
}

// never gives the error of a condition that can never hold, and nil if there is
// none.
func (w *readiness) never() *outcome {
	for i := range w.items {
		if errors.As(w.items[i].err, new(Never)) {
			return &w.items[i]
		}
	}
	return nil
}

func (w *readiness) ready() Ready {
	out := Ready{Time: time.Since(w.run.started)}
	for _, o := range w.items {
		if o.err == nil {
			out.Found = append(out.Found, o.found)
		}
	}
	return out
}

// failure is the error of a wait that brought nothing.
func (w *readiness) failure(ctx context.Context, op string, start time.Time) error {
	switch never := w.never(); {
	case never != nil:
		return w.job.failed(op, CodeOf(never.err), never.err, "%s is impossible: %v", never, messageOf(never.err))
	case w.job.doomed.Load():
		return w.job.destroyed(op)
	case isClosed(w.run.ended) && !w.job.recurs():
		return w.job.failed(op, w.run.endCode(), w.run.err, "it ended before it was ready: %s", w)
	}
	cause := context.Cause(ctx)
	return w.job.failed(op, CodeOf(cause), cause, "not ready after %v: %s", Waited(ctx, start), w)
}

// endCode is the code of what cannot be any more because the run has ended.
func (r *run) endCode() Code {
	switch {
	case r.err != nil:
		return CodeOf(r.err)
	case r.status().OK:
		return ECHILD
	}
	return ESHCMD
}

// String says what is missing, and why, and what held.
func (w *readiness) String() string {
	var missing, held []string
	for _, o := range w.items {
		if o.err == nil {
			held = append(held, o.String())
		} else {
			missing = append(missing, fmt.Sprintf("no %s (%v)", o, o.err))
		}
	}
	text := strings.Join(missing, ", ")
	if len(held) > 0 {
		text += "; it had " + strings.Join(held, ", ")
	}
	return text
}
