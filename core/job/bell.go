package job

import (
	"context"
	"sync"
)

// bell wakes those who wait for something to change. Ringing never blocks, and
// costs next to nothing while nobody listens.
type bell struct {
	mu   sync.Mutex
	subs []chan struct{}
}

func (b *bell) ring() {
	b.mu.Lock()
	for _, c := range b.subs {
		select {
		case c <- struct{}{}:
		default: // it has been woken and did not look yet
		}
	}
	b.mu.Unlock()
}

func (b *bell) add(c chan struct{}) {
	b.mu.Lock()
	b.subs = append(b.subs, c)
	b.mu.Unlock()
}

func (b *bell) remove(c chan struct{}) {
	b.mu.Lock()
	for i, s := range b.subs {
		if s == c {
			last := len(b.subs) - 1
			b.subs[i], b.subs[last] = b.subs[last], nil
			b.subs = b.subs[:last]
			break
		}
	}
	b.mu.Unlock()
}

// await asks ready until it says yes: at once, and each time that one of the
// bells has rung. At ctx's end it gives ctx's cause.
func await(ctx context.Context, bells []*bell, ready func() bool) error {
	if ready() {
		return nil
	}
	c := make(chan struct{}, 1)
	for _, b := range bells {
		b.add(c)
		defer b.remove(c)
	}
	for !ready() {
		select {
		case <-c:
		case <-ctx.Done():
			if ready() {
				return nil
			}
			return context.Cause(ctx)
		}
	}
	return nil
}
