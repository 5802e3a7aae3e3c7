package local

import (
	"cmp"
	"io"
	"slices"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

type process struct {
	pid     int
	started time.Time
	buffers *buffers
	exit    exitWatch
	*channels

	mu     sync.Mutex
	reaped bool // from here on the pid may be another's
}

func (p *process) PID() int { return p.pid }

func (p *process) Input(fd int) io.WriteCloser {
	if fd == 0 && p.keyboard != nil {
		return p.keyboard
	}
	return endOf(p.in, fd).file
}

func (p *process) Output(fd int) job.Output {
	end := endOf(p.out, fd)
	return &output{File: end.file, fd: end.own, poller: p.exit.poller, supply: supply{buffers: p.buffers}}
}

// endOf gives our end of the descriptor fd, which must be there.
func endOf(all []channel, fd int) channel {
	return all[slices.IndexFunc(all, func(c channel) bool { return c.fd == fd })]
}

// Resize sets the size of the terminal that descriptor 1 is.
func (p *process) Resize(size job.Size) (err error) {
	cerr := control(endOf(p.out, 1).file, func(fd int) { err = setSize(fd, size) })
	return cmp.Or(cerr, err)
}

// Signal sends to the process only as long as it was not reaped, to its group
// as long as anyone is in it.
func (p *process) Signal(sig job.Signal, group bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	pid := p.pid
	if group {
		pid = -pid
	} else if p.reaped {
		return job.ESRCH
	}
	return unix.Kill(pid, unix.Signal(sig))
}

// Ended has f called when the process has ended.
func (p *process) Ended(f func()) { p.exit.notify(p.pid, f) }

// Wait waits for the end of the process. It is called once.
func (p *process) Wait() (job.Exit, error) {
	var ws syscall.WaitStatus
	var ru syscall.Rusage
	defer p.exit.close()
	// The pid is another's as soon as it is reaped: that is done under the lock,
	// and must not wait there.
	if err := waitBlocking(p.pid); err != nil {
		return job.Exit{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reaped = true
	for {
		if _, err := syscall.Wait4(p.pid, &ws, 0, &ru); err != syscall.EINTR {
			return p.exitOf(ws, ru), err
		}
	}
}

func (p *process) exitOf(ws syscall.WaitStatus, ru syscall.Rusage) job.Exit {
	e := job.Exit{Usage: job.Usage{
		User:   time.Duration(ru.Utime.Nano()),
		Sys:    time.Duration(ru.Stime.Nano()),
		Wall:   time.Since(p.started),
		MaxRSS: maxRSS(ru),
	}}
	if ws.Signaled() {
		e.Signal = job.Signal(ws.Signal())
	} else {
		e.Code = ws.ExitStatus()
	}
	return e
}
