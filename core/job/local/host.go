// Package local is the host that is this machine.
package local

import (
	"context"
	"os"
	"sync"

	"github.com/tlua/tlua/core/job"
)

// chunk is how much is read from an output at once, in bytes: what a pipe
// holds.
const chunk = 64 << 10

// Host runs processes on this machine, each in a process group of its own, and
// in a session of its own if it has a terminal.
type Host struct {
	buffers sync.Pool // of *[]byte, each of chunk bytes
}

// New gives this machine as a host. Its processes have the descriptors that
// they are given, and no others: those that this process inherited are marked
// close-on-exec.
func New() *Host {
	hideInherited()
	return &Host{buffers: sync.Pool{New: func() any { b := make([]byte, chunk); return &b }}}
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
	env := environ(s)
	path, err := lookPath(s, env)
	if err != nil {
		return nil, err
	}
	return h.spawn(path, s, env)
}
