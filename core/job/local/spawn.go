package local

import (
	"errors"
	"os"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

// pipes are the three standard descriptors of a child: its ends, and ours.
type pipes struct {
	child [3]int
	stdin *os.File // nil: the null device
	out   [2]*os.File
}

func newPipes(noStdin bool) (*pipes, error) {
	p := &pipes{child: [3]int{-1, -1, -1}}
	if err := p.open(noStdin); err != nil {
		p.closeChild()
		p.closeOurs()
		return nil, err
	}
	return p, nil
}

func (p *pipes) open(noStdin bool) (err error) {
	if noStdin {
		p.child[0], err = unix.Open(os.DevNull, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	} else {
		p.child[0], p.stdin, err = pipe(false, "stdin")
	}
	for fd := 1; fd <= 2 && err == nil; fd++ {
		p.child[fd], p.out[fd-1], err = pipe(true, [...]string{"stdout", "stderr"}[fd-1])
	}
	return err
}

// pipe gives the child's end as a descriptor and ours as a file that the
// runtime's poller watches; ours reads if the child writes.
func pipe(childWrites bool, name string) (child int, ours *os.File, err error) {
	var fd [2]int
	if err := syscall.Pipe2(fd[:], syscall.O_CLOEXEC); err != nil {
		return -1, nil, os.NewSyscallError("pipe2", err)
	}
	mine, theirs := fd[1], fd[0]
	if childWrites {
		mine, theirs = theirs, mine
	}
	if err := syscall.SetNonblock(mine, true); err != nil {
		syscall.Close(mine)
		syscall.Close(theirs)
		return -1, nil, err
	}
	return theirs, os.NewFile(uintptr(mine), name), nil
}

func (p *pipes) closeChild() {
	for _, fd := range p.child {
		if fd >= 0 {
			syscall.Close(fd)
		}
	}
}

func (p *pipes) closeOurs() {
	for _, f := range []*os.File{p.stdin, p.out[0], p.out[1]} {
		if f != nil {
			f.Close()
		}
	}
}

func (h *Host) spawn(path string, s job.Spec, env []string) (*process, error) {
	ps, err := newPipes(s.NoStdin)
	if err != nil {
		return nil, job.WithOp("", err)
	}
	defer ps.closeChild()
	sys := &syscall.SysProcAttr{Setpgid: true}
	pidfd := watchExit(sys)
	attr := &syscall.ProcAttr{Dir: s.Dir, Env: env, Sys: sys}
	for _, fd := range ps.child {
		attr.Files = append(attr.Files, uintptr(fd))
	}
	started := time.Now()
	pid, err := fork(path, s, attr)
	if err != nil {
		ps.closeOurs()
		return nil, startError(s, err)
	}
	p := &process{pid: pid, started: started, stdin: ps.stdin}
	for i, f := range ps.out {
		p.out[i] = &output{File: f, buffers: h.buffers}
	}
	p.exit = newExitWatch(pidfd)
	return p, nil
}

// fork starts the process from this thread or, where something must be set
// that children inherit, from a thread that has it set and dies afterwards:
// so it holds from the child's first instruction, and nowhere else.
func fork(path string, s job.Spec, attr *syscall.ProcAttr) (pid int, err error) {
	if s.Nice == nil && s.Affinity == nil {
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
func startError(s job.Spec, err error) error {
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
	case unix.ENOENT:
		return job.Errorf("", job.ENOENT, "%q: its interpreter is missing", s.Argv[0])
	}
	return job.Errorf("", job.CodeOf(no), "%q: %w", s.Argv[0], no)
}
