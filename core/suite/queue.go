package suite

import (
	"slices"
	"sync"
)

// queue gives out the units that are to be run, in order, but never one beside
// itself, when all are repeated: what it does, with a port or with files, would be
// in its own way.
type queue struct {
	mu    sync.Mutex
	left  []Unit
	busy  map[string]bool // units, by their names
	freed sync.Cond
}

func newQueue(units []Unit) *queue {
	q := &queue{left: slices.Clone(units), busy: map[string]bool{}}
	q.freed.L = &q.mu
	return q
}

// next waits for a unit that nobody runs, and is not ok if none is left.
func (q *queue) next() (u Unit, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.left) > 0 {
		i := slices.IndexFunc(q.left, func(u Unit) bool { return !q.busy[u.String()] })
		if i < 0 {
			q.freed.Wait()
			continue
		}
		u = q.left[i]
		copy(q.left[1:], q.left[:i]) // few are before it
		q.left = q.left[1:]
		q.busy[u.String()] = true
		return u, true
	}
	return Unit{}, false
}

// done says that a unit has been run.
func (q *queue) done(u Unit) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.busy, u.String())
	q.freed.Broadcast()
}
