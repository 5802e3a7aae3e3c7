package local

import (
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

type process struct {
	pid     int
	started time.Time
	stdin   *os.File
	out     [2]output
	exit    exitWatch

	mu     sync.Mutex
	reaped bool // from here on the pid may be another's
}

func (p *process) PID() int { return p.pid }

func (p *process) Stdin() io.WriteCloser {
	if p.stdin == nil {
		return nil
	}
	return p.stdin
}

func (p *process) Output(fd int) job.Output { return &p.out[fd-1] }

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
