package local

import (
	"cmp"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/guard"
)

type process struct {
	pid     int
	id      uint64 // marks it, and all that comes from it
	jobID   string // the same in its environment
	started time.Time
	buffers *buffers
	poller  *poller
	guard   *guard.Guardian
	pipes   func() []string // their names, asked for while they are open
	*channels

	over chan struct{} // closed when it has ended; from then on these are valid:
	exit guard.Exit
	wall time.Duration

	mu    sync.Mutex
	onEnd func()
}

func (p *process) PID() int { return p.pid }

func (p *process) Input(fd int) io.WriteCloser {
	if fd == 0 && p.keyboard != nil {
		return p.keyboard
	}
	return endOf(p.in, fd)
}

func (p *process) Output(fd int) job.Output {
	return &output{end: endOf(p.out, fd), watch: p.poller.newWatch(), supply: supply{buffers: p.buffers}}
}

// endOf gives our end of the process's descriptor fd, which must be there.
func endOf(all []*channel, fd int) *end {
	return &all[slices.IndexFunc(all, func(c *channel) bool { return c.number == fd })].end
}

// Resize sets the size of the terminal that descriptor 1 is.
func (p *process) Resize(size job.Size) (err error) {
	cerr := endOf(p.out, 1).control(func(fd int) { err = setSize(fd, size) })
	return cmp.Or(cerr, err)
}

// ended takes note of the end.
func (p *process) ended(e guard.Exit) {
	p.exit, p.wall = e, time.Since(p.started)
	if e.Left {
		p.pipes()
	}
	p.mu.Lock()
	close(p.over)
	f := p.onEnd
	p.mu.Unlock()
	if f != nil {
		f()
	}
}

func (p *process) isOver() bool {
	select {
	case <-p.over:
		return true
	default:
		return false
	}
}

// Ended has f called when the process has ended.
func (p *process) Ended(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.isOver() {
		go f()
	} else {
		p.onEnd = f
	}
}

// Wait waits for the end of the process.
func (p *process) Wait() (job.Exit, error) {
	<-p.over
	if p.exit.Lost {
		return job.Exit{}, job.Errorf("", job.ENOTCONN, "%v", guard.ErrLost)
	}
	e := job.Exit{Usage: job.Usage{User: p.exit.User, Sys: p.exit.Sys, Wall: p.wall, MaxRSS: p.exit.MaxRSS}}
	if ws := p.exit.Status; ws.Signaled() {
		e.Signal = job.Signal(ws.Signal())
	} else {
		e.Code = ws.ExitStatus()
	}
	return e, nil
}
