package local

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

const fionread = unix.TIOCINQ

// maxRSS gives the peak resident size in bytes; Linux counts kilobytes.
func maxRSS(ru syscall.Rusage) int64 { return ru.Maxrss << 10 }

// exitWatch waits for a process to end: by its descriptor, which the runtime's
// poller watches, so that a waiting job costs no thread; or, on a kernel
// without such descriptors (before 5.3), by a thread.
type exitWatch struct {
	pidfd *os.File
}

func newExitWatch(pidfd *int) *exitWatch {
	if *pidfd < 0 {
		return &exitWatch{}
	}
	// Only a non-blocking descriptor is handed to the poller.
	if err := unix.SetNonblock(*pidfd, true); err != nil {
		unix.Close(*pidfd)
		return &exitWatch{}
	}
	return &exitWatch{pidfd: os.NewFile(uintptr(*pidfd), "pidfd")}
}

// wait returns once the process can be reaped.
func (e *exitWatch) wait(pid int) error {
	if e.pidfd == nil {
		return waitBlocking(pid)
	}
	rc, err := e.pidfd.SyscallConn()
	if err != nil {
		return err
	}
	err = rc.Read(func(fd uintptr) bool {
		// The first look is for a process that ended before we came here;
		// after that the poller says that the descriptor is readable.
		poll := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
		n, _ := unix.Poll(poll, 0)
		return n > 0
	})
	if errors.Is(err, os.ErrNoDeadline) {
		return waitBlocking(pid)
	}
	return err
}

func (e *exitWatch) close() {
	if e.pidfd != nil {
		e.pidfd.Close()
	}
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
