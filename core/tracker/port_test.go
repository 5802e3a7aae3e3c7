package tracker

import (
	"net"
	"net/netip"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

func TestAddressInUse(t *testing.T) {
	t.Parallel()
	first := started(t, Options{})
	host, p, err := net.SplitHostPort(address(t, first))
	require.NoError(t, err)
	port, err := strconv.Atoi(p)
	require.NoError(t, err)

	second := NewBuiltin(Options{IP: host, Port: port})
	defer second.Destroy(soon(t))
	err = second.Start(soon(t))
	require.EqualError(t, err, "tracker.start: EADDRINUSE: another program listens on "+host+":"+p+
		"; end it, or give another port, or 0 for a free one: address already in use")
	require.ErrorIs(t, err, job.EADDRINUSE)
	require.ErrorIs(t, err, syscall.EADDRINUSE)

	require.NoError(t, first.Stop(soon(t)))
	require.NoError(t, second.Start(soon(t)), "who asks for a port that nobody listens on gets it")
	require.ErrorIs(t, first.Start(soon(t)), job.EADDRINUSE)
}

// TestPortIsKept asks for the port as the system does for a program that wants
// any free one: it counts as taken from the first use of the URL to Destroy.
func TestPortIsKept(t *testing.T) {
	t.Parallel()
	ctx := soon(t)
	b := NewBuiltin(Options{IP: loopback()})
	address(t, b)
	require.Equal(t, unix.EADDRINUSE, bindAlone(b.port.addr))
	require.NoError(t, b.Start(ctx))
	require.NoError(t, b.Stop(ctx))
	require.Equal(t, unix.EADDRINUSE, bindAlone(b.port.addr))
	require.NoError(t, b.Destroy(ctx))
	require.NoError(t, bindAlone(b.port.addr))
}

// bindAlone binds a socket that shares its address with no other.
func bindAlone(addr netip.AddrPort) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	unix.CloseOnExec(fd)
	defer unix.Close(fd)
	return unix.Bind(fd, &unix.SockaddrInet4{Port: int(addr.Port()), Addr: addr.Addr().As4()})
}

// TestPortIsFreeAtOnce has a copy of the listening socket around, as a child has
// that is just being started.
func TestPortIsFreeAtOnce(t *testing.T) {
	t.Parallel()
	p := port{addr: netip.MustParseAddrPort(loopback() + ":0"), held: -1}
	l, err := p.listen("")
	require.NoError(t, err)
	copied, err := l.(listener).File()
	require.NoError(t, err)
	defer copied.Close()
	require.ErrorIs(t, p.check(""), job.EADDRINUSE)
	require.NoError(t, l.Close())
	require.NoError(t, p.check(""))
}

func TestPrivilegedPort(t *testing.T) {
	t.Parallel()
	p := port{addr: netip.MustParseAddrPort("127.0.0.1:80")}
	require.EqualError(t, p.explain("tracker.start", unix.EACCES),
		"tracker.start: EACCES: 127.0.0.1:80 is not for this user; ports from 1024 on are: permission denied")
	require.EqualError(t, p.explain("tracker.start", unix.EMFILE),
		"tracker.start: EMFILE: 127.0.0.1:80: too many open files")
}
