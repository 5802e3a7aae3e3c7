// Package local is the host that is this machine.
package local

import (
	"context"
	"fmt"
	"os"
	"sync"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/guard"
	"github.com/tlua/tlua/core/proc"
)

// Host runs processes on this machine, each in a process group of its own, and
// in a session of its own if it has a terminal. They are children of a guardian,
// which is started before the first of them; see package guard.
type Host struct {
	// KeepTemp, if it is set before the host is used, has temporary folders stay:
	// it is told the path of each when it would have been removed.
	KeepTemp func(dir string)

	buffers *buffers

	mu     sync.Mutex
	poller *poller         // made for the first process, as is
	guard  *guard.Guardian // which runs them
	temps  map[string]bool // the temporary folders that are there
}

// New gives this machine as a host. Its processes have the descriptors that
// they are given, and no others.
func New() *Host { return &Host{buffers: newBuffers()} }

// Name is "local".
func (h *Host) Name() string { return "local" }

// TempDir is the system's folder for temporary files.
func (h *Host) TempDir() string { return os.TempDir() }

// FS is this machine's files.
func (h *Host) FS() job.FS { return files{h} }

// Close ends the watch over the processes. Whatever still lives of them, and of
// what came from them, is killed when the last host of this machine is closed,
// which gives what was left and is nobody's.
func (h *Host) Close() (left []job.Proc, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.guard != nil {
		err = h.guard.Close(job.LastWill, func(found []proc.Process) { left = seen(found) })
		h.guard = nil
	}
	if h.poller != nil {
		h.poller.close()
		h.poller = nil
	}
	return left, err
}

// watchers gives the host's poller and its guardian. One that was killed is
// replaced: what it ran is lost, but not what comes.
func (h *Host) watchers() (p *poller, g *guard.Guardian, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.poller == nil {
		if h.poller, err = newPoller(); err != nil {
			return nil, nil, err
		}
	}
	g, err = h.guardLocked()
	return h.poller, g, err
}

func (h *Host) guardLocked() (g *guard.Guardian, err error) {
	if h.guard != nil && h.guard.Lost() {
		_ = h.guard.Close(0, nil) // it is gone already
		h.guard = nil
	}
	if h.guard == nil {
		if h.guard, err = guard.Open(); err != nil {
			return nil, fmt.Errorf("the guardian of the jobs does not start: %w", err)
		}
	}
	return h.guard, nil
}

// Start starts a process.
func (h *Host) Start(ctx context.Context, s job.Spec) (job.Process, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	env := environ(s)
	path, err := lookPath(s, env)
	if err != nil {
		return nil, err
	}
	return h.spawn(path, s, env)
}
