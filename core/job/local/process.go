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
	out     [2]*output
	exit    *exitWatch

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

func (p *process) Output(fd int) io.ReadCloser { return p.out[fd-1] }

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

// Wait waits for the end of the process. It is called once.
func (p *process) Wait() (job.Exit, error) {
	var ws syscall.WaitStatus
	var ru syscall.Rusage
	defer p.exit.close()
	for {
		if err := p.exit.wait(p.pid); err != nil {
			return job.Exit{}, err
		}
		p.mu.Lock()
		got, err := syscall.Wait4(p.pid, &ws, syscall.WNOHANG, &ru)
		p.reaped = p.reaped || got == p.pid || err == syscall.ECHILD
		p.mu.Unlock()
		switch {
		case got == p.pid:
			return p.exitOf(ws, ru), nil
		case err != nil && err != syscall.EINTR:
			return job.Exit{}, err
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

// output is the reading end of a pipe. An output that waits holds no buffer:
// with thousands of jobs, most are silent most of the time.
type output struct {
	*os.File
	buffers *buffers
}

// Buffered gives how many bytes are in the pipe.
func (o *output) Buffered() (n int, err error) {
	rc, err := o.SyscallConn()
	if err != nil {
		return 0, err
	}
	cerr := rc.Control(func(fd uintptr) { n, err = unix.IoctlGetInt(int(fd), fionread) })
	if cerr != nil {
		return 0, cerr
	}
	return n, err
}

// WriteTo hands everything that arrives to w, a read at a time, until the pipe
// is at its end or the read deadline has passed.
func (o *output) WriteTo(w io.Writer) (total int64, err error) {
	rc, err := o.SyscallConn()
	if err != nil {
		return 0, err
	}
	from := supply{buffers: o.buffers}
	var buf *[]byte
	var n int
	var rerr error
	read := func(fd uintptr) bool {
		buf = from.get()
		for {
			n, rerr = unix.Read(int(fd), *buf)
			switch rerr {
			case unix.EINTR:
				continue
			case unix.EAGAIN:
				from.put(buf)
				buf = nil
				return false
			}
			from.saw(fd, n)
			return true
		}
	}
	for {
		if err := rc.Read(read); err != nil {
			return total, err
		}
		if rerr != nil || n <= 0 {
			from.put(buf)
			return total, rerr
		}
		total += int64(n)
		_, err := w.Write((*buf)[:n])
		from.put(buf)
		if err != nil {
			return total, err
		}
	}
}
