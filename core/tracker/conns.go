package tracker

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
)

// How many connections may be open at once; further ones are closed unanswered.
// One takes a descriptor and about 30 KB, and nobody can hold it for longer
// than maxPatience without saying anything.
const (
	MaxConns           = 1024 // leaves descriptors to the jobs
	MaxConnsPerAddress = 256  // leaves connections to others
)

// maxKept is with how many open connections of an address they are kept for
// further requests: clients that share an address shall not run out of them.
const maxKept = 32

// conns counts the open connections, all of them and by client address.
type conns struct {
	max, perAddress int
	report          *reporter

	all  sync.WaitGroup
	mu   sync.Mutex
	sum  int
	open map[string]int
}

// changed is the server's ConnState.
func (c *conns) changed(conn net.Conn, s http.ConnState) {
	if s != http.StateNew && s != http.StateClosed {
		return
	}
	host, _, _ := net.SplitHostPort(conn.RemoteAddr().String())
	c.mu.Lock()
	defer c.mu.Unlock()
	if s == http.StateClosed {
		c.sum--
		if c.open[host]--; c.open[host] == 0 {
			delete(c.open, host)
		}
		c.all.Done()
		return
	}
	c.all.Add(1)
	c.sum++
	c.open[host]++
	switch {
	case c.open[host] > c.perAddress:
		c.report.crowded(host, fmt.Sprintf("%d of an address", c.perAddress))
	case c.sum > c.max:
		c.report.crowded(host, fmt.Sprint(c.max))
	default:
		return
	}
	_ = conn.Close()
}

// many reports whether the client's address has many connections.
func (c *conns) many(client string) bool {
	host, _, _ := net.SplitHostPort(client)
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.open[host] > maxKept
}

// callers is a listener whose connections are callers.
type callers struct {
	net.Listener
	report *reporter
}

func (l callers) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return caller{conn.(*net.TCPConn), l.report}, nil
}

// caller is a connection on which net/http's own answers, to what is no request
// or one that is too long, get a failure reason for a body, as all others have.
type caller struct {
	*net.TCPConn
	report *reporter
}

// ownHeader is what only net/http's own answers have.
var ownHeader = []byte("\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n")

// own reports whether an answer is net/http's own. That to a client which
// expects more than answers is known by its status only.
func own(answer []byte) bool {
	return bytes.Contains(answer, ownHeader) ||
		bytes.HasPrefix(answer, []byte("HTTP/1.1 417 ")) || bytes.HasPrefix(answer, []byte("HTTP/1.0 417 "))
}

func (c caller) Write(p []byte) (int, error) {
	if !own(p) {
		return c.TCPConn.Write(p)
	}
	line, _, _ := bytes.Cut(p, []byte("\r\n"))
	_, status, _ := bytes.Cut(line, []byte(" "))
	reason := "an HTTP GET request was expected: " + string(status)
	if bytes.HasPrefix(status, []byte("431 ")) {
		reason = fmt.Sprintf("the request has more than %d bytes", maxHeader)
	}
	c.report.refused(c.RemoteAddr().String(), reason)
	if _, err := c.TCPConn.Write(slices.Concat(line, ownHeader, failure(reason))); err != nil {
		return 0, err
	}
	return len(p), nil
}
