package tracker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
)

func TestLifecycle(t *testing.T) {
	t.Parallel()
	ctx := soon(t)
	b := NewBuiltin(Options{IP: loopback()})
	require.False(t, b.Running())
	require.NoError(t, b.Stop(ctx))
	require.EqualError(t, b.Wait(ctx), "tracker.wait: ECHILD: the tracker was never started")
	require.EqualError(t, b.Kill(job.SIGKILL), "tracker.kill: ESRCH: the tracker does not run")
	require.NoError(t, b.Allow(ctx, [20]byte{}))

	addr := address(t, b)
	for range 3 {
		_, err := net.Dial("tcp4", addr)
		require.ErrorIs(t, err, syscall.ECONNREFUSED)
		require.NoError(t, b.Start(ctx))
		require.True(t, b.Running())
		require.Equal(t, "d5:filesdee", body(t, addr, "/scrape"))
		require.EqualError(t, b.Start(ctx), "tracker.start: EALREADY: the tracker runs already, on "+addr)

		now, cancel := context.WithTimeout(ctx, 0)
		defer cancel()
		err = b.Wait(now)
		require.ErrorIs(t, err, job.EINPROGRESS)
		require.NoError(t, b.Stop(ctx))
		require.False(t, b.Running())
		require.NoError(t, b.Wait(now))
		require.NoError(t, b.Stop(ctx))
		require.Equal(t, addr, address(t, b))
	}

	require.NoError(t, b.Destroy(ctx))
	require.NoError(t, b.Destroy(ctx))
	require.NoError(t, b.Stop(ctx))
	_, err := b.AnnounceURL()
	for op, err := range map[string]error{
		"tracker.start": b.Start(ctx), "tracker.wait": b.Wait(ctx), "tracker.kill": b.Kill(job.SIGTERM),
		"tracker.allow": b.Allow(ctx, [20]byte{}), "tracker.announce_url": err,
	} {
		require.EqualError(t, err, op+": EBADF: the tracker was destroyed")
	}
}

func TestStartHeedsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	b := NewBuiltin(Options{})
	require.ErrorIs(t, b.Start(ctx), job.ECANCELED)
	require.False(t, b.Running())

	started := started(t, Options{})
	require.ErrorIs(t, started.Wait(ctx), job.ECANCELED)
}

func TestBadOptions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		o   Options
		err string
	}{
		{Options{IP: "localhost"}, `EINVAL: option 'ip': an IPv4 address such as 127.0.0.1 expected, got "localhost"`},
		{Options{IP: "::1"}, `EINVAL: option 'ip': an IPv4 address such as 127.0.0.1 expected, got "::1"`},
		{Options{Port: -1}, "EINVAL: option 'port': a number of 0..65535 expected, got -1"},
		{Options{Port: 65536}, "EINVAL: option 'port': a number of 0..65535 expected, got 65536"},
		{Options{Interval: -time.Second}, "EINVAL: option 'interval_s': 1 s or more expected, got -1s"},
		{Options{IP: "203.0.113.9"}, "EADDRNOTAVAIL: 203.0.113.9 is no address of this machine: cannot assign requested address"},
	} {
		b := NewBuiltin(c.o)
		require.EqualError(t, b.Start(soon(t)), "tracker.start: "+c.err)
		_, err := b.AnnounceURL()
		require.EqualError(t, err, "tracker.announce_url: "+c.err)
	}
}

// broken is a listener that fails.
type broken struct{ net.Listener }

func (broken) Accept() (net.Conn, error) { return nil, unix.EIO }

// TestFailure has the tracker end though nobody stopped it.
func TestFailure(t *testing.T) {
	t.Parallel()
	events := make(observer, 10)
	b := NewBuiltin(Options{Observer: events})
	l, err := net.Listen("tcp4", loopback()+":0")
	require.NoError(t, err)
	b.run = newRun(b.web, b.patience)
	b.run.server.ErrorLog.Print("http: words of the server")
	go b.serve(b.run, broken{l})
	require.EqualError(t, b.Wait(soon(t)), "tracker.wait: EIO: "+l.Addr().String()+": input/output error")
	require.False(t, b.Running())
	require.NoError(t, b.Destroy(soon(t)))
	events.await(t, "the server's words", func(e event.Event) bool { return e.Text == "tracker: http: words of the server" })
}

