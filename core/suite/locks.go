package suite

import (
	"context"
	"fmt"
	"sync"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
)

// locks are the names that one test at a time may hold.
type locks struct {
	mu   sync.Mutex
	held map[string]*lock
}

// lock is a name that is held.
type lock struct {
	by   *Control
	free chan struct{} // closed when the one that holds it lets it go
}

// take waits for a name that is to be held by c. It is EDEADLK if the one that holds
// it waits for c.
func (l *locks) take(ctx context.Context, c *Control, name string) error {
	for {
		busy, err := l.try(c, name)
		if busy == nil || err != nil {
			return err
		}
		err = busy.wait(ctx, c, name)
		l.mu.Lock()
		c.wants = ""
		l.mu.Unlock()
		if err != nil {
			return err
		}
	}
}

// try takes a name, or gives what is in the way.
func (l *locks) try(c *Control, name string) (*lock, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held == nil {
		l.held = map[string]*lock{}
	}
	busy := l.held[name]
	if busy == nil {
		l.held[name] = &lock{by: c, free: make(chan struct{})}
		return nil, nil
	}
	if circle := l.circle(c, busy); circle != "" {
		return nil, job.Errorf("", "EDEADLK", "%q is held by %s", name, circle)
	}
	c.wants = name
	return busy, nil
}

// circle tells who waits for whom, from the one that holds a lock to c; "" if nobody
// there waits for c.
func (l *locks) circle(c *Control, busy *lock) (words string) {
	for {
		if words += busy.by.String(); busy.by == c {
			return words
		}
		wants := busy.by.wants
		if busy = l.held[wants]; busy == nil {
			return ""
		}
		words += fmt.Sprintf(", which waits for %q, held by ", wants)
	}
}

// wait waits for the end of a lock.
func (b *lock) wait(ctx context.Context, c *Control, name string) (err error) {
	e := event.Event{Kind: event.WaitBegun, Op: "lock", Text: fmt.Sprintf("%q, held by %s", name, b.by)}
	c.tell(e)
	select {
	case <-b.free:
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	e.Kind, e.Err = event.WaitEnded, err
	c.tell(e)
	return err
}

func (l *locks) release(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.held[name].free)
	delete(l.held, name)
}
