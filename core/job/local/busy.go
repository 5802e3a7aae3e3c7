package local

import "sync"

const (
	// chunk is how much is read from an output at once, in bytes: what a pipe
	// holds.
	chunk = 64 << 10
	// busyChunk is the same for an output that has much to say: a writer that
	// waits less often for room, and a reader woken less often, get a third more
	// through. A pipe that holds still more no longer fits into the caches.
	busyChunk = 4 * chunk
	// busyAfter is how many reads in a row have to fill their buffer first.
	busyAfter = 4
)

// buffers are those that outputs are read into, as *[]byte.
type buffers struct{ small, large sync.Pool }

func newBuffers() *buffers {
	return &buffers{small: bufferPool(chunk), large: bufferPool(busyChunk)}
}

func bufferPool(size int) sync.Pool {
	return sync.Pool{New: func() any { b := make([]byte, size); return &b }}
}

// supply gives an output the buffers that suit what it carries.
type supply struct {
	*buffers
	filled int // reads in a row that filled a buffer
	busy   bool
}

func (s *supply) get() *[]byte {
	if s.busy {
		return s.large.Get().(*[]byte)
	}
	return s.small.Get().(*[]byte)
}

func (s *supply) put(b *[]byte) {
	if len(*b) == busyChunk {
		s.large.Put(b)
		return
	}
	s.small.Put(b)
}
