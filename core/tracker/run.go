package tracker

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/tlua/tlua/core/job"
)

// MaxConns is how many connections one client address may have open at once;
// further ones are closed unanswered.
const MaxConns = 256

const (
	headerTimeout = 10 * time.Second // to send a request, and to take its answer
	maxHeader     = 16 << 10         // bytes of a request
)

// run is the tracker from one start to its end.
type run struct {
	server *http.Server
	conns  conns
	cut    chan struct{} // closed when the connections that are left are to be cut
	once   sync.Once     // for cut
	done   chan struct{} // closed when nothing of the run is left
	err    error         // what ended it, if nobody did; valid once done is closed
}

func newRun(h *web) *run {
	r := &run{cut: make(chan struct{}), done: make(chan struct{})}
	r.conns.open = map[string]int{}
	r.server = &http.Server{
		Handler:                      h,
		DisableGeneralOptionsHandler: true,
		ReadTimeout:                  headerTimeout,
		ReadHeaderTimeout:            headerTimeout,
		WriteTimeout:                 headerTimeout,
		MaxHeaderBytes:               maxHeader,
		ConnState:                    r.conns.changed,
		ErrorLog:                     log.New(complaints{h.report}, "", 0),
	}
	r.server.SetKeepAlivesEnabled(false) // clients come back after an interval only
	return r
}

// serve is the goroutine that owns r.
func (b *Builtin) serve(r *run, l net.Listener) {
	b.report.listening(l.Addr().String())
	if err := r.server.Serve(l); errors.Is(err, http.ErrServerClosed) {
		<-r.cut
	} else {
		r.err = job.IOError("", l.Addr().String(), err)
	}
	_ = r.server.Close() // also connections that came while Serve was ending
	r.conns.all.Wait()
	b.swarms.pause()
	b.report.stopped(l.Addr().String())
	b.mu.Lock()
	if !b.dead {
		// If the port was lost in between, the next Start says so.
		_ = b.port.reserve("")
	}
	close(r.done)
	b.mu.Unlock()
}

func (r *run) running() bool {
	select {
	case <-r.done:
		return false
	default:
		return true
	}
}

// stop ends the run when its connections have ended, or at ctx's end.
func (r *run) stop(ctx context.Context) {
	_ = r.server.Shutdown(ctx)
	r.end()
}

// kill ends the run now.
func (r *run) kill() {
	_ = r.server.Close()
	r.end()
}

func (r *run) end() {
	r.once.Do(func() { close(r.cut) })
	<-r.done
}

// conns counts the open connections, all of them and by client address.
type conns struct {
	all  sync.WaitGroup
	mu   sync.Mutex
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
	if s == http.StateNew {
		c.all.Add(1)
		if c.open[host]++; c.open[host] > MaxConns {
			_ = conn.Close()
		}
		return
	}
	if c.open[host]--; c.open[host] == 0 {
		delete(c.open, host)
	}
	c.all.Done()
}
