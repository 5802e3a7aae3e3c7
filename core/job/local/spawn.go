package local

import (
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/guard"
)

func (h *Host) spawn(path string, s job.Spec, env []string) (*process, error) {
	poll, g, err := h.watchers()
	if err != nil {
		return nil, job.WithOp("", err)
	}
	c, err := newChannels(s)
	if err != nil {
		return nil, job.WithOp("", err)
	}
	defer c.closeChild()
	p := &process{
		jobID: s.JobID, started: time.Now(), channels: c, buffers: h.buffers, poller: poll, guard: g,
		over: make(chan struct{}), pipes: sync.OnceValue(c.pipes),
	}
	p.pid, p.id, err = g.Start(guard.Command{
		Path: path, Argv: s.Argv, Env: env, Dir: s.Dir, Files: c.child,
		Terminal: s.PTY != nil, Nice: s.Nice, Affinity: s.Affinity,
	}, p.ended)
	if err != nil {
		c.closeOurs()
		return nil, startError(s, path, env, err)
	}
	return p, nil
}

// startError says in words why a program that was found could not be started.
func startError(s job.Spec, path string, env []string, err error) error {
	var at *guard.StartError
	if !errors.As(err, &at) {
		return job.Errorf("", job.ENOTCONN, "%w", err)
	}
	no := at.Errno
	switch {
	case at.Stage == guard.Nice:
		return job.Errorf("", job.CodeOf(no), "niceness %d: %w", *s.Nice, no)
	case at.Stage == guard.Affinity && no == unix.EINVAL:
		return job.Errorf("", job.EINVAL, "affinity %v: none of these processors is there", s.Affinity)
	case at.Stage == guard.Affinity:
		return job.Errorf("", job.CodeOf(no), "affinity %v: %w", s.Affinity, no)
	case at.Stage == guard.Handing:
		return job.Errorf("", job.CodeOf(no), "its descriptors cannot be handed over: %w", no)
	case at.Stage == guard.Folder:
		return job.Errorf("", job.CodeOf(no), "the folder that this process runs in is gone: %w", no)
	}
	if s.Dir != "" {
		if info, serr := os.Stat(s.Dir); serr != nil {
			return job.Errorf("", job.CodeOf(serr), "the folder to run in, %q: %w", s.Dir, no)
		} else if !info.IsDir() {
			return job.Errorf("", "ENOTDIR", "%q, to run in, is not a folder", s.Dir)
		}
	}
	if err := unfit(s); err != nil {
		return err
	}
	switch no {
	case unix.EAGAIN:
		return job.Errorf("", job.CodeOf(no), "%q: no more processes can be started: a limit is reached (ulimit -u, or the control group's pids.max)", s.Argv[0])
	case unix.ENOEXEC:
		return job.Errorf("", job.ENOEXEC, "%q is no program that this machine can run (a script needs #! in its first line)", s.Argv[0])
	case unix.EINVAL:
		if slices.ContainsFunc(slices.Concat(s.Argv, env), func(s string) bool { return strings.Contains(s, "\x00") }) {
			return job.Errorf("", job.EINVAL, "%q: an argument or a variable holds a NUL byte, which no program can be given", s.Argv[0])
		}
	case unix.ENOENT:
		return missing(s.Argv[0], within(s.Dir, path))
	}
	return job.Errorf("", job.CodeOf(no), "%q: %w", s.Argv[0], no)
}
