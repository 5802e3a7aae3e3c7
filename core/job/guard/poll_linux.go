package guard

import (
	"os"

	"golang.org/x/sys/unix"
)

// poll waits for many descriptors at once.
type poll struct {
	fd     int
	events []unix.EpollEvent
	ready  []int
}

func newPoll() (poll, error) {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	return poll{fd: fd, events: make([]unix.EpollEvent, 64)}, os.NewSyscallError("epoll_create1", err)
}

func (p *poll) watch(fd int) error {
	err := unix.EpollCtl(p.fd, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)})
	return os.NewSyscallError("epoll_ctl", err)
}

func (p *poll) forget(fd int) { _ = unix.EpollCtl(p.fd, unix.EPOLL_CTL_DEL, fd, nil) }

// wait gives the descriptors that have something to read, or are at their ends.
func (p *poll) wait() []int {
	p.ready = p.ready[:0]
	n, _ := unix.EpollWait(p.fd, p.events, -1)
	for _, e := range p.events[:max(n, 0)] {
		p.ready = append(p.ready, int(e.Fd))
	}
	return p.ready
}
