package netaddr_test

import (
	"context"
	"net"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/netaddr"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestLoopback(t *testing.T) {
	var p netaddr.Pool
	seen := map[string]bool{}
	for range 5000 {
		a := p.Loopback()
		require.True(t, a.IsLoopback())
		require.False(t, seen[a.String()], "%s was given twice", a)
		seen[a.String()] = true
	}
	l, err := net.Listen("tcp", net.JoinHostPort(p.Loopback().String(), "0"))
	require.NoError(t, err, "it can be listened on")
	require.NoError(t, l.Close())
}

func TestFreePort(t *testing.T) {
	port, err := netaddr.FreePort("127.0.0.1")
	require.NoError(t, err)
	require.Greater(t, port, 1025)
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	require.NoError(t, err, "it is free")
	require.NoError(t, l.Close())
	_, err = netaddr.FreePort("nonsense")
	require.EqualError(t, err, `net.free_port: EINVAL: "nonsense" is no IP address`)
	_, err = netaddr.FreePort("192.0.2.1")
	require.EqualError(t, err, "net.free_port: EINVAL: 192.0.2.1 is no address of this machine")
}

func TestWaitPort(t *testing.T) {
	port, err := netaddr.FreePort("127.0.0.1")
	require.NoError(t, err)
	ctx, cancel := job.Within(context.Background(), 20*time.Millisecond)
	defer cancel()
	err = netaddr.WaitPort(ctx, "127.0.0.1", port)
	require.ErrorIs(t, err, job.ETIMEDOUT)
	require.ErrorContains(t, err, "net.wait_port: ETIMEDOUT: nobody accepts connections on 127.0.0.1:"+strconv.Itoa(port)+" after 20 ms")
	done := make(chan error, 1)
	go func() { done <- netaddr.WaitPort(context.Background(), "127.0.0.1", port) }()
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	require.NoError(t, err)
	defer l.Close()
	require.NoError(t, <-done)
	ctx, cancel = job.Within(context.Background(), 0)
	defer cancel()
	require.NoError(t, netaddr.WaitPort(ctx, "127.0.0.1", port), "also a wait of no length looks once")
}
