package tracker

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

func TestOpentrackerLife(t *testing.T) {
	t.Parallel()
	ctx := soon(t)
	p := opened(t, Options{})
	require.ErrorIs(t, p.Wait(ctx), job.ECHILD)
	require.ErrorIs(t, p.Kill(job.SIGTERM), job.ESRCH)
	require.NoError(t, p.Stop(ctx))
	_, _, url := cutAddr(t, p)
	for range 5 {
		require.NoError(t, p.Start(ctx))
		require.True(t, p.Running())
		require.EqualError(t, p.Start(ctx), "tracker.start: EALREADY: the tracker runs already, on "+p.addr().String())
		now, cancel := context.WithTimeout(ctx, 0)
		defer cancel()
		require.ErrorIs(t, p.Wait(now), job.EINPROGRESS)
		require.NoError(t, p.Stop(ctx))
		require.False(t, p.Running())
		require.NoError(t, p.Wait(ctx))
		_, _, same := cutAddr(t, p)
		require.Equal(t, url, same)
	}
	for _, sig := range []job.Signal{job.SIGINT, job.SIGTERM, job.SIGKILL} {
		require.NoError(t, p.Start(ctx))
		require.NoError(t, p.Kill(sig))
		if sig == job.SIGKILL {
			require.False(t, p.Running())
		}
	}
	require.NoError(t, p.Start(ctx), "what was told to end is waited for")
	require.NoError(t, p.Kill(job.Signal(unix.SIGSTOP)))
	short, cancel := context.WithTimeout(ctx, 0)
	defer cancel()
	require.NoError(t, p.Stop(short), "a tracker that hangs is killed")
	require.False(t, p.Running())
	require.NoError(t, p.Destroy(ctx))
	checkStrings(t, opened(t, Options{}))
}

func TestOpentrackerAddressInUse(t *testing.T) {
	t.Parallel()
	ctx := soon(t)
	inUse := func(addr string) string {
		return "tracker.start: EADDRINUSE: another program listens on " + addr +
			"; end it, or give another port, or 0 for a free one: address already in use"
	}
	first := opened(t, Options{})
	require.NoError(t, first.Start(ctx))
	at := first.addr()
	second := opened(t, Options{IP: at.Addr().String(), Port: int(at.Port())})
	require.EqualError(t, second.Start(ctx), inUse(at.String()))
	require.ErrorIs(t, second.Start(ctx), unix.EADDRINUSE)
	require.NoError(t, first.Stop(ctx))
	require.NoError(t, second.Start(ctx), "a port that is held only is for who asks for it")
	require.EqualError(t, first.Start(ctx), inUse(at.String()))

	l, err := net.Listen("tcp4", loopback()+":0")
	require.NoError(t, err)
	defer l.Close()
	at = netip.MustParseAddrPort(l.Addr().String())
	third := opened(t, Options{IP: at.Addr().String(), Port: int(at.Port())})
	require.EqualError(t, third.Start(ctx), inUse(at.String()))
	require.NoError(t, l.Close())
	// Children that other tests start have the socket, too, until they run
	// their programs.
	require.Eventually(t, func() bool { return third.Start(ctx) == nil }, 30*time.Second, time.Millisecond)
	require.EqualError(t, opened(t, Options{IP: "203.0.113.9"}).Start(ctx),
		"tracker.start: EADDRNOTAVAIL: 203.0.113.9 is no address of this machine: cannot assign requested address")
}

// thief has someone take the port just before the program is started.
type thief struct {
	program
	t *testing.T
}

func (p thief) arguments(at netip.AddrPort) ([]string, error) {
	l, err := net.Listen("tcp4", at.String())
	require.NoError(p.t, err)
	p.t.Cleanup(func() { l.Close() })
	return p.program.arguments(at)
}

