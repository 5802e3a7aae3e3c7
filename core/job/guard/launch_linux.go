package guard

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// launch starts this program once more, in a session of its own: what ends the
// one of this process, a Ctrl-C say, does not end it.
func (g *Guardian) launch() (err error) {
	var ours, theirs [lastFD + 1]int
	defer func() {
		closeAll(theirs[:]...)
		if err != nil {
			closeAll(ours[:]...)
		}
	}()
	if theirs[0], err = unix.Open(os.DevNull, unix.O_RDWR|unix.O_CLOEXEC, 0); err != nil {
		return err
	}
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("socketpair", err)
	}
	ours[startsFD], theirs[startsFD] = ends[0], ends[1]
	for _, fd := range []int{repliesFD, controlFD, eventsFD} {
		if err := unix.Pipe2(ends[:], unix.O_CLOEXEC); err != nil {
			return os.NewSyscallError("pipe2", err)
		}
		if fd == controlFD { // the only one that is written here
			ends[0], ends[1] = ends[1], ends[0]
		}
		ours[fd], theirs[fd] = ends[0], ends[1]
	}
	files := []uintptr{uintptr(theirs[0]), uintptr(theirs[0]), 2} // with its standard error it can tell why it fails
	for _, fd := range theirs[startsFD:] {
		files = append(files, uintptr(fd))
	}
	if err = g.exec(files); err != nil && g.group != "" { // not everybody may start a process in a group
		g.group.remove()
		g.group = ""
		err = g.exec(files)
	}
	if err != nil {
		return err
	}
	g.starts, g.replies = ours[startsFD], mailbox{fd: ours[repliesFD]}
	// These two are watched by the runtime's poller.
	for _, fd := range []int{controlFD, eventsFD} {
		_ = unix.SetNonblock(ours[fd], true)
	}
	g.control, g.events = os.NewFile(uintptr(ours[controlFD]), "control"), os.NewFile(uintptr(ours[eventsFD]), "events")
	return nil
}

// exec starts the program.
func (g *Guardian) exec(files []uintptr) (err error) {
	sys := &syscall.SysProcAttr{Setsid: true}
	if g.group != "" {
		dir, err := os.Open(string(g.group))
		if err != nil {
			return err
		}
		defer dir.Close()
		sys.UseCgroupFD, sys.CgroupFD = true, int(dir.Fd())
	}
	g.pid, err = syscall.ForkExec("/proc/self/exe", []string{name, string(g.group)}, &syscall.ProcAttr{Env: os.Environ(), Sys: sys, Files: files})
	return err
}

// closeAll closes those of the descriptors that there are.
func closeAll(fds ...int) {
	for _, fd := range fds {
		if fd > 0 {
			unix.Close(fd)
		}
	}
}
