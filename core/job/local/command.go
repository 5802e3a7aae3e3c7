package local

import (
	"context"
	"os"
	"sync"
	"time"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/guard"
)

// Command is a process that has files of this one for its descriptors, as what
// os.execute runs: no job.
type Command struct {
	Path  string
	Argv  []string
	Env   []string
	Dir   string
	Files []*os.File
}

// Child is a command that was started.
type Child struct{ p *process }

// Run starts a command, in a process group of its own. The files are the
// caller's to close.
func (h *Host) Run(c Command) (*Child, error) {
	poll, g, err := h.watchers()
	if err != nil {
		return nil, err
	}
	p := &process{
		started: time.Now(), channels: &channels{}, poller: poll, guard: g,
		over: make(chan struct{}), pipes: sync.OnceValue(func() []string { return nil }),
	}
	files := make([]int, len(c.Files))
	for i, f := range c.Files {
		files[i] = int(f.Fd())
	}
	p.pid, p.id, err = g.Start(guard.Command{Path: c.Path, Argv: c.Argv, Env: c.Env, Dir: c.Dir, Files: files}, p.ended)
	if err != nil {
		return nil, err
	}
	return &Child{p}, nil
}

// Ended gives a channel that is closed when the process has ended.
func (c *Child) Ended() <-chan struct{} { return c.p.over }

// Status gives the status as wait(2) does, once it has ended; that of a kill if
// the guardian was lost.
func (c *Child) Status() int {
	<-c.p.over
	if c.p.exit.Lost {
		return int(job.SIGKILL)
	}
	return int(c.p.exit.Status)
}

// Left reports whether anything lives that came from the process, which has
// ended.
func (c *Child) Left() bool {
	live, _ := c.p.family()
	return len(live) > 0
}

// Kill kills the process and all that came from it.
func (c *Child) Kill() {
	_ = c.p.Signal(job.SIGKILL, job.Family) // nobody may be there any more
}

// End kills all of it, and waits until it is gone or ctx ends.
func (c *Child) End(ctx context.Context) error {
	c.Kill()
	select {
	case <-c.p.over:
		return c.p.Sweep(ctx, job.SIGKILL)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
