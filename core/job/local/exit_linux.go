package local

import (
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

const fionread = unix.TIOCINQ

// maxRSS gives the peak resident size in bytes; Linux counts kilobytes.
func maxRSS(ru syscall.Rusage) int64 { return ru.Maxrss << 10 }

// exitWatch waits for a process to end: by its descriptor, so that a waiting
// job costs no thread; or by a thread, on a kernel without such descriptors
// (before 5.3), and where descriptors are scarce.
type exitWatch struct {
	poller *poller
	pidfd  int // -1: none
	once   sync.Once
}

// notify has f called, on a goroutine of its own, once the process can be
// reaped.
func (e *exitWatch) notify(pid int, f func()) {
	if e.pidfd >= 0 && e.poller.watch(e.pidfd, f) == nil {
		return
	}
	go func() {
		waitBlocking(pid)
		f()
	}()
}

func (e *exitWatch) close() {
	e.once.Do(func() {
		if e.pidfd >= 0 {
			e.poller.forget(e.pidfd)
			unix.Close(e.pidfd)
		}
	})
}

// waitBlocking waits in a thread, and leaves the process to be reaped.
func waitBlocking(pid int) error {
	for {
		err := unix.Waitid(unix.P_PID, pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if err != unix.EINTR {
			return err
		}
	}
}
