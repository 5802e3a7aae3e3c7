package main

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/vm"
)

// cleanupTime is how long the functions given to cleanup may take in all.
const cleanupTime = 30 * time.Second

// errCleanup says that they took longer.
var errCleanup = job.Errorf("", job.ETIMEDOUT, "the cleanup did not end within %v", cleanupTime)

// session is a runtime with what the command puts around it: where its output
// goes, who is told, and what ends it.
type session struct {
	tell   *teller
	out    *output
	text   io.Writer // the scripts' standard error
	stop   *stopper
	from   <-chan os.Signal
	rt     *luabind.Runtime
	cleans bool // the work cleans up by itself
}

// newSession makes all but the runtime; open makes that.
func newSession(w world, l *logFlags, statusLines bool) (*session, error) {
	s := &session{out: newOutput(w.stdout), stop: newStopper(), from: w.signals}
	var err error
	if s.tell, err = newTeller(w, s.out.behind(w.stderr), l, statusLines); err != nil {
		return nil, err
	}
	if s.tell.console != nil && s.out.buf == nil {
		s.out.to = s.tell.console.Beside(w.stdout)
	}
	s.text = s.tell.stderr()
	s.out.failed = func(err error) {
		if nobodyReads(err) {
			s.stop.endScript(&ending{why: job.Errorf("", job.ECANCELED, "nobody reads the output"), code: exitBrokenPipe})
		}
	}
	s.stop.hint = func() { s.tell.note("cleaning up; another Ctrl-C kills at once") }
	return s, nil
}

// open makes the runtime, whose calls end with ctx.
func (s *session) open(ctx context.Context, w world, o luabind.Options) (err error) {
	o.Stdout, o.Stderr, o.Observer, o.Dir = s.out, s.text, s.tell.observer(), w.dir
	s.rt, err = luabind.New(ctx, o)
	return err
}

// do runs work, which gives an exit code and ends with ctx, and destroys whatever
// it created.
func (s *session) do(ctx context.Context, work func() int) int {
	s.stop.start(s.from)
	worked, result := make(chan struct{}), make(chan int, 1)
	go func() {
		code := work()
		close(worked)
		result <- s.finish(code)
	}()
	defer context.AfterFunc(ctx, func() { s.hurry(worked) })()
	select {
	case code := <-result:
		return s.close(code)
	case <-s.stop.givenUp:
		return s.abandon(ctx)
	}
}

// hurry is called when the work is to end, and sees to it that it does.
func (s *session) hurry(worked <-chan struct{}) {
	ends := func(within time.Duration) bool {
		select {
		case <-worked:
			return true
		case <-s.stop.givenUp:
			return true
		case <-time.After(within):
			return false
		}
	}
	if s.cleans && !ends(cleanupTime) {
		s.stop.endCleanup(errCleanup)
	}
	if !ends(stuckTime) {
		s.stop.giveUp()
	}
}

// abandon leaves the script where it hangs: with the end of this process its
// jobs are killed.
func (s *session) abandon(ctx context.Context) int {
	code := exitFailed
	f := report.Failure{Message: "the script hangs in a call that nothing ends; its cleanup is left out"}
	var why *ending
	if errors.As(context.Cause(ctx), &why) {
		code = why.code
		f.Message = why.why.Message + "\n" + f.Message
	}
	told := make(chan struct{})
	go func() { // it may hang as well: where it writes, perhaps
		defer close(told)
		s.tell.fail(f)
		s.close(code)
	}()
	select {
	case <-told:
	case <-time.After(hintTime):
	}
	return code
}

// finish ends the runtime. The cleanup of a script may fail it.
func (s *session) finish(code int) int {
	if s.rt == nil {
		return code
	}
	ctx, cancel := context.WithTimeoutCause(s.stop.cleanup, cleanupTime, errCleanup)
	defer cancel()
	for _, err := range job.Each(s.rt.Shutdown(ctx)) {
		if exit := vm.ExitOf(err); exit != nil {
			if code == exitPassed {
				code = ofScript(exit.Code)
			}
			continue
		}
		if s.stop.cleanup.Err() == nil { // else it was killed, and that is no news
			f := s.rt.Explain(err)
			f.Message = "cleanup: " + f.Message
			s.tell.fail(f)
		}
		if code == exitPassed {
			code = exitFailed
		}
	}
	return code
}

// close writes what is left to be written, and gives the exit code.
func (s *session) close(code int) int {
	if l, ok := s.text.(*lines); ok {
		l.end()
	}
	if err := s.out.close(); err != nil && !nobodyReads(err) {
		s.tell.fail(report.Failure{Message: "cannot write to standard output: " + err.Error()})
		if code == exitPassed {
			code = exitFailed
		}
	}
	_ = s.tell.close() // nobody is left to tell
	if why := s.stop.close(); why != nil {
		return why.code
	}
	return code
}

// codeOf gives the exit code of a script, and tells of its error.
func (s *session) codeOf(ctx context.Context, err error) int {
	if err == nil {
		return exitPassed
	}
	if exit := vm.ExitOf(err); exit != nil {
		return ofScript(exit.Code)
	}
	var why *ending
	if errors.As(context.Cause(ctx), &why) {
		if why.code != exitBrokenPipe {
			s.tell.fail(endingOf(why, s.rt, err))
		}
		return why.code
	}
	s.tell.fail(s.rt.Explain(err))
	var load *luabind.LoadError
	if errors.As(err, &load) {
		return exitLoad
	}
	return exitFailed
}
