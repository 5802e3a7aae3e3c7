package local

import (
	"os"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// poller tells when descriptors have something to read. One goroutine waits for
// all of them, so that what is silent costs none.
type poller struct {
	file *os.File // the epoll descriptor, itself watched by the runtime's poller
	raw  syscall.RawConn
	fd   int
	done chan struct{} // closed when the goroutine has ended

	mu    sync.Mutex
	last  uint64            // number of a watch
	known map[uint64]func() // by the numbers of those that are on; nil: nothing is to be called
}

// watch is that over one descriptor. Its number tells it apart: the descriptor's
// may be another's while a child that is about to exec holds the old one open,
// and with it the watch.
type watch struct {
	poller *poller
	number uint64
}

func (p *poller) newWatch() watch {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last++
	return watch{p, p.last}
}

func newPoller() (*poller, error) {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("epoll_create1", err)
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		unix.Close(fd)
		return nil, err
	}
	p := &poller{file: os.NewFile(uintptr(fd), "epoll"), fd: fd, done: make(chan struct{}), known: map[uint64]func(){}}
	if p.raw, err = p.file.SyscallConn(); err != nil {
		p.file.Close()
		return nil, err
	}
	go p.run()
	return p, nil
}

// arm has f called once, as soon as fd can be read or is at its end: then at
// once, else on a goroutine of its own.
func (w watch) arm(fd int, f func()) error {
	p := w.poller
	p.mu.Lock()
	defer p.mu.Unlock()
	op := unix.EPOLL_CTL_ADD
	if _, known := p.known[w.number]; known {
		op = unix.EPOLL_CTL_MOD
	}
	if err := unix.EpollCtl(p.fd, op, fd, w.event(unix.EPOLLIN)); err != nil {
		return os.NewSyscallError("epoll_ctl", err)
	}
	p.known[w.number] = f
	return nil
}

func (w watch) event(events uint32) *unix.EpollEvent {
	return &unix.EpollEvent{Events: events | unix.EPOLLONESHOT, Fd: int32(w.number), Pad: int32(w.number >> 32)}
}

// disarm takes that back; it reports whether that was in time.
func (w watch) disarm(fd int) bool {
	p := w.poller
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known[w.number] == nil {
		return false
	}
	p.known[w.number] = nil
	unix.EpollCtl(p.fd, unix.EPOLL_CTL_MOD, fd, w.event(0))
	return true
}

// end is called before the descriptor is closed.
func (w watch) end() {
	w.poller.mu.Lock()
	defer w.poller.mu.Unlock()
	delete(w.poller.known, w.number)
}

func (p *poller) run() {
	defer close(p.done)
	var events [64]unix.EpollEvent
	for {
		var n int
		err := p.raw.Read(func(fd uintptr) bool {
			var err error
			n, err = unix.EpollWait(int(fd), events[:], 0)
			return n > 0 || err != nil && err != unix.EINTR
		})
		if err != nil || n < 0 {
			return
		}
		for _, e := range events[:n] {
			p.mu.Lock()
			number := uint64(uint32(e.Pad))<<32 | uint64(uint32(e.Fd))
			f := p.known[number]
			if f != nil {
				p.known[number] = nil
			}
			p.mu.Unlock()
			switch {
			case f == nil:
			case e.Events&(unix.EPOLLIN|unix.EPOLLHUP) == unix.EPOLLHUP:
				f() // at the end of an empty pipe there is nothing to wait for
			default:
				go f()
			}
		}
	}
}

func (p *poller) close() {
	p.file.Close()
	<-p.done
}
