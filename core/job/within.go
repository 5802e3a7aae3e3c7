package job

import (
	"context"
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
// as long as nobody has to wait.
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
	stop  context.CancelFunc
	over  bool
}

type patienceKey struct{}

// arm gives the context that has the timer.
func (p *patience) arm() context.Context {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.armed == nil {
		p.armed, p.stop = context.WithDeadline(p.parent, p.since.Add(p.time))
		if p.over {
			p.stop()
		}
	}
	return p.armed
}

func (p *patience) cancel() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	if p.stop != nil {
		p.stop()
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
func (p *patience) Err() error { return p.arm().Err() }

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
