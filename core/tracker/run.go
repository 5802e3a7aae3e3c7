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

const (
	maxPatience = 10 * time.Second // to send a request, to take its answer, and between two requests
	maxHeader   = 16 << 10         // bytes of a request; net/http adds 4096
)

// run is the tracker from one start to its end.
type run struct {
	web    *web
	server *http.Server
	conns  conns
	cut    chan struct{} // closed when the connections that are left are to be cut
	once   sync.Once     // for cut
	done   chan struct{} // closed when nothing of the run is left
	err    error         // what ended it, if nobody did; valid once done is closed
}

func newRun(h *web, patience time.Duration) *run {
	r := &run{web: h, cut: make(chan struct{}), done: make(chan struct{})}
	r.conns = conns{max: MaxConns, perAddress: MaxConnsPerAddress, report: h.report, open: map[string]int{}}
	r.server = &http.Server{
		Handler:                      r,
		DisableGeneralOptionsHandler: true,
		ReadTimeout:                  patience,
		ReadHeaderTimeout:            patience,
		WriteTimeout:                 patience,
		IdleTimeout:                  patience,
		MaxHeaderBytes:               maxHeader,
		ConnState:                    r.conns.changed,
		ErrorLog:                     log.New(complaints{h.report}, "", 0),
	}
	return r
}

func (r *run) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if r.conns.many(req.RemoteAddr) {
		w.Header().Set("Connection", "close")
	}
	r.web.ServeHTTP(w, req)
}

// serve is the goroutine that owns r.
func (b *Builtin) serve(r *run, l net.Listener) {
	b.report.listening(l.Addr().String())
	if err := r.server.Serve(callers{l, b.report}); errors.Is(err, http.ErrServerClosed) {
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
