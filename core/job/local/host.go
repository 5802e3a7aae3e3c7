// Package local is the host that is this machine.
package local

import (
	"context"
	"os"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

// Host runs processes on this machine, each in a process group of its own, and
// in a session of its own if it has a terminal.
type Host struct {
	buffers *buffers

	mu     sync.Mutex
	poller *poller // made for the first process
}

// New gives this machine as a host. Its processes have the descriptors that
// they are given, and no others: those that this process inherited are marked
// close-on-exec.
func New() *Host {
	hideInherited()
	return &Host{buffers: newBuffers()}
}

// Name is "local".
func (h *Host) Name() string { return "local" }

// TempDir is the system's folder for temporary files.
func (h *Host) TempDir() string { return os.TempDir() }

// FS is this machine's files.
func (h *Host) FS() job.FS { return files{} }

// Close ends the watch over the processes; there must be none any more.
func (h *Host) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.poller != nil {
		h.poller.close()
		h.poller = nil
	}
	return nil
}

func (h *Host) poll() (p *poller, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.poller == nil {
		h.poller, err = newPoller()
	}
	return h.poller, err
}

// scarce reports whether most of the descriptors that the process may have are
// in use, of which fd is the newest.
func scarce(fd int) bool {
	var limit unix.Rlimit
	return unix.Getrlimit(unix.RLIMIT_NOFILE, &limit) == nil && uint64(fd) > limit.Cur/4*3
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
