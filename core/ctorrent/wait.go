package ctorrent

import (
	"context"
	"fmt"
	"time"

	"github.com/tlua/tlua/core/job"
)

// CheckCompletion reports whether the app has all pieces, once its client has
// checked which it has. ETIMEDOUT when the client has said nothing for
// patience, or at ctx's end; ECHILD or ESHCMD when it has ended.
func (a *App) CheckCompletion(ctx context.Context, patience time.Duration) (bool, error) {
	w := waiter{app: a, op: "ctorrent.check_completion", what: "to have checked its pieces", patience: patience}
	f, err := w.until(ctx, func(f facts) bool { return f.checked || f.Complete }, func(f facts) int { return f.lines }, silent)
	return f.Complete, err
}

// WaitCompletion waits until the client says that it has all pieces. ETIMEDOUT
// when there was no status line, or no progress, for patience, or at ctx's end;
// ECHILD or ESHCMD at once when the client has ended.
func (a *App) WaitCompletion(ctx context.Context, patience time.Duration) error {
	w := waiter{app: a, op: "ctorrent.wait_completion", what: "to be complete", patience: patience}
	_, err := w.until(ctx, func(f facts) bool { return f.Complete }, func(f facts) int { return f.progress }, stalled)
	return err
}

// waiter is one wait on what the client says.
type waiter struct {
	app      *App
	op       string
	what     string
	patience time.Duration
}

// until waits for done. patience begins anew whenever the count that alive
// gives has grown; when it is over, why says what was missing.
func (w *waiter) until(ctx context.Context, done func(facts) bool, alive func(facts) int, why func(facts, time.Duration) string) (f facts, err error) {
	if w.app.job.State() == job.Destroyed {
		return facts{}, job.Errorf(w.op, job.EBADF, "%s was destroyed", w.app.job.Label())
	}
	ended := w.app.job.Done()
	if ended == nil {
		return facts{}, w.app.job.Failed(w.op, job.ECHILD, nil, "there is nothing to wait for")
	}
	c := w.app.newest()
	if f, _ := c.now(); !done(f) && w.patience > 0 {
		told := w.app.job.Waiting(ctx, w.op, w.app.job.Label()+" "+w.what)
		defer func() { told(err) }()
	}
	timer := time.NewTimer(w.patience)
	defer timer.Stop()
	signs := -1
	over := false
	for {
		f, changed := c.now()
		switch {
		case done(f):
			return f, nil
		case over:
			return f, w.ended(f)
		case w.patience <= 0:
			return f, w.timedOut(f, why, nil)
		}
		if n := alive(f); n > signs {
			signs = n
			timer.Reset(w.patience)
		}
		select {
		case <-changed:
		case <-ended: // all that it said is known by now: look once more
			over, ended = true, nil
		case <-timer.C:
			return f, w.timedOut(f, why, nil)
		case <-ctx.Done():
			return f, w.timedOut(f, why, context.Cause(ctx))
		}
	}
}

// ended is the error of a client that is gone.
func (w *waiter) ended(f facts) error {
	code := job.ECHILD
	if st, err := w.app.job.Wait(context.Background()); err == nil && !st.OK {
		code = job.ESHCMD
	}
	return w.app.job.Failed(w.op, code, nil, "the client has ended, when it had %s", has(f))
}

// timedOut is the error of a wait whose time is over, or that cause has ended.
func (w *waiter) timedOut(f facts, why func(facts, time.Duration) string, cause error) error {
	code := job.ETIMEDOUT
	if cause != nil {
		code = job.CodeOf(cause)
	}
	msg := why(f, w.patience)
	if code != job.ETIMEDOUT {
		msg = "the wait was ended when it had " + has(f)
	}
	if sight := f.sight(); sight != "" {
		msg += "; " + sight
	}
	return w.app.job.Failed(w.op, code, cause, "%s", msg)
}

// silent says that the client said nothing.
func silent(f facts, patience time.Duration) string {
	return fmt.Sprintf("no status line for %d ms", patience.Milliseconds())
}

// stalled says that the client did not come forward.
func stalled(f facts, patience time.Duration) string {
	if f.lines == 0 {
		return silent(f, patience)
	}
	return fmt.Sprintf("no progress for %d ms: it has %s", patience.Milliseconds(), has(f))
}

// has says which part of the pieces is there.
func has(f facts) string {
	switch {
	case !f.checked && f.percent > 0:
		return fmt.Sprintf("checked %d%% of its %s", f.percent, pieces(f.Total))
	case !f.haveKnown:
		return fmt.Sprintf("yet to check its %s", pieces(f.Total))
	}
	return fmt.Sprintf("%d of %s", f.Have, pieces(f.Total))
}

func pieces(n int) string {
	if n == 1 {
		return "1 piece"
	}
	return fmt.Sprintf("%d pieces", n)
}
