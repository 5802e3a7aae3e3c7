package tracker

import (
	"net"
	"net/netip"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

// port is an IPv4 address and TCP port that a tracker keeps for itself. While
// it does not listen, a socket stays bound there: clients are refused, as by a
// tracker that is down, but no one else is given the port by chance.
type port struct {
	addr netip.AddrPort // port 0 until a free one was taken
	held int            // the socket that is bound but does not listen, or -1
}

// reserve binds a socket to the address, and takes a free port if none is set.
func (p *port) reserve(op string) error {
	if p.held >= 0 {
		return nil
	}
	fd, err := bound(p.addr)
	if err != nil {
		return p.explain(op, err)
	}
	got, err := unix.Getsockname(fd)
	if err != nil {
		_ = unix.Close(fd)
		return p.explain(op, err)
	}
	p.held = fd
	p.addr = netip.AddrPortFrom(p.addr.Addr(), uint16(got.(*unix.SockaddrInet4).Port))
	return nil
}

// announceURL gives the URL at which the tracker will be. A port is taken and
// kept for it if there is none yet.
func (p *port) announceURL(op string) (string, error) {
	if p.addr.Port() == 0 {
		if err := p.reserve(op); err != nil {
			return "", err
		}
	}
	return announceURL(p.addr), nil
}

func announceURL(at netip.AddrPort) string { return "http://" + at.String() + "/announce" }

// check reports whether somebody listens at the port, which a tracker in
// another process is to take. A socket that is bound only does not count: such
// are the one that is held, and those of others who wait like this.
func (p *port) check(op string) error {
	fd, err := bound(p.addr)
	if err != nil {
		return p.explain(op, err)
	}
	return unix.Close(fd)
}

// listen makes the reserved port one that accepts connections.
func (p *port) listen(op string) (net.Listener, error) {
	if err := p.reserve(op); err != nil {
		return nil, err
	}
	if err := unix.Listen(p.held, unix.SOMAXCONN); err != nil {
		return nil, p.explain(op, err)
	}
	f := os.NewFile(uintptr(p.held), "tracker")
	p.held = -1
	defer f.Close() // the listener has a descriptor of its own
	l, err := net.FileListener(f)
	if err != nil {
		return nil, p.explain(op, err)
	}
	return listener{l.(*net.TCPListener)}, nil
}

// listener is one whose Close ends the listening itself. A child process that
// is just being started has a copy of the socket until its program runs; the
// port would count as in use for so long.
type listener struct{ *net.TCPListener }

func (l listener) Close() error {
	if raw, err := l.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { _ = unix.Shutdown(int(fd), unix.SHUT_RDWR) })
	}
	return l.TCPListener.Close()
}

// release gives the port up.
func (p *port) release() {
	if p.held >= 0 {
		_ = unix.Close(p.held)
		p.held = -1
	}
}

// explain says what can be done about an address that cannot be had.
func (p *port) explain(op string, err error) error {
	code := job.CodeOf(err)
	switch code {
	case job.EADDRINUSE:
		return job.Errorf(op, code, "another program listens on %v; end it, or give another port, or 0 for a free one: %w", p.addr, err)
	case "EADDRNOTAVAIL":
		return job.Errorf(op, code, "%v is no address of this machine: %w", p.addr.Addr(), err)
	case job.EACCES:
		return job.Errorf(op, code, "%v is not for this user; ports from 1024 on are: %w", p.addr, err)
	}
	return job.IOError(op, p.addr.String(), err)
}

// bound gives a TCP socket that is bound to addr and that no child inherits.
func bound(addr netip.AddrPort) (int, error) {
	syscall.ForkLock.RLock()
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err == nil {
		unix.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return -1, err
	}
	// Connections of an earlier run may still be closing.
	err = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1)
	if err == nil {
		err = unix.Bind(fd, &unix.SockaddrInet4{Port: int(addr.Port()), Addr: addr.Addr().As4()})
	}
	if err != nil {
		_ = unix.Close(fd)
		return -1, err
	}
	return fd, nil
}
