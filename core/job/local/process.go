package local

import (
	"cmp"
	"io"
	"os"
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
	buffers *sync.Pool
	exit    *exitWatch
	*channels

	mu     sync.Mutex
	reaped bool // from here on the pid may be another's
}

func (p *process) PID() int { return p.pid }

func (p *process) Input(fd int) io.WriteCloser {
	if fd == 0 && p.keyboard != nil {
		return p.keyboard
	}
	return fileOf(p.in, fd)
}

func (p *process) Output(fd int) io.ReadCloser {
	return &output{File: fileOf(p.out, fd), buffers: p.buffers}
}

// fileOf gives our end of the descriptor fd, which must be there.
func fileOf(all []channel, fd int) *os.File {
	i := slices.IndexFunc(all, func(c channel) bool { return c.fd == fd })
	return all[i].file
}

// Resize sets the size of the terminal that descriptor 1 is.
func (p *process) Resize(size job.Size) (err error) {
	cerr := control(fileOf(p.out, 1), func(fd int) { err = setSize(fd, size) })
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

// output is the reading end of a pipe, or a terminal. An output that waits holds no buffer:
// with thousands of jobs, most are silent most of the time.
type output struct {
	*os.File
	buffers *sync.Pool
}

// control calls f with a file's descriptor, which stays open that long.
func control(file *os.File, f func(fd int)) error {
	rc, err := file.SyscallConn()
	if err != nil {
		return err
	}
	return rc.Control(func(fd uintptr) { f(int(fd)) })
}

// Buffered gives how many bytes are in the pipe.
func (o *output) Buffered() (n int, err error) {
	cerr := control(o.File, func(fd int) { n, err = unix.IoctlGetInt(fd, fionread) })
	return n, cmp.Or(cerr, err)
}

// WriteTo hands everything that arrives to w, a read at a time, until the pipe
// is at its end or the read deadline has passed. The end of a terminal, when no
// process has it open any more, is the error EIO.
func (o *output) WriteTo(w io.Writer) (total int64, err error) {
	rc, err := o.SyscallConn()
	if err != nil {
		return 0, err
	}
	var buf *[]byte
	var n int
	var rerr error
	read := func(fd uintptr) bool {
		buf = o.buffers.Get().(*[]byte)
		for {
			n, rerr = unix.Read(int(fd), *buf)
			switch rerr {
			case unix.EINTR:
				continue
			case unix.EAGAIN:
				o.buffers.Put(buf)
				buf = nil
				return false
			}
			return true
		}
	}
	for {
		if err := rc.Read(read); err != nil {
			return total, err
		}
		if rerr != nil || n <= 0 {
			o.buffers.Put(buf)
			return total, rerr
		}
		total += int64(n)
		_, err := w.Write((*buf)[:n])
		o.buffers.Put(buf)
		if err != nil {
			return total, err
		}
	}
}
