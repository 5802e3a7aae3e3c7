//go:build !linux

package guard

import (
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/proc"
)

// Guardian starts processes. It is none on this system, which has no subreapers
// and no control groups: processes are this one's own children, and outlive it
// if it is killed; what loses its parent is not found again.
type Guardian struct {
	mu   sync.Mutex
	last uint64
	live map[int]bool // by number, until they are reaped
	wait sync.WaitGroup
}

// Open gives one that does what can be done here.
func Open() (*Guardian, error) { return &Guardian{live: map[int]bool{}}, nil }

// Start starts a process. Its descriptors are the caller's to close. ended is
// called once, on a goroutine of its own, when it has ended, even before Start
// returns. Errors: a *StartError.
func (g *Guardian) Start(c Command, ended func(Exit)) (pid int, id uint64, err error) {
	if len(c.Affinity) > 0 {
		return 0, 0, &StartError{Affinity, unix.ENOTSUP}
	}
	files := make([]uintptr, len(c.Files))
	for i, fd := range c.Files {
		files[i] = uintptr(fd)
	}
	pid, err = execute(c.Path, c.Argv, &syscall.ProcAttr{
		Dir: c.Dir, Env: c.Env, Files: files,
		Sys: &syscall.SysProcAttr{Setpgid: !c.Terminal, Setsid: c.Terminal, Setctty: c.Terminal},
	})
	if err != nil {
		no, ok := err.(syscall.Errno)
		if !ok {
			no = unix.EINVAL
		}
		return 0, 0, &StartError{Starting, no}
	}
	if c.Nice != nil {
		if no, ok := unix.Setpriority(unix.PRIO_PROCESS, pid, *c.Nice).(syscall.Errno); ok && no != unix.ESRCH {
			_ = unix.Kill(-pid, unix.SIGKILL)
			_, _ = unix.Wait4(pid, nil, 0, nil)
			return 0, 0, &StartError{Nice, no}
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.last++
	g.live[pid] = true
	g.wait.Go(func() {
		e := g.reap(pid)
		go ended(e)
	})
	return pid, g.last, nil
}

func (g *Guardian) reap(pid int) Exit {
	var ws unix.WaitStatus
	var ru unix.Rusage
	for {
		if _, err := unix.Wait4(pid, &ws, 0, &ru); err != unix.EINTR {
			break
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.live, pid)
	return Exit{
		Status: ws, User: time.Duration(ru.Utime.Nano()), Sys: time.Duration(ru.Stime.Nano()), MaxRSS: int64(ru.Maxrss),
		Left: unix.Kill(-pid, 0) == nil,
	}
}

// Signal sends a signal to a process that was started here, or to its group.
// ESRCH once it was reaped, or the group has nobody in it.
func (g *Guardian) Signal(pid int, sig unix.Signal, group bool) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case group:
		return unix.Kill(-pid, sig)
	case g.live[pid]:
		return unix.Kill(pid, sig)
	}
	return unix.ESRCH
}

// Strays gives the processes of this machine that have no parent but the first
// process, for those of a job's group are among them; and a channel that is
// closed when they are to be looked at again: nothing tells of their ends.
func (g *Guardian) Strays() ([]proc.Process, <-chan struct{}) {
	again := make(chan struct{})
	time.AfterFunc(20*time.Millisecond, func() { close(again) })
	return proc.Adopted(), again
}

// Started reports whether a mark is one that was given: there are none here.
func (g *Guardian) Started(uint64) bool { return false }

// Keep does nothing: nobody is there to remove a folder when this process ends.
func (g *Guardian) Keep(string) {}

// Forget takes back what Keep did.
func (g *Guardian) Forget(string) {}

// Lost reports whether the guardian is gone.
func (g *Guardian) Lost() bool { return false }

// Close kills the processes that still run, with their groups, and waits until
// they have ended. There are none of unknown origin: found is not called.
func (g *Guardian) Close(time.Duration, func([]proc.Process)) error {
	g.mu.Lock()
	for pid := range g.live {
		_ = unix.Kill(-pid, unix.SIGKILL)
	}
	g.mu.Unlock()
	g.wait.Wait()
	return nil
}
