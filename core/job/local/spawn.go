package local

import (
	"errors"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

func (h *Host) spawn(path string, s job.Spec, env []string) (*process, error) {
	c, err := newChannels(s)
	if err != nil {
		return nil, job.WithOp("", err)
	}
	defer c.closeChild()
	poll, err := h.poll()
	if err != nil {
		c.closeOurs()
		return nil, job.WithOp("", err)
	}
	// The leader of a session leads a group as well. Its terminal is its
	// descriptor 0.
	sys := &syscall.SysProcAttr{Setpgid: s.PTY == nil, Setsid: s.PTY != nil, Setctty: s.PTY != nil}
	pidfd := -1
	if !scarce(c.child[2]) {
		sys.PidFD = &pidfd
	}
	attr := &syscall.ProcAttr{Dir: s.Dir, Env: env, Sys: sys, Files: c.files()}
	started := time.Now()
	pid, err := fork(path, s, attr)
	if err != nil {
		c.closeOurs()
		return nil, startError(s, env, err)
	}
	return &process{
		pid: pid, started: started, channels: c, buffers: h.buffers,
		exit: exitWatch{poller: poll, pidfd: pidfd},
	}, nil
}

// fork starts the process from this thread or, where something must be set
// that children inherit, from a thread that has it set and dies afterwards:
// so it holds from the child's first instruction, and nowhere else.
func fork(path string, s job.Spec, attr *syscall.ProcAttr) (pid int, err error) {
	if s.Nice == nil && len(s.Affinity) == 0 {
		return forkExec(path, s.Argv, attr)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		if err = inheritable(s); err == nil {
			pid, err = forkExec(path, s.Argv, attr)
		}
	}()
	<-done
	return pid, err
}

// forkExec starts a process. A program that was just written may be busy: a
// child of this process that is about to exec holds every open file for that
// moment, also one that is being written. So it is tried again for a while.
func forkExec(path string, argv []string, attr *syscall.ProcAttr) (pid int, err error) {
	const tries = 50
	for range tries {
		pid, err = syscall.ForkExec(path, argv, attr)
		if err != syscall.ETXTBSY {
			break
		}
		time.Sleep(time.Millisecond)
	}
	return pid, err
}

// startError says in words why a program that was found could not be started.
func startError(s job.Spec, env []string, err error) error {
	var no syscall.Errno
	if !errors.As(err, &no) {
		return job.WithOp("", err)
	}
	if s.Dir != "" {
		if info, serr := os.Stat(s.Dir); serr != nil {
			return job.Errorf("", job.CodeOf(serr), "the folder to run in, %q: %w", s.Dir, no)
		} else if !info.IsDir() {
			return job.Errorf("", "ENOTDIR", "%q, to run in, is not a folder", s.Dir)
		}
	}
	switch no {
	case unix.ENOEXEC:
		return job.Errorf("", job.ENOEXEC, "%q is no program that this machine can run (a script needs #! in its first line)", s.Argv[0])
	case unix.EINVAL:
		if slices.ContainsFunc(slices.Concat(s.Argv, env), func(s string) bool { return strings.Contains(s, "\x00") }) {
			return job.Errorf("", job.EINVAL, "%q: an argument or a variable holds a NUL byte, which no program can be given", s.Argv[0])
		}
	case unix.ENOENT:
		return job.Errorf("", job.ENOENT, "%q: its interpreter is missing", s.Argv[0])
	}
	return job.Errorf("", job.CodeOf(no), "%q: %w", s.Argv[0], no)
}