func TestStopKeepsAndKillForgets(t *testing.T) {
	t.Parallel()
	ctx := soon(t)
	b := started(t, Options{})
	addr := address(t, b)
	body(t, addr, "/announce?"+query("H", "a", 7, "&left=1&event=started"))
	require.NoError(t, b.Stop(ctx))
	require.Len(t, b.Torrents(), 1)
	require.NoError(t, b.Start(ctx))
	require.Equal(t, "d8:completei1e10:incompletei1e8:intervali30e5:peers6:\x7f\x00\x00\x01\x00\x07e",
		body(t, addr, "/announce?"+query("H", "b", 8, "&left=0")))

	require.NoError(t, b.Kill(job.SIGKILL))
	require.False(t, b.Running())
	require.Empty(t, b.Torrents())
	require.ErrorIs(t, b.Kill(job.SIGKILL), job.ESRCH)
	require.NoError(t, b.Start(ctx))
	require.Equal(t, "d5:filesdee", body(t, addr, "/scrape"))
}

// TestStopWaitsForAnswers has a client whose request is on its way, and one
// that never sends any.
func TestStopWaitsForAnswers(t *testing.T) {
	t.Parallel()
	events := make(observer, 100)
	b := started(t, Options{Observer: events})
	addr := address(t, b)
	conn, err := net.Dial("tcp4", addr)
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "GET /scrape HT")
	require.NoError(t, err)

	require.Eventually(t, func() bool {
		b.run.conns.mu.Lock()
		defer b.run.conns.mu.Unlock()
		return len(b.run.conns.open) == 1
	}, 30*time.Second, time.Millisecond, "the tracker knows the connection")

	waited := make(chan error)
	go func() { waited <- b.Wait(context.Background()) }()
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	require.NoError(t, b.Stop(ctx))
	require.ErrorIs(t, ctx.Err(), context.DeadlineExceeded, "the time is used up")
	require.NoError(t, <-waited)
	_, err = conn.Read(make([]byte, 1))
	require.Error(t, err, "the connection is cut")
	require.False(t, errors.Is(err, os.ErrDeadlineExceeded))
	events.await(t, "the end", func(e event.Event) bool { return e.Text == "tracker stopped" })
}

func TestEvents(t *testing.T) {
	t.Parallel()
	events := make(observer, 100)
	b := started(t, Options{Observer: events, Label: "tracker#1"})
	addr := address(t, b)
	e := <-events
	require.Equal(t, "tracker started", e.Text)
	require.Equal(t, "tracker#1", e.Job)
	require.Equal(t, map[string]any{"address": addr}, e.Fields)

	body(t, addr, "/announce?"+query("A", "a", 7, "&left=1&event=started&uploaded=2&downloaded=3"))
	e = <-events
	require.Equal(t, "tracker announce", e.Text)
	require.Equal(t, map[string]any{
		"torrent": "4141414141414141414141414141414141414141", "peer": "127.0.0.1:7", "event": "started",
		"left": int64(1), "uploaded": int64(2), "downloaded": int64(3),
	}, e.Fields)

	body(t, addr, "/announce")
	e = <-events
	require.Equal(t, "tracker refused a request", e.Text)
	require.Equal(t, "info_hash is missing", e.Fields["reason"])
}

// TestManyAtOnce starts, stops, kills and asks from all sides.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	b := started(t, Options{})
	ctx := soon(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 25 {
				from := fmt.Sprintf("127.0.1.%d:1", i+1)
				direct(b, from, "/announce", query("H", "a", n+1, "&left="+strconv.Itoa(n%2)))
				switch (i + n) % 5 {
				case 0:
					_ = b.Start(ctx)
				case 1:
					_ = b.Stop(ctx)
				case 2:
					_ = b.Kill(job.SIGTERM)
				case 3:
					b.Torrents()
				case 4:
					u, err := b.AnnounceURL()
					if _, bad := url.Parse(u); err != nil || bad != nil {
						t.Error(u, err, bad)
					}
				}
			}
		})
	}
	all.Wait()
}
