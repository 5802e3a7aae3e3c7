package job

import (
	"context"
	"sync"
	"sync/atomic"
)

// bell wakes those who wait for something to change. Ringing never blocks, and
// costs next to nothing while nobody listens.
type bell struct {
	mu      sync.Mutex
	waiters []*waiter
}

func (b *bell) ring() {
	b.mu.Lock()
	for _, w := range b.waiters {
		w.wake()
	}
	b.mu.Unlock()
}

func (b *bell) add(w *waiter) {
	b.mu.Lock()
	b.waiters = append(b.waiters, w)
	b.mu.Unlock()
}

func (b *bell) remove(w *waiter) {
	b.mu.Lock()
	for i, have := range b.waiters {
		if have == w {
			last := len(b.waiters) - 1
			b.waiters[i], b.waiters[last] = b.waiters[last], nil
			b.waiters = b.waiters[:last]
			break
		}
	}
	b.mu.Unlock()
}

// waiter is one wait: a goroutine that has to look again when it is woken.
type waiter struct {
	woken chan struct{}
	reads atomic.Pointer[output] // the output that it reads meanwhile
}

func (w *waiter) wake() {
	select {
	case w.woken <- struct{}{}:
	default: // it has been woken and did not look yet
	}
	if o := w.reads.Load(); o != nil && !o.reader.handsOn.Load() {
		o.interrupt()
	}
}

// await asks ready until it says yes: at once, and each time that one of the
// bells has rung. At ctx's end it gives ctx's cause.
func await(ctx context.Context, bells []*bell, ready func() bool) error {
	return awaitFrom(ctx, nil, bells, ready)
}

// awaitFrom is await for something that comes from one output, which source
// gives: as long as nobody else reads it, who waits does.
func awaitFrom(ctx context.Context, source func() *output, bells []*bell, ready func() bool) error {
	if ready() {
		return nil
	}
	w := &waiter{woken: make(chan struct{}, 1)}
	for _, b := range bells {
		b.add(w)
		defer b.remove(w)
	}
	for !ready() {
		if source != nil {
			if o := source(); o != nil && o.claim() && o.readFor(ctx, w, ready) {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			if ready() {
				return nil
			}
			return context.Cause(ctx)
		case <-w.woken:
		}
	}
	return nil
}
