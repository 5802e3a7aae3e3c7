package suite

import (
	"context"
	"sync"
)

// locks are the names that one test at a time may hold.
type locks struct {
	mu   sync.Mutex
	held map[string]chan struct{} // closed when the one that holds it lets it go
}

// take waits for a name.
func (l *locks) take(ctx context.Context, name string) error {
	for {
		l.mu.Lock()
		if l.held == nil {
			l.held = map[string]chan struct{}{}
		}
		busy, held := l.held[name]
		if !held {
			l.held[name] = make(chan struct{})
			l.mu.Unlock()
			return nil
		}
		l.mu.Unlock()
		select {
		case <-busy:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func (l *locks) release(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.held[name])
	delete(l.held, name)
}
