package guard

import (
	"errors"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

func stageOf(err error) Stage {
	var at *StartError
	switch {
	case errors.As(err, &at):
		return at.Stage
	case errors.Is(err, errCut):
		return Handing
	}
	return Starting
}

func errnoOf(err error) (no unix.Errno) {
	switch {
	case err == nil:
	case errors.Is(err, errCut):
		no = unix.EMFILE
	case !errors.As(err, &no):
		no = unix.EINVAL
	}
	return no
}

const markRlim = 10 // RLIMIT_LOCKS, which has that name

// start forks a process that has fds, in their order, as the command says.
func (g *guardian) start(c *Command, fds []int) (int, error) {
	files := make([]uintptr, len(c.Files))
	for i, missing := range c.Files {
		files[i] = ^uintptr(0)
		if missing == 0 {
			if len(fds) == 0 {
				return 0, errCut
			}
			files[i], fds = uintptr(fds[0]), fds[1:]
		}
	}
	sys := &syscall.SysProcAttr{
		// The leader of a session leads a group as well.
		Setpgid: !c.Terminal, Setsid: c.Terminal, Setctty: c.Terminal,
		Pdeathsig: syscall.SIGKILL,
	}
	attr := &syscall.ProcAttr{Dir: c.Dir, Env: c.Env, Files: files, Sys: sys}
	if c.Nice == nil && len(c.Affinity) == 0 {
		return g.fork(c, attr, &child{id: c.ID})
	}
	// What children inherit from their thread is set in one of its own, which
	// has to last as long as the child.
	type result struct {
		pid int
		err error
	}
	done, ch := make(chan result), &child{id: c.ID, gone: make(chan struct{})}
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		var r result
		if r.err = inheritable(c); r.err == nil {
			r.pid, r.err = g.fork(c, attr, ch)
		}
		done <- r
		if r.err == nil {
			<-ch.gone
		}
	}()
	r := <-done
	return r.pid, r.err
}

// inheritable sets what c asks for in the calling thread.
func inheritable(c *Command) error {
	if c.Nice != nil {
		if err := unix.Setpriority(unix.PRIO_PROCESS, 0, *c.Nice); err != nil {
			return &StartError{Nice, errnoOf(err)}
		}
	}
	if len(c.Affinity) == 0 {
		return nil
	}
	var set unix.CPUSet
	for _, cpu := range c.Affinity {
		set.Set(cpu)
	}
	if err := unix.SchedSetaffinity(0, &set); err != nil {
		return &StartError{Affinity, errnoOf(err)}
	}
	return nil
}

// fork starts the process.
func (g *guardian) fork(c *Command, attr *syscall.ProcAttr, ch *child) (pid int, err error) {
	g.mark.Cur = c.ID
	_ = unix.Prlimit(0, markRlim, &g.mark, nil) // where it is limited, there are other marks
	attr.Sys.PidFD = &ch.pidfd
	if pid, err = execute(c.Path, c.Argv, attr); err != nil {
		return 0, err
	}
	g.children[pid] = ch
	if err := g.poll.watch(ch.pidfd); err != nil { // a kernel before 5.3 gives none
		_ = unix.Kill(pid, unix.SIGKILL)
		return 0, err
	}
	return pid, nil
}