func TestOpentrackerLosesItsPort(t *testing.T) {
	t.Parallel()
	p := opened(t, Options{})
	p.program = thief{p.program, t}
	err := p.Start(soon(t))
	require.ErrorIs(t, err, job.EADDRINUSE)
	require.EqualError(t, err, "tracker.start: EADDRINUSE: another program took "+p.addr().String()+
		` meanwhile; opentracker#1 exited with code 111; its last words: "socket_bind6_reuse: Address already in use"`)
}

// TestOpentrackerCrashes has it end by a signal that nobody sent through p.
func TestOpentrackerCrashes(t *testing.T) {
	t.Parallel()
	ctx := soon(t)
	p := opened(t, Options{})
	torrent := anyTorrent()
	require.NoError(t, p.Allow(ctx, torrent))
	require.NoError(t, p.Start(ctx))
	pid, err := p.job.PID()
	require.NoError(t, err)
	require.NoError(t, unix.Kill(pid, unix.SIGKILL))
	require.EqualError(t, p.Wait(ctx), "tracker.wait: ESHCMD: the tracker ended though nobody stopped it; opentracker#1 was killed by KILL")
	require.False(t, p.Running())
	require.NoError(t, p.Stop(ctx))
	require.ErrorIs(t, p.Kill(job.SIGTERM), job.ESRCH)
	require.NoError(t, p.Allow(ctx, anyTorrent()))
	for range 10 {
		require.NoError(t, p.Start(ctx))
		served(t, p, torrent, true)
		require.NoError(t, p.job.Kill(job.SIGKILL))
		for p.Running() { // no longer than the kernel needs
			runtime.Gosched()
		}
	}
	require.NoError(t, p.Start(ctx), "right after a crash, too")
}

func TestOpentrackerLeavesNothing(t *testing.T) {
	t.Parallel()
	ctx := soon(t)
	p := opened(t, Options{})
	require.NoError(t, p.Start(ctx))
	pid, err := p.job.PID()
	require.NoError(t, err)
	dir := p.program.(*opentracker).dir
	require.DirExists(t, dir)
	require.True(t, strings.HasPrefix(dir, os.TempDir()))
	require.NoError(t, p.Destroy(ctx))
	require.NoError(t, p.Destroy(ctx))
	require.NoDirExists(t, dir)
	require.Equal(t, unix.ESRCH, unix.Kill(pid, 0))
	require.Equal(t, -1, p.port.held)
	require.False(t, p.Running())
	require.NoError(t, p.Stop(ctx))
	_, err = p.AnnounceURL()
	for op, err := range map[string]error{
		"tracker.start": p.Start(ctx), "tracker.wait": p.Wait(ctx), "tracker.kill": p.Kill(job.SIGTERM),
		"tracker.allow": p.Allow(ctx, [20]byte{}), "tracker.announce_url": err,
	} {
		require.EqualError(t, err, op+": EBADF: the tracker was destroyed")
	}
}

func TestOpentrackerOfClosedFactory(t *testing.T) {
	t.Parallel()
	p := opened(t, Options{})
	require.NoError(t, p.Start(soon(t)))
	require.NoError(t, p.job.Factory().Close())
	require.False(t, p.Running())
	require.EqualError(t, p.Start(soon(t)), "tracker.start: EBADF: opentracker#1 was destroyed")
}

// TestOpentrackerManyAtOnce has all methods called from all sides, and at last
// Destroy while others are at it.
func TestOpentrackerManyAtOnce(t *testing.T) {
	t.Parallel()
	p := opened(t, Options{})
	ctx := soon(t)
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			for n := range 10 {
				switch (i + n) % 6 {
				case 0, 3:
					_ = p.Start(ctx)
				case 1:
					_ = p.Stop(ctx)
				case 2:
					_ = p.Kill(job.SIGTERM)
				case 4:
					_ = p.Allow(ctx, anyTorrent())
				case 5:
					if _, err := p.AnnounceURL(); err != nil && !errors.Is(err, job.EBADF) {
						t.Error(err)
					}
					_ = p.String()
				}
				if i == 5 && n == 8 {
					if err := p.Destroy(ctx); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
	require.Empty(t, p.program.(*opentracker).dir)
	require.False(t, p.Running())
}
