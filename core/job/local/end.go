package local

import (
	"cmp"
	"errors"
	"os"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// end is our end of a pipe, or of a terminal. It becomes a file, which the
// runtime's poller watches, only when somebody has to wait for it: most jobs are
// short, and say and hear nothing.
type end struct {
	mu     sync.Mutex
	fd     int      // non-blocking
	opened *os.File // nil: not needed so far
	closed bool     // the number may be another's
}

// file gives the file, whose methods say if it was closed.
func (e *end) file() *os.File {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.fileLocked()
}

func (e *end) fileLocked() *os.File {
	switch {
	case e.opened != nil:
		return e.opened
	case e.closed:
		return nil // a nil file is a closed one
	}
	e.opened = os.NewFile(uintptr(e.fd), "pipe")
	return e.opened
}

// Write writes to the pipe, and waits while that takes no more. What there is
// room for is taken even when the deadline has passed.
func (e *end) Write(p []byte) (int, error) {
	n, err := e.writeNow(p)
	if err != nil || n == len(p) {
		return n, err
	}
	f := e.file()
	if f == nil {
		return n, os.ErrClosed
	}
	m, err := f.Write(p[n:])
	return n + m, err
}

// writeNow writes what there is room for.
func (e *end) writeNow(p []byte) (n int, err error) {
	cerr := e.control(func(fd int) {
		for {
			if n, err = unix.Write(fd, p); !errors.Is(err, unix.EINTR) {
				break
			}
		}
	})
	if cerr == nil && (err == nil || errors.Is(err, unix.EAGAIN)) {
		return max(n, 0), nil
	}
	return 0, cmp.Or(cerr, err)
}

// SetWriteDeadline ends a Write that waits.
func (e *end) SetWriteDeadline(t time.Time) error {
	f := e.file()
	if f == nil {
		return os.ErrClosed
	}
	return f.SetWriteDeadline(t)
}

// control calls f with the descriptor, which stays open that long.
func (e *end) control(f func(fd int)) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return os.ErrClosed
	}
	f(e.fd)
	return nil
}

// Close closes the pipe. Closing twice is no error.
func (e *end) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil
	}
	e.closed = true
	if e.opened != nil {
		return e.opened.Close()
	}
	return os.NewSyscallError("close", syscall.Close(e.fd))
}
