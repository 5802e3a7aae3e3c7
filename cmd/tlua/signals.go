package main

import (
	"context"
	"os"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

const (
	// hintTime is how long an end may take before a person is told how to
	// hurry it.
	hintTime = time.Second
	// stuckTime is how long the running call may take to end with its context.
	stuckTime = 5 * time.Second
	// lostTime is how long what is killed may take to end.
	lostTime = 3 * time.Second
)

// ending is why the command makes a script end. It is the cause of contexts.
type ending struct {
	why    *job.Error
	code   int    // what the command exits with
	signal string // that was the reason; "" if it was none
}

// Error gives the reason in words: "interrupted (SIGINT)".
func (e *ending) Error() string {
	if e.signal == "" {
		return e.why.Message
	}
	return e.why.Message + " (" + e.signal + ")"
}

// Unwrap gives the reason.
func (e *ending) Unwrap() error { return e.why }

// bySignal is the ending by a signal.
func bySignal(sig os.Signal) *ending {
	e := &ending{why: job.Errorf("", job.ECANCELED, "stopped by %v", sig), code: exitFailed}
	if n, ok := sig.(syscall.Signal); ok {
		e.code, e.signal = exitSignal+int(n), unix.SignalName(n)
	}
	switch sig {
	case syscall.SIGINT:
		e.why.Message = "interrupted"
	case syscall.SIGTERM:
		e.why.Message = "terminated"
	case syscall.SIGHUP:
		e.why.Message = "hung up"
	}
	return e
}

// stopper ends a script: the first signal its calls, so that it cleans up, the
// second its cleanup as well. If even that ends nothing, or at the third, it is
// given up.
type stopper struct {
	script, cleanup       context.Context
	endScript, endCleanup context.CancelCauseFunc

	givenUp chan struct{}
	done    chan struct{}
	wg      sync.WaitGroup
	giveUp  func()

	take func(os.Signal) bool // has a signal for itself, if it returns true
	hint func()               // tells how to hurry
}

// newStopper gives a stopper that has yet to be started.
func newStopper() *stopper {
	s := &stopper{givenUp: make(chan struct{}), done: make(chan struct{})}
	s.giveUp = sync.OnceFunc(func() { close(s.givenUp) })
	s.script, s.endScript = context.WithCancelCause(context.Background())
	s.cleanup, s.endCleanup = context.WithCancelCause(context.Background())
	s.take, s.hint = func(os.Signal) bool { return false }, func() {}
	return s
}

// start makes the stopper heed signals until it is closed.
func (s *stopper) start(signals <-chan os.Signal) { s.wg.Go(func() { s.heed(signals) }) }

func (s *stopper) heed(signals <-chan os.Signal) {
	var hint, lost <-chan time.Time
	count := 0
	for {
		select {
		case sig := <-signals:
			if s.take(sig) {
				continue
			}
			switch count++; count {
			case 1:
				s.endScript(bySignal(sig))
				hint = time.After(hintTime)
			case 2:
				s.endCleanup(bySignal(sig))
				lost, hint = time.After(lostTime), nil
			default:
				s.giveUp()
			}
		case <-hint:
			s.hint()
		case <-lost:
			s.giveUp()
		case <-s.done:
			return
		}
	}
}

// close ends the heeding of signals, and gives what ended the script, nil if
// nothing did.
func (s *stopper) close() *ending {
	close(s.done)
	s.wg.Wait()
	why, _ := context.Cause(s.script).(*ending)
	s.endScript(nil)
	s.endCleanup(nil)
	return why
}
