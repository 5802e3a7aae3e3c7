package job

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tlua/tlua/core/event"
)

// linger is how long a run waits, after its process ended, for the ends of
// outputs that another process keeps open.
const linger = 100 * time.Millisecond

// run is one start of a job.
type run struct {
	n       int
	proc    Process
	started time.Time
	out     []*output // in the order of the job's outputs

	unread  sync.WaitGroup // outputs not yet read as far as the process wrote
	readers sync.WaitGroup // outputs not yet at their end
	exited  chan struct{}  // closed when the process has ended
	ended   chan struct{}  // closed when also its outputs are read

	// Valid once exited is closed.
	exit Exit
	err  error
	over time.Time // when the process ended

	in     []*input // in the order of the job's inputs
	pushed bool     // it was asked to end; under the job's lock
	alone  atomic.Bool
	asked  atomic.Bool // its end was wanted
}

func newRun(j *Job, n int, p Process) *run {
	r := &run{
		n: n, proc: p, started: time.Now(), exited: make(chan struct{}), ended: make(chan struct{}),
		in: make([]*input, 0, len(j.inputs)), out: make([]*output, 0, len(j.outputs)),
	}
	for _, fd := range j.inputs {
		r.in = append(r.in, &input{fd: fd, w: p.Input(fd)})
	}
	for _, s := range j.outputs {
		r.out = append(r.out, newOutput(j, r, s, p.Output(int(s))))
	}
	return r
}

// output gives the run's output s, nil if it has no such.
func (r *run) output(s Stream) *output {
	for _, o := range r.out {
		if o.stream == s {
			return o
		}
	}
	return nil
}

// begin has the outputs read and the end waited for. All sinks must be in
// place: nothing is lost to them.
func (r *run) begin(j *Job) {
	r.readers.Add(len(r.out))
	for _, o := range r.out {
		o.src.Arm(o.pump)
	}
	j.waiters.Add(1)
	r.proc.Ended(func() { r.finish(j) })
}

// finish follows the run from the end of its process to its own.
func (r *run) finish(j *Job) {
	defer j.waiters.Done()
	r.exit, r.err = r.proc.Wait()
	r.over = time.Now()
	r.isAlone() // known as early as can be
	j.move(exited)
	close(r.exited)
	j.bell.ring()
	for _, in := range r.in {
		in.close()
	}
	r.catchUp()
	// It is told before anyone who waits goes on.
	if j.wants.Has(event.JobEnded) {
		j.tell(r, event.Event{Kind: event.JobEnded, PID: r.proc.PID(), Text: r.status().String(), Duration: r.exit.Usage.Wall})
	}
	pause := j.drain()
	close(r.ended)
	j.bell.ring()
	if pause > 0 {
		j.comeBack(r, r.over, pause)
	}
}

// catchUp waits until all that the process wrote was read. Mostly it was: then it
// costs no timer.
func (r *run) catchUp() {
	if !slices.ContainsFunc(r.out, (*output).isBehind) {
		return
	}
	defer time.AfterFunc(linger, func() {
		for _, o := range r.out {
			o.ask()
		}
	}).Stop()
	r.unread.Wait()
}

// status is how the run ended; exited must be closed.
func (r *run) status() Status { return statusOf(r.exit, r.err) }

// isOver reports whether the process has ended.
func (r *run) isOver() bool { return isClosed(r.exited) }

// release ends the reading of what a process that outlived the job's own may
// keep open.
func (r *run) release() {
	for _, o := range r.out {
		o.end()
	}
	r.readers.Wait()
}

func isClosed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
