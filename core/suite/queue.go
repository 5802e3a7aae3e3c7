package suite

import (
	"slices"
	"sync"
)

// queue gives out the units that are to be run, in order, but of each file one at
// a time: what a file does, with a port or with other files, would be in its own
// way.
type queue struct {
	mu    sync.Mutex
	left  []Unit
	busy  map[string]bool // files
	freed sync.Cond
}

func newQueue(units []Unit) *queue {
	q := &queue{left: slices.Clone(units), busy: map[string]bool{}}
	q.freed.L = &q.mu
	return q
}

// next waits for a unit whose file nobody runs, and is not ok if none is left.
func (q *queue) next() (u Unit, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.left) > 0 {
		i := slices.IndexFunc(q.left, func(u Unit) bool { return !q.busy[u.Path] })
		if i < 0 {
			q.freed.Wait()
			continue
		}
		u = q.left[i]
		q.left = slices.Delete(q.left, i, i+1)
		q.busy[u.Path] = true
		return u, true
	}
	return Unit{}, false
}

// done says that a unit of a file has been run.
func (q *queue) done(file string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.busy, file)
	q.freed.Broadcast()
}
