package main

import (
	"context"
	"sync"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/local"
)

// processes remembers what runs, for when the runtime that started it is stuck
// in a call that nothing ends.
type processes struct {
	mu    sync.Mutex
	alive map[*watched]bool
}

// host gives this machine.
func (p *processes) host() job.Host { return &watchedHost{local.New(), p} }

// kill kills whatever runs, with its group.
func (p *processes) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for proc := range p.alive {
		_ = proc.Signal(job.SIGKILL, true) // one that has just ended
	}
}

type watchedHost struct {
	job.Host
	all *processes
}

// Start starts a process and remembers it.
func (h *watchedHost) Start(ctx context.Context, s job.Spec) (job.Process, error) {
	p, err := h.Host.Start(ctx, s)
	if err != nil {
		return nil, err
	}
	w := &watched{p, h.all}
	h.all.mu.Lock()
	defer h.all.mu.Unlock()
	if h.all.alive == nil {
		h.all.alive = map[*watched]bool{}
	}
	h.all.alive[w] = true
	return w, nil
}

type watched struct {
	job.Process
	all *processes
}

// Wait waits for the end, and forgets the process: its number may be another's
// from then on.
func (w *watched) Wait() (job.Exit, error) {
	e, err := w.Process.Wait()
	w.all.mu.Lock()
	defer w.all.mu.Unlock()
	delete(w.all.alive, w)
	return e, err
}
