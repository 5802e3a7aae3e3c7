package local

import (
	"context"
	"errors"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/guard"
	"github.com/tlua/tlua/core/proc"
)

// jobVar marks a process, and what it starts, as a job's.
const jobVar = "TLUA_JOB"

// owns reports whether a process that lost its parent came from this one. What
// marks it from within comes first; that it may have changed, but hardly its group
// and its descriptors as well.
func (p *process) owns(s proc.Process) bool {
	if id, ok := s.Limit(guard.Mark); ok && p.guard.Started(id) {
		return id == p.id
	}
	if id, ok := s.Getenv(jobVar); ok {
		return id == p.jobID
	}
	return s.Group == p.pid || s.Session == p.pid || s.Holds(p.pipes()...)
}

// family gives the live processes that came from this one, and a channel that is
// closed when those may have changed that outlived their parents.
func (p *process) family() ([]proc.Process, <-chan struct{}) {
	var live []proc.Process
	if !p.isOver() {
		live = proc.Family(proc.Children(p.pid)...)
	} else if !p.exit.Left {
		return nil, nil
	}
	strays, changed := p.guard.Strays()
	for _, s := range strays {
		if p.owns(s) {
			live = append(live, s)
		}
	}
	return live, changed
}

// Descendants lists the live processes that came from this one.
func (p *process) Descendants() ([]job.Proc, error) {
	live, _ := p.family()
	return seen(live), nil
}

// seen gives processes as jobs see them.
func seen(live []proc.Process) []job.Proc {
	out := make([]job.Proc, len(live))
	for i, s := range live {
		out[i] = job.Proc{PID: s.PID, PPID: s.Parent, Group: s.Group, Argv: s.Argv(), Started: s.Started()}
	}
	return out
}

// Signal sends a signal to the process as long as it was not reaped, to its group
// as long as anyone is in it.
func (p *process) Signal(sig job.Signal, reach job.Reach) error {
	err := p.guard.Signal(p.pid, unix.Signal(sig), reach != job.Self)
	if reach != job.Family {
		return err
	}
	live, _ := p.family()
	for _, s := range live {
		if s.Group == p.pid {
			continue // it has it
		}
		if serr := s.Signal(unix.Signal(sig)); errors.Is(err, unix.ESRCH) {
			err = serr
		}
	}
	return err
}

// Sweep waits until nothing is left of what came from the process.
func (p *process) Sweep(ctx context.Context, sig job.Signal) error {
	for {
		live, changed := p.family()
		if len(live) == 0 {
			return nil
		}
		for _, s := range live {
			if sig != 0 {
				_ = s.Signal(unix.Signal(sig)) // one that has just ended
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
