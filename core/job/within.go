package job

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Millis is a time that is shown in milliseconds.
type Millis time.Duration

// String gives "1500 ms".
func (m Millis) String() string {
	return fmt.Sprintf("%d ms", time.Duration(m).Round(time.Millisecond).Milliseconds())
}

// Within is context.WithTimeout for a wait: an error of a wait that such a
// context ended tells d, however slow the machine was. It costs next to nothing
// as long as nobody has to wait. If this process was stopped, and goes on when d
// is over, what happened meanwhile is seen before the context ends.
func Within(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	p := &patience{parent: ctx, time: d, since: time.Now()}
	return p, p.cancel
}

// patience is a context that sets its timer when someone waits for its end.
type patience struct {
	parent context.Context
	time   time.Duration
	since  time.Time

	mu    sync.Mutex
	armed context.Context // nil: nobody has waited yet
	end   context.CancelCauseFunc
	timer *time.Timer
	over  bool
}

const (
	// stalled is how late a timer fires when this process did not run.
	stalled = 250 * time.Millisecond
	// notice is how long what happened meanwhile may take to be seen.
	notice = time.Second
)

type patienceKey struct{}

// arm gives the context that has the timer.
func (p *patience) arm() context.Context {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.armed == nil {
		p.armed, p.end = context.WithCancelCause(p.parent)
		due := p.since.Add(p.time)
		switch left := time.Until(due); {
		case left <= 0:
			p.end(context.DeadlineExceeded)
		case p.over:
			p.end(context.Canceled)
		default:
			p.timer = time.AfterFunc(left, func() { p.fire(due) })
		}
	}
	return p.armed
}

// fire ends the context, or does so a little later if it should have been called
// long ago.
func (p *patience) fire(due time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(due) > stalled && !p.over {
		p.timer = time.AfterFunc(notice, func() { p.end(context.DeadlineExceeded) })
		return
	}
	p.end(context.DeadlineExceeded)
}

func (p *patience) cancel() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	if p.timer != nil {
		p.timer.Stop()
	}
	if p.end != nil {
		p.end(context.Canceled)
	}
}

// Deadline gives the earlier of its own and its parent's.
func (p *patience) Deadline() (time.Time, bool) {
	own := p.since.Add(p.time)
	if d, ok := p.parent.Deadline(); ok && d.Before(own) {
		return d, true
	}
	return own, true
}

// Done gives a channel that is closed when the time is over.
func (p *patience) Done() <-chan struct{} { return p.arm().Done() }

// Err tells why the time is over, nil as long as it is not.
func (p *patience) Err() error {
	ctx := p.arm()
	if ctx.Err() == nil {
		return nil
	}
	if cause := context.Cause(ctx); errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	return ctx.Err()
}

// Value gives what the parent has for a key. Package context asks for a cause
// in this way.
func (p *patience) Value(key any) any {
	if key == (patienceKey{}) {
		return p
	}
	return p.arm().Value(key)
}

// Waited gives how long a wait took that began at start and that ctx ended.
func Waited(ctx context.Context, start time.Time) Millis {
	if p, ok := ctx.Value(patienceKey{}).(*patience); ok && time.Since(p.since) >= p.time {
		return Millis(p.time)
	}
	return Millis(time.Since(start))
}
