// Package netaddr finds addresses and ports for programs under test, and waits
// for what listens on them.
package netaddr

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/tlua/tlua/core/job"
)

// Pool gives loopback addresses, each only once. The zero Pool is ready to use.
type Pool struct {
	mu    sync.Mutex
	given map[netip.Addr]bool
}

// Loopback gives an address from 127.0.0.0/8 that the pool has not given
// before. It is taken at random from sixteen million, so that two programs
// which do this side by side do not meet.
func (p *Pool) Loopback() netip.Addr {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.given == nil {
		p.given = map[netip.Addr]bool{}
	}
	for {
		// Not 127.0.*, which people use by hand, and not .0 or .255.
		a := netip.AddrFrom4([4]byte{127, byte(1 + rand.IntN(254)), byte(rand.IntN(256)), byte(1 + rand.IntN(254))})
		if !p.given[a] {
			p.given[a] = true
			return a
		}
	}
}

// FreePort gives a TCP port of ip, an address of this machine, that nobody
// listens on; it is above 1025. EINVAL if ip is no address of this machine.
func FreePort(ip string) (int, error) {
	const op = "net.free_port"
	if _, err := netip.ParseAddr(ip); err != nil {
		return 0, job.Errorf(op, job.EINVAL, "%q is no IP address", ip)
	}
	for range 100 {
		l, err := net.Listen("tcp", net.JoinHostPort(ip, "0"))
		if err != nil {
			return 0, listenError(op, ip, err)
		}
		port := l.Addr().(*net.TCPAddr).Port
		l.Close()
		if port > 1025 {
			return port, nil
		}
	}
	return 0, job.Errorf(op, job.EADDRINUSE, "no port above 1025 is free on %s", ip)
}

func listenError(op, ip string, err error) error {
	code := job.CodeOf(err)
	if code == "EADDRNOTAVAIL" {
		return &job.Error{Op: op, Code: job.EINVAL, Message: fmt.Sprintf("%s is no address of this machine", ip), Err: err}
	}
	return &job.Error{Op: op, Code: code, Message: err.Error(), Err: err}
}

// WaitPort waits until ip:port accepts a connection. ETIMEDOUT at ctx's end.
// Nothing tells when a port of another process opens: it is tried, at first
// every millisecond.
func WaitPort(ctx context.Context, ip string, port int) error {
	start, pause := time.Now(), time.Millisecond
	addr := net.JoinHostPort(ip, strconv.Itoa(port))
	var dialer net.Dialer
	for {
		// Also a wait of no length looks once.
		try, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		c, err := dialer.DialContext(try, "tcp", addr)
		cancel()
		if err == nil {
			return c.Close()
		}
		t := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			t.Stop()
			return &job.Error{
				Op: "net.wait_port", Code: job.CodeOf(context.Cause(ctx)), Err: errors.Join(context.Cause(ctx), err),
				Message: fmt.Sprintf("nobody accepts connections on %s after %v: %v", addr, job.Waited(ctx, start), err),
			}
		case <-t.C:
		}
		pause = min(2*pause, 50*time.Millisecond)
	}
}
