// Package local is the host that is this machine.
package local

import (
	"context"
	"os"

	"github.com/tlua/tlua/core/job"
)

// Host runs processes on this machine, each in a process group of its own.
type Host struct {
	buffers *buffers
}

// New gives this machine as a host.
func New() *Host {
	return &Host{buffers: newBuffers()}
}

// Name is "local".
func (h *Host) Name() string { return "local" }

// TempDir is the system's folder for temporary files.
func (h *Host) TempDir() string { return os.TempDir() }

// FS is this machine's files.
func (h *Host) FS() job.FS { return files{} }

// Close does nothing: the host keeps nothing open.
func (h *Host) Close() error { return nil }

// Start starts a process.
func (h *Host) Start(ctx context.Context, s job.Spec) (job.Process, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	if s.PTY != nil {
		return nil, job.Errorf("", job.EINVAL, "this host has no pseudo-terminals")
	}
	if s.Files != 0 {
		return nil, job.Errorf("", job.EINVAL, "this host has no outputs beyond stderr")
	}
	env := environ(s)
	path, err := lookPath(s.Argv[0], s.Dir, env)
	if err != nil {
		return nil, err
	}
	return h.spawn(path, s, env)
}
