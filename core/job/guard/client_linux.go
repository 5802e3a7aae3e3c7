package guard

import (
	"bufio"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/proc"
)

// Guardian is this process's end of one. Its methods may be called from any
// goroutine.
type Guardian struct {
	pid   int
	users int    // under the lock of one
	first uint64 // of the IDs
	group group

	starting sync.Mutex // held from a start to its reply
	starts   int
	replies  mailbox

	control *os.File
	writing sync.Mutex
	events  *os.File
	ended   chan struct{} // closed when the guardian is gone, and all that was told of it

	mu      sync.Mutex
	last    uint64 // of the IDs
	asked   uint64 // the newest question's number
	closing bool
	lost    bool
	live    map[uint64]func(Exit)
	answers map[uint64]chan unix.Errno
	strays  chan struct{} // closed when something changes about those that lost their parents
	folders map[string]bool
}

// idRange is how many IDs a guardian has: no other's are among them.
const idRange = 1 << 32

// one is the guardian of this process; nil: there is none.
var one struct {
	sync.Mutex
	g *Guardian
}

// Open gives the guardian of this process, and starts it if there is none or it
// was killed. It ends when it was closed as often as it was opened. This process
// becomes a subreaper by that: to it come the processes of a guardian that was
// killed.
func Open() (*Guardian, error) {
	one.Lock()
	defer one.Unlock()
	if one.g == nil || one.g.Lost() {
		g, err := begin()
		if err != nil {
			return nil, err
		}
		if one.g != nil { // what it would have removed is the new one's
			one.g.mu.Lock()
			for dir := range one.g.folders {
				g.Keep(dir)
			}
			one.g.mu.Unlock()
		}
		one.g = g
	}
	one.g.users++
	return one.g, nil
}

func begin() (*Guardian, error) {
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return nil, os.NewSyscallError("prctl", err)
	}
	first := uint64(rand.Uint32()>>2|1) * idRange
	g := &Guardian{
		first: first, last: first,
		group: makeGroup(groupPrefix + strconv.Itoa(os.Getpid()) + "-" + strconv.FormatUint(first/idRange, 16)),
		ended: make(chan struct{}), strays: make(chan struct{}),
		live: map[uint64]func(Exit){}, answers: map[uint64]chan unix.Errno{}, folders: map[string]bool{},
	}
	if err := g.launch(); err != nil {
		g.group.remove()
		return nil, err
	}
	go g.listen()
	return g, nil
}

// PID gives the guardian's process number.
func (g *Guardian) PID() int { return g.pid }

// Start starts a process. Its descriptors are the caller's to close. ended is
// called once, on a goroutine of its own, when it has ended, even before Start
// returns. Errors: a *StartError, or ErrLost.
func (g *Guardian) Start(c Command, ended func(Exit)) (pid int, id uint64, err error) {
	g.mu.Lock()
	if g.lost || g.closing {
		g.mu.Unlock()
		return 0, 0, ErrLost
	}
	g.last++
	c.ID = g.last
	g.live[c.ID] = ended
	g.mu.Unlock()
	if pid, err = g.start(&c); err != nil {
		g.mu.Lock()
		delete(g.live, c.ID)
		g.mu.Unlock()
	}
	return pid, c.ID, err
}

func (g *Guardian) start(c *Command) (pid int, err error) {
	if !filepath.IsAbs(c.Dir) { // the guardian's own folder may be another
		wd, err := unix.Getwd()
		if err != nil {
			return 0, &StartError{Folder, errnoOf(err)}
		}
		c.Dir = filepath.Join(wd, c.Dir)
	}
	var fds []int
	for _, fd := range c.Files {
		if fd >= 0 {
			fds = append(fds, fd)
		}
	}
	g.starting.Lock()
	defer g.starting.Unlock()
	switch err := send(g.starts, c.encode(), fds...); {
	case errors.Is(err, unix.EPIPE), errors.Is(err, unix.ECONNRESET):
		return 0, ErrLost
	case err != nil:
		return 0, &StartError{Handing, errnoOf(err)}
	}
	var frames []string
	for len(frames) == 0 {
		if frames, err = g.replies.receive(); err != nil {
			return 0, ErrLost
		}
	}
	r := reader{frames[0]}
	pid = r.integer()
	stage, no := Stage(r.integer()), unix.Errno(r.integer())
	if no != 0 {
		return 0, &StartError{stage, no}
	}
	return pid, nil
}

// Signal sends a signal to a process that was started here, or to its group.
// ESRCH once it was reaped, or the group has nobody in it.
func (g *Guardian) Signal(pid int, sig unix.Signal, group bool) error {
	answer := make(chan unix.Errno, 1)
	g.mu.Lock()
	if g.lost {
		g.mu.Unlock()
		return unix.ESRCH
	}
	g.asked++
	n := g.asked
	g.answers[n] = answer
	g.mu.Unlock()
	w := newWriter()
	w.integer(opSignal)
	w.number(n)
	w.integer(pid)
	w.integer(int(sig))
	w.integer(flag(group))
	g.ask(w)
	if no := <-answer; no != 0 {
		return no
	}
	return nil
}

func (g *Guardian) ask(w *writer) {
	g.writing.Lock()
	defer g.writing.Unlock()
	_, _ = g.control.Write(w.frame()) // of one that is gone, listen tells
}

