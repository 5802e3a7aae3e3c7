package guard

import (
	"bytes"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/proc"
)

// reap reaps the children that have ended, and tells of them.
func (g *guardian) reap() {
	for {
		var ws unix.WaitStatus
		var ru unix.Rusage
		pid, err := unix.Wait4(-1, &ws, unix.WNOHANG, &ru)
		if err == unix.EINTR {
			continue
		}
		if err != nil || pid == 0 {
			return
		}
		if c := g.children[pid]; c != nil {
			g.bury(pid, c, ws, ru)
			continue
		}
		if fd, known := g.strays[pid]; known {
			delete(g.strays, pid)
			unix.Close(fd)
		}
		g.findStrays()
		w := newWriter()
		w.integer(tellStray)
		g.tell(w)
	}
}

func (g *guardian) bury(pid int, c *child, ws unix.WaitStatus, ru unix.Rusage) {
	delete(g.children, pid)
	w := newWriter()
	w.integer(tellExit)
	w.number(c.id)
	w.number(uint64(ws))
	w.number(uint64(ru.Utime.Nano()))
	w.number(uint64(ru.Stime.Nano()))
	w.number(uint64(ru.Maxrss) << 10)
	w.integer(flag(g.findStrays()))
	g.tell(w)
	unix.Close(c.pidfd)
	if c.gone != nil {
		close(c.gone)
	}
}

// findStrays watches the children that were not forked here but came when they
// lost their parents. It reports whether there are any. One that comes while its
// job's process lives is found when that ends; until then nobody asks for it.
func (g *guardian) findStrays() bool {
	b := make([]byte, 4096)
	n, err := unix.Pread(g.list, b, 0)
	if n == 0 && err == nil {
		return false
	}
	for n == len(b) {
		b = make([]byte, 2*len(b))
		n, _ = unix.Pread(g.list, b, 0)
	}
	for f := range bytes.FieldsSeq(b[:n]) {
		pid, _ := strconv.Atoi(string(f))
		if _, known := g.strays[pid]; known {
			continue
		}
		if fd, err := unix.PidfdOpen(pid, 0); err == nil {
			g.strays[pid] = fd
			_ = g.poll.watch(fd)
		}
	}
	return true
}

// signal sends a signal to a process that was forked here, or to its group.
func (g *guardian) signal(pid int, sig syscall.Signal, group bool) unix.Errno {
	// As long as it is not reaped, its number is its own, and its group's. The
	// group may outlive it.
	alive := g.children[pid] != nil
	switch {
	case !group && alive:
		return errnoOf(unix.Kill(pid, sig))
	case group && (alive || populated(pid)):
		return errnoOf(unix.Kill(-pid, sig))
	}
	return unix.ESRCH
}

// populated reports whether a process that lost its parent, or one that came from
// it, is in the group.
func populated(group int) bool {
	for _, p := range proc.Family(proc.ChildrenOf(os.Getpid(), os.Getpid())...) {
		if p.Group == group {
			return true
		}
	}
	return false
}

// patient is after how many rounds the group is killed: to leave it before takes
// longer than most of them.
const patient = 8

// endAll kills all children, and those that come to be children by that, until
// there are none, and removes what the other process cannot.
func (g *guardian) endAll() {
	for round := 0; ; round++ {
		pids := proc.Children(os.Getpid())
		if len(pids) == 0 {
			break
		}
		if round == patient { // they are not to be caught one by one
			g.group.leave()
		}
		if round >= patient {
			g.group.kill()
		}
		for _, pid := range pids {
			if group, err := unix.Getpgid(pid); err == nil && group != unix.Getpgrp() {
				_ = unix.Kill(-group, unix.SIGKILL)
			}
			_ = unix.Kill(pid, unix.SIGKILL)
		}
		for _, pid := range pids {
			reap(pid)
		}
	}
	if g.closing { // the other process does the rest
		return
	}
	for _, dir := range g.folders {
		_ = os.RemoveAll(dir) // nobody is left to be told
	}
	g.group.leave()
	g.group.remove()
}

// reap waits for a child's end.
func reap(pid int) {
	for {
		if _, err := unix.Wait4(pid, nil, 0, nil); err != unix.EINTR {
			return
		}
	}
}
