package guard

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// A process that was started to be a guardian never gets to main.
func init() {
	if len(os.Args) == 2 && os.Args[0] == name {
		syscall.Exit(run(group(os.Args[1]))) // nothing is to be flushed: the race detector would sleep for that
	}
}

// guardian is the state of the process that is one. All of it belongs to one
// thread: no process is reaped, and its number another's, while it is looked at.
type guardian struct {
	group group
	poll  poll
	mark  unix.Rlimit

	children map[int]*child // that were forked here, by their numbers, until they are reaped
	strays   map[int]int    // that came here otherwise, with their descriptors
	list     int            // the open list of the main thread's children

	starts  inbox
	control mailbox
	folders []string
	closing bool // the other process waits for the end of this one
}

// child is a process that was forked here.
type child struct {
	id    uint64
	pidfd int
	gone  chan struct{} // closed when it is reaped, if a thread waits for that
}

func run(g group) int {
	me := &guardian{
		group: g, children: map[int]*child{}, strays: map[int]int{},
		starts: newInbox(startsFD), control: mailbox{fd: controlFD},
	}
	if err := me.settle(); err != nil {
		fmt.Fprintln(os.Stderr, "tlua: the guardian:", err)
		return 1
	}
	// A child is killed when the thread ends that forked it: this one does not
	// before all is over. It is not the main thread, to which come the processes
	// that lose their parents: so they are told apart.
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		me.serve()
		me.endAll()
	}()
	<-done
	return 0
}

// settle makes the process what only a guardian is.
func (g *guardian) settle() (err error) {
	for _, fd := range []int{startsFD, repliesFD, controlFD, eventsFD} {
		if _, err := unix.FcntlInt(uintptr(fd), unix.F_SETFD, unix.FD_CLOEXEC); err != nil {
			return errors.New("it is started by tlua itself, never by hand")
		}
	}
	// The jobs have the descriptors that they are given, and none that this
	// process or the one before it inherited.
	_ = unix.CloseRange(lastFD+1, 1<<31-1, unix.CLOSE_RANGE_CLOEXEC) // a kernel before 5.11 cannot
	if g.poll, err = newPoll(); err != nil {
		return err
	}
	if err := errors.Join(g.poll.watch(startsFD), g.poll.watch(controlFD)); err != nil {
		return err
	}
	if g.list, err = unix.Open(fmt.Sprintf("/proc/self/task/%d/children", os.Getpid()), unix.O_RDONLY|unix.O_CLOEXEC, 0); err != nil {
		return fmt.Errorf("the list of its children: %w", err)
	}
	_ = unix.Prlimit(0, markRlim, nil, &g.mark)
	_ = os.WriteFile("/proc/self/comm", []byte(name), 0) // it would be "exe"
	return os.NewSyscallError("prctl", unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
}

// serve does what it is asked for until the other process is gone.
func (g *guardian) serve() {
	for {
		for _, fd := range g.poll.wait() {
			switch fd {
			case startsFD:
				g.serveStart()
			case controlFD:
				if !g.serveControl() {
					return
				}
			default: // a process has ended
				g.reap()
			}
		}
	}
}

func (g *guardian) serveStart() {
	frame, fds, err := g.starts.next()
	if len(frame) == 0 {
		g.poll.forget(startsFD) // the control pipe ends as well
		return
	}
	pid := 0
	if err == nil {
		pid, err = g.start(decode(frame), fds)
	}
	w := newWriter()
	w.integer(pid)
	w.integer(int(stageOf(err)))
	w.integer(int(errnoOf(err)))
	_ = writeAll(repliesFD, w.frame()) // no one to be told that there is no one
	for _, fd := range fds {
		unix.Close(fd)
	}
}

// What the other process asks for on the control pipe.
const (
	opSignal = iota // number, pid, signal, whether the group is meant; is answered
	opKeep          // a folder that is to be removed at the end
	opForget        // it is gone already
	opClose         // the end is wanted
)

// What it is told.
const (
	tellAnswer = iota // number, errno
	tellExit          // id, status, times, size, whether anything is left
	tellStray         // a process that had lost its parent was reaped
)

// serveControl reports whether the other process is there, and goes on.
func (g *guardian) serveControl() bool {
	frames, err := g.control.receive()
	for _, frame := range frames {
		r := reader{frame}
		switch r.integer() {
		case opSignal:
			n, pid, sig, group := r.number(), r.integer(), syscall.Signal(r.integer()), r.integer() != 0
			w := newWriter()
			w.integer(tellAnswer)
			w.number(n)
			w.integer(int(g.signal(pid, sig, group)))
			g.tell(w)
		case opKeep:
			g.folders = append(g.folders, r.text())
		case opForget:
			if i := slices.Index(g.folders, r.text()); i >= 0 {
				g.folders = slices.Delete(g.folders, i, i+1)
			}
		case opClose:
			g.closing = true
			return false
		}
	}
	return err == nil
}

func (g *guardian) tell(w *writer) {
	_ = writeAll(eventsFD, w.frame()) // one that is gone is told nothing
}
