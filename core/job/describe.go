package job

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/tlua/tlua/core/event"
)

// tailLines is how many of an output's last lines an error carries.
const tailLines = 10

// live gives the run of a job whose process lives.
func (j *Job) live(op string) (*run, error) {
	j.mu.Lock()
	r, state := j.run, j.state
	j.mu.Unlock()
	switch state {
	case Running:
		return r, nil
	case Destroyed:
		return nil, j.destroyed(op)
	}
	return nil, j.failed(op, ESRCH, nil, "it does not run")
}

// destroyed is the error of a handle that is dead.
func (j *Job) destroyed(op string) error {
	return Errorf(op, EBADF, "%s was destroyed", j.label)
}

// failed makes an error whose message says what went wrong and how the job
// stands, with its last lines.
func (j *Job) failed(op string, code Code, cause error, format string, args ...any) error {
	tail := j.Tail(tailLines)
	msg := fmt.Sprintf(format, args...) + "; " + j.Describe()
	if w := lastWords(tail); w != "" {
		msg += "; its last words: " + w
	}
	return &Error{Op: op, Code: code, Message: msg, Tail: tail, Err: cause}
}

// timedOut is failed for a wait that ctx ended: code stands for its deadline,
// ECANCELED for anything else. The format has a %v for how long it took.
func (j *Job) timedOut(ctx context.Context, op string, code Code, start time.Time, format string) error {
	cause := context.Cause(ctx)
	if c := CodeOf(cause); c != ETIMEDOUT {
		code = c
	}
	if code == ECANCELED {
		format = "it was interrupted after %v"
	}
	return j.failed(op, code, cause, format, Waited(ctx, start))
}

// waitError is timedOut for waits on several things.
func waitError(op string, ctx context.Context, err error, code Code, msg string) error {
	if c := CodeOf(err); c != ETIMEDOUT {
		code = c
	}
	return &Error{Op: op, Code: code, Message: msg, Err: err}
}

// Describe says how the job stands: "ping#1 is running (pid 4242)".
func (j *Job) Describe() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch r := j.run; {
	case j.state == Running:
		return fmt.Sprintf("%s is running (pid %d)", j.label, r.proc.PID())
	case r == nil, j.state == Destroyed, j.state == Starting:
		return fmt.Sprintf("%s is %s", j.label, j.state)
	case j.state == Restarting:
		return fmt.Sprintf("%s %s and will be started again", j.label, r.status())
	default:
		return fmt.Sprintf("%s %s", j.label, r.status())
	}
}

// Tail gives the last n lines of each of the newest run's outputs, those of
// stderr after those of stdout and marked "stderr: ".
func (j *Job) Tail(n int) []string {
	j.mu.Lock()
	r := j.run
	j.mu.Unlock()
	if r == nil {
		return nil
	}
	var lines []string
	for _, o := range r.out {
		for _, l := range o.tail(n) {
			if o.stream == Stderr {
				l = stderrMark + l
			}
			lines = append(lines, l)
		}
	}
	return lines
}

const stderrMark = "stderr: "

// lastWords picks, out of a tail, what most likely says why: the last lines of
// stderr, or else of stdout; two at the most, on one line.
func lastWords(tail []string) string {
	var out, errs []string
	for _, l := range tail {
		if s, ok := strings.CutPrefix(l, stderrMark); ok {
			errs = append(errs, s)
		} else {
			out = append(out, l)
		}
	}
	if len(errs) > 0 {
		out = errs
	}
	var quoted []string
	for _, l := range out[max(len(out)-2, 0):] {
		if len(l) > 200 {
			l = l[:200] + "…"
		}
		quoted = append(quoted, fmt.Sprintf("%q", l))
	}
	return strings.Join(quoted, ", ")
}

// tell completes an event of the job and hands it to the observer; whoever
// calls has asked j.wants.
func (j *Job) tell(r *run, e event.Event) {
	e.Time = time.Now()
	e.Job, e.JobID, e.Run = j.label, j.id, r.n
	j.observer.Observe(e)
}

// Waiting tells that a wait for something that is built on the job has begun, such
// as an app's; what it returns tells its end.
func (j *Job) Waiting(ctx context.Context, op, what string) (done func(error)) {
	j.mu.Lock()
	r := j.run
	j.mu.Unlock()
	return j.waiting(ctx, r, op, what)
}

// waiting tells that a wait has begun; what it returns tells its end. A look that
// has no time is no wait.
func (j *Job) waiting(ctx context.Context, r *run, op, what string) (done func(error)) {
	if !j.wants.Has(event.WaitBegun) && !j.wants.Has(event.WaitEnded) || ctx.Err() != nil {
		return func(error) {}
	}
	if r == nil {
		r = &run{}
	}
	start := time.Now()
	j.tell(r, event.Event{Kind: event.WaitBegun, Op: op, Text: what})
	return func(err error) {
		j.tell(r, event.Event{Kind: event.WaitEnded, Op: op, Text: what, Duration: time.Since(start), Err: err})
	}
}
