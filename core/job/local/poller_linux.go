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
	known map[int32]func() // by descriptor; nil: nothing is to be called
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
	p := &poller{file: os.NewFile(uintptr(fd), "epoll"), fd: fd, done: make(chan struct{}), known: map[int32]func(){}}
	if p.raw, err = p.file.SyscallConn(); err != nil {
		p.file.Close()
		return nil, err
	}
	go p.run()
	return p, nil
}

// watch has f called once, on a goroutine of its own, as soon as fd can be read
// or is at its end.
func (p *poller) watch(fd int, f func()) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	op := unix.EPOLL_CTL_ADD
	if _, known := p.known[int32(fd)]; known {
		op = unix.EPOLL_CTL_MOD
	}
	e := unix.EpollEvent{Events: unix.EPOLLIN | unix.EPOLLONESHOT, Fd: int32(fd)}
	if err := unix.EpollCtl(p.fd, op, fd, &e); err != nil {
		return os.NewSyscallError("epoll_ctl", err)
	}
	p.known[int32(fd)] = f
	return nil
}

// unwatch takes back a watch; it reports whether that was in time.
func (p *poller) unwatch(fd int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known[int32(fd)] == nil {
		return false
	}
	p.known[int32(fd)] = nil
	unix.EpollCtl(p.fd, unix.EPOLL_CTL_MOD, fd, &unix.EpollEvent{Events: unix.EPOLLONESHOT, Fd: int32(fd)})
	return true
}

// forget has to be called before fd is closed: a child that is about to exec
// holds it a moment longer, and with it the watch of a number that may be
// another's by then.
func (p *poller) forget(fd int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.known[int32(fd)]; known {
		delete(p.known, int32(fd))
		unix.EpollCtl(p.fd, unix.EPOLL_CTL_DEL, fd, nil)
	}
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
			f := p.known[e.Fd]
			if f != nil {
				p.known[e.Fd] = nil
			}
			p.mu.Unlock()
			if f != nil {
				go f()
			}
		}
	}
}

func (p *poller) close() {
	p.file.Close()
	<-p.done
}
