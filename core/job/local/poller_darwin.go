package local

import (
	"errors"
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

// poller tells when descriptors have something to read. One goroutine waits for
// all of them, so that what is silent costs none.
type poller struct {
	queue int
	wake  [2]int // a pipe whose end ends the goroutine
	done  chan struct{}

	mu    sync.Mutex
	last  uint64
	known map[int]armed // by descriptor
}

// armed is what is to be called for a descriptor, and whose watch that is.
type armed struct {
	number uint64
	f      func()
}

// watch is that over one descriptor.
type watch struct {
	poller *poller
	number uint64
}

func newPoller() (*poller, error) {
	queue, err := unix.Kqueue()
	if err != nil {
		return nil, os.NewSyscallError("kqueue", err)
	}
	unix.CloseOnExec(queue)
	p := &poller{queue: queue, done: make(chan struct{}), known: map[int]armed{}}
	if err := openPipe(&p.wake); err != nil {
		unix.Close(queue)
		return nil, err
	}
	if err := p.change(p.wake[0], unix.EV_ADD); err != nil {
		p.shut()
		return nil, err
	}
	go p.run()
	return p, nil
}

func (p *poller) newWatch() watch {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last++
	return watch{p, p.last}
}

func (p *poller) change(fd, flags int) error {
	var e unix.Kevent_t
	unix.SetKevent(&e, fd, unix.EVFILT_READ, flags)
	_, err := unix.Kevent(p.queue, []unix.Kevent_t{e}, nil, nil)
	return os.NewSyscallError("kevent", err)
}

// arm has f called once, on a goroutine of its own, as soon as fd can be read or
// is at its end.
func (w watch) arm(fd int, f func()) error {
	p := w.poller
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known[fd] = armed{w.number, f}
	err := p.change(fd, unix.EV_ADD|unix.EV_ONESHOT)
	if err != nil {
		delete(p.known, fd)
	}
	return err
}

// disarm takes that back; it reports whether that was in time.
func (w watch) disarm(fd int) bool {
	p := w.poller
	p.mu.Lock()
	defer p.mu.Unlock()
	if a, known := p.known[fd]; !known || a.number != w.number {
		return false
	}
	delete(p.known, fd)
	_ = p.change(fd, unix.EV_DELETE) // it may have fired
	return true
}

// end is called before the descriptor is closed, which ends the watch.
func (w watch) end() {
	w.poller.mu.Lock()
	defer w.poller.mu.Unlock()
	for fd, a := range w.poller.known {
		if a.number == w.number {
			delete(w.poller.known, fd)
		}
	}
}

func (p *poller) run() {
	defer close(p.done)
	var events [64]unix.Kevent_t
	for {
		n, err := unix.Kevent(p.queue, nil, events[:], nil)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return
		}
		for _, e := range events[:n] {
			fd := int(e.Ident)
			if fd == p.wake[0] {
				return
			}
			p.mu.Lock()
			a, known := p.known[fd]
			delete(p.known, fd)
			p.mu.Unlock()
			if known {
				go a.f()
			}
		}
	}
}

func (p *poller) close() {
	unix.Close(p.wake[1])
	<-p.done
	p.wake[1] = -1
	p.shut()
}

func (p *poller) shut() {
	for _, fd := range []int{p.queue, p.wake[0], p.wake[1]} {
		if fd >= 0 {
			unix.Close(fd)
		}
	}
}