// Keep has the guardian remove a folder, with what is in it, should this process
// end without having called Forget or Close.
func (g *Guardian) Keep(dir string) { g.folder(opKeep, dir) }

// Forget takes back what Keep did.
func (g *Guardian) Forget(dir string) { g.folder(opForget, dir) }

func (g *Guardian) folder(op int, dir string) {
	g.mu.Lock()
	if op == opKeep {
		g.folders[dir] = true
	} else {
		delete(g.folders, dir)
	}
	g.mu.Unlock()
	w := newWriter()
	w.integer(op)
	w.text(dir)
	g.ask(w)
}

// Strays gives the processes that came from what was started here and lost their
// parents, each with all that came from it; and a channel that is closed when
// this may have changed. Where there are none, it costs the reading of one file.
func (g *Guardian) Strays() ([]proc.Process, <-chan struct{}) {
	roots, changed := g.adopted()
	return families(roots, func() []int {
		more, _ := g.adopted()
		return more
	}), changed
}

// families gives processes with all that came from them. One that ends while it is
// looked at leaves its children to the guardian: more is asked for them until there
// are no others.
func families(roots []int, more func() []int) (all []proc.Process) {
	seen := map[int]bool{}
	for len(roots) > 0 {
		for _, p := range proc.Family(roots...) {
			if !seen[p.PID] {
				all = append(all, p)
			}
			seen[p.PID] = true
		}
		for _, pid := range roots {
			seen[pid] = true
		}
		roots = slices.DeleteFunc(more(), func(pid int) bool { return seen[pid] })
	}
	return all
}

// adopted gives the numbers of the processes that came to the guardian when they
// lost their parents.
func (g *Guardian) adopted() (pids []int, changed <-chan struct{}) {
	g.mu.Lock()
	changed, lost := g.strays, g.lost
	g.mu.Unlock()
	if lost {
		return nil, changed
	}
	return proc.ChildrenOf(g.pid, g.pid), changed
}

// unmarked gives the strays that no longer have the mark of what was started here,
// once grace has passed or there are none.
func (g *Guardian) unmarked(grace time.Duration) []proc.Process {
	timeout := time.After(grace)
	unmarked := func(roots []int) []int {
		return slices.DeleteFunc(roots, func(pid int) bool {
			id, ok := proc.Process{PID: pid}.Limit(Mark)
			return ok && g.Started(id)
		})
	}
	for over := false; ; {
		roots, changed := g.adopted()
		left := families(unmarked(roots), func() []int {
			more, _ := g.adopted()
			return unmarked(more)
		})
		if len(left) == 0 || over {
			return left
		}
		select {
		case <-changed:
		case <-timeout:
			over = true // one whose end was not told is gone now
		}
	}
}

// listen hears what the guardian tells, until it is gone.
func (g *Guardian) listen() {
	defer close(g.ended)
	in := bufio.NewReader(g.events)
	for {
		frame, err := readFrame(in)
		if err != nil {
			break
		}
		g.hear(reader{frame})
	}
	g.bereave()
}

func (g *Guardian) hear(r reader) {
	switch r.integer() {
	case tellAnswer:
		n, no := r.number(), unix.Errno(r.integer())
		g.mu.Lock()
		answer := g.answers[n]
		delete(g.answers, n)
		g.mu.Unlock()
		answer <- no
	case tellExit:
		id := r.number()
		e := Exit{
			Status: unix.WaitStatus(r.number()),
			User:   time.Duration(r.number()), Sys: time.Duration(r.number()),
			MaxRSS: int64(r.number()), Left: r.integer() != 0,
		}
		g.mu.Lock()
		ended := g.live[id]
		delete(g.live, id)
		g.mu.Unlock()
		if ended != nil { // else its start has failed
			go ended(e)
		}
	case tellStray:
		g.mu.Lock()
		close(g.strays)
		g.strays = make(chan struct{})
		g.mu.Unlock()
	}
}

// Lost reports whether the guardian is gone.
func (g *Guardian) Lost() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.lost
}

// closeTime is how long what is killed may take to be gone: longer only if the
// system itself holds it up.
const closeTime = 10 * time.Second

// Close is called by each who called Open. The last one has the guardian kill
// what it still runs, and waits until it has ended. Before that it hands to found
// the strays that no mark tells the origin of, if there are any and they do not
// end within grace by themselves.
func (g *Guardian) Close(grace time.Duration, found func([]proc.Process)) error {
	one.Lock()
	g.users--
	last := g.users == 0
	if last && one.g == g {
		one.g = nil
	}
	one.Unlock()
	if !last {
		return nil
	}
	if left := g.unmarked(grace); len(left) > 0 {
		found(left)
	}
	g.mu.Lock()
	g.closing = true
	g.mu.Unlock()
	g.starting.Lock() // no start is under way, nor will one be
	closeAll(g.starts, g.replies.fd)
	g.starts, g.replies.fd = -1, -1
	g.starting.Unlock()
	w := newWriter()
	w.integer(opClose)
	g.ask(w)
	select {
	case <-g.ended:
	case <-time.After(closeTime):
		return errors.New("processes that were killed did not end within " + closeTime.String())
	}
	return errors.Join(g.control.Close(), g.events.Close())
}

// Started reports whether the guardian gave a process this ID.
func (g *Guardian) Started(id uint64) bool { return id > g.first && id <= g.first+idRange }
