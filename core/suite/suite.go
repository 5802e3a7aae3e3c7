package suite

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/tlua/tlua/core/event"
)

// Options are how a suite is run.
type Options struct {
	Selection
	Workers  int            // files at once. Default: 1
	Timeout  time.Duration  // of a test, unless it sets its own. Default: none
	Retries  int            // how often a test that did not pass is tried again
	Repeat   int            // how often all is run. Default: 1
	MaxFail  int            // so many tests that fail end the suite. Default: no number does
	Seed     uint64         // shuffles files, and tests in their blocks. Default, 0: the order they are written in
	Observer event.Observer // is told what happens. Default: nobody
	About    event.Suite    // what is told of the suite itself; Workers, Seed and Shard are filled in
	// Expect compares a test's result, Flaky among them, and its verdicts with what
	// was expected of it; it is called by several workers at once. Default: nothing
	// was.
	Expect func(t *event.Test, r event.Result, verdicts []string) *event.Expected
	// Hold is called when a test has failed, before anything that it made is
	// destroyed. Default: nothing is.
	Hold func(ctx context.Context, t *event.Test, failures []event.Failure)
}

// Executor knows what is in files. Its methods are called by several workers at
// once.
type Executor interface {
	// Units gives what a file is run as: once, or once for each set of
	// parameters.
	Units(f File) []Unit
	// Run runs the tests of a unit, each by one of c's Test. It goes on where
	// one fails, and ends early when c.Stopped says so. The failures are those of
	// what is outside of the tests.
	Run(ctx context.Context, u Unit, c *Control) []event.Failure
}

// Summary is how a suite ended.
type Summary struct {
	Results    map[event.Result]int // of tests, Flaky among them
	Unexpected int                  // tests that fail the suite: bad results, unless they were expected, and others if they were not
	Flaky      int                  // tests that were flaky, and not expected to be
	Files      int                  // that failed outside of their tests
	Duration   time.Duration
	Stopped    error // what interrupted it; nil if nothing did
	Unbegun    int   // files that were not begun when it ended
	Unfinished int   // files of which a part was not run
	Elsewhere  int   // tests that are in other shards
}

// Tests gives how many tests were run.
func (s *Summary) Tests() int {
	n := 0
	for _, c := range s.Results {
		n += c
	}
	return n
}

// Failed gives how many tests and files fail the suite.
func (s *Summary) Failed() int { return s.Files + s.Unexpected }

// suite is one that runs.
type suite struct {
	Options
	exec  Executor
	ctx   context.Context // that interrupts it
	locks locks

	mu      sync.Mutex
	sum     Summary
	stopped bool
}

// Run runs the tests in files. When ctx ends, the tests that run are ended, and
// no other begins; its cause is told as what ended them.
func Run(ctx context.Context, files []File, exec Executor, o Options) *Summary {
	if o.Observer == nil {
		o.Observer = event.Nobody
	}
	o.Workers, o.Repeat = max(o.Workers, 1), max(o.Repeat, 1)
	s, start := &suite{Options: o, exec: exec, ctx: ctx}, time.Now()
	s.sum.Results = map[event.Result]int{}
	about := o.About
	about.Workers, about.Seed, about.Shard = o.Workers, o.Seed, o.Shard.String()
	s.tell(event.Event{Kind: event.SuiteBegun, Suite: &about})
	units := s.units(files)
	s.sum.Unbegun = len(units)
	s.runAll(ctx, units)
	s.sum.Duration = time.Since(start)
	e := event.Event{Kind: event.SuiteEnded, Duration: s.sum.Duration}
	if ctx.Err() != nil {
		s.sum.Stopped, e.Result = context.Cause(ctx), event.Interrupted
	}
	e.Text = s.sum.Early()
	s.tell(e)
	return &s.sum
}

func (s *suite) tell(e event.Event) {
	if s.Observer.Wants(e.Kind) {
		e.Time = time.Now()
		s.Observer.Observe(e)
	}
}

// units gives all that is to be run, in order.
func (s *suite) units(files []File) (all []Unit) {
	for _, f := range files {
		all = append(all, s.exec.Units(f)...)
	}
	once := all
	for range s.Repeat - 1 {
		all = append(all, once...)
	}
	if s.Seed != 0 {
		r := rand.New(rand.NewPCG(s.Seed, 0))
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	}
	return all
}

// runAll has the workers take one unit after the other.
func (s *suite) runAll(ctx context.Context, units []Unit) {
	q := newQueue(units)
	var workers sync.WaitGroup
	for n := range min(s.Workers, max(len(units), 1)) {
		workers.Go(func() {
			for u, ok := q.next(); ok; u, ok = q.next() {
				s.runUnit(ctx, u, n+1)
				q.done(u)
			}
		})
	}
	workers.Wait()
}

// runUnit runs a unit, unless the suite has ended meanwhile.
func (s *suite) runUnit(ctx context.Context, u Unit, worker int) {
	if s.isStopped() || ctx.Err() != nil {
		return
	}
	c := &Control{suite: s, unit: u, worker: worker, seen: map[string]int{}}
	s.begin()
	c.tell(event.Event{Kind: event.FileBegun, Path: u.Path})
	failures := s.exec.Run(ctx, u, c)
	c.release(0)
	if len(failures) > 0 {
		s.mu.Lock()
		s.sum.Files++
		s.checkMax()
		s.mu.Unlock()
	}
	c.tell(event.Event{Kind: event.FileEnded, Path: u.Path, Failures: failures, Result: resultOf(failures), LeftOut: c.leftOut})
}

// resultOf gives how a file ended outside of its tests, "" if nothing failed there.
func resultOf(failures []event.Failure) event.Result {
	for _, f := range failures {
		switch f.Kind {
		case "interrupted":
			return event.Interrupted
		case "timeout":
			return event.TimedOut
		}
	}
	if failures != nil {
		return event.Errored
	}
	return ""
}

// elsewhere takes note of a test in another shard.
func (s *suite) elsewhere() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sum.Elsewhere++
}

// begin takes note of a unit that is begun.
func (s *suite) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sum.Unbegun--
}

// count takes note of a test's result.
func (s *suite) count(r event.Result, x *event.Expected) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sum.Results[r]++
	if x.Fails(r) {
		s.sum.Unexpected++
	}
	if r == event.Flaky && (x == nil || x.Result != event.Flaky) {
		s.sum.Flaky++
	}
	s.checkMax()
}

func (s *suite) checkMax() {
	if s.MaxFail > 0 && s.sum.Failed() >= s.MaxFail {
		s.stopped = true
	}
}

func (s *suite) isStopped() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopped || s.ctx.Err() != nil
}
