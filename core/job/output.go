package job

import (
	"errors"
	"io"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/tlua/tlua/core/event"
)

// Stream is one of a job's outputs, by its descriptor.
type Stream int

// The outputs that every job has.
const (
	Stdout Stream = 1
	Stderr Stream = 2
)

// String gives "stdout", "stderr", or the number.
func (s Stream) String() string {
	switch s {
	case Stdout:
		return "stdout"
	case Stderr:
		return "stderr"
	}
	return strconv.Itoa(int(s))
}

// ParseStream reads "stdout" or "stderr".
func ParseStream(s string) (Stream, error) {
	switch s {
	case "stdout":
		return Stdout, nil
	case "stderr":
		return Stderr, nil
	}
	return 0, Errorf("", EINVAL, "no output is called %q; there are stdout and stderr, and numbers for others", s)
}

// What is kept of an output for those who ask later: Lines, and messages of
// errors; of those beyond stderr nothing is.
const (
	keepStdout = 1 << 20
	keepStderr = 64 << 10
)

// Sink receives one output of one run as it is read: each piece in a Write,
// its end in a Close. Both are called on the goroutine that reads and must not
// wait for anything.
type Sink interface {
	io.WriteCloser
}

// output is one output of one run. A goroutine of its own reads it, hands what
// it read to the sinks, and keeps the newest part.
type output struct {
	job    *Job
	run    *run
	stream Stream
	src    io.ReadCloser

	mu      sync.Mutex
	history history
	sinks   []Sink
	closed  bool
	now     time.Time // when the piece that is being handed on was read
	bell    bell      // rung at each piece, and at the end

	caughtUp func() // called once: all that the process itself wrote was handed on
	due      int64  // the offset that must be reached before caughtUp; 0: not asked
}

func newOutput(j *Job, r *run, s Stream, src io.ReadCloser) *output {
	keep := 0
	switch s {
	case Stdout:
		keep = keepStdout
	case Stderr:
		keep = keepStderr
	}
	r.unread.Add(1)
	return &output{
		job: j, run: r, stream: s, src: src,
		history:  history{limit: keep},
		caughtUp: sync.OnceFunc(r.unread.Done),
	}
}

// read runs until the output is at its end or closed.
func (o *output) read() {
	defer o.run.readers.Done()
	for {
		_, err := io.Copy(o, o.src)
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			break
		}
		o.interrupted()
	}
	o.finish()
	if o.job.pty {
		<-o.run.exited // to close a terminal earlier would hang up on the process
	}
	o.src.Close()
}

// interrupt asks the reading goroutine to tell when nothing that the process
// wrote is left in the pipe, though another process keeps it open.
func (o *output) interrupt() {
	if i, ok := o.src.(Interruptible); ok {
		if i.SetReadDeadline(time.Unix(1, 0)) == nil {
			return
		}
	}
	o.caughtUp()
}

// interrupted is what the reading goroutine does when it was asked.
func (o *output) interrupted() {
	i := o.src.(Interruptible)
	i.SetReadDeadline(time.Time{})
	n, err := i.Buffered()
	o.mu.Lock()
	defer o.mu.Unlock()
	if n == 0 || err != nil {
		o.caughtUp()
		return
	}
	o.due = o.history.end + int64(n)
}

// Write hands a piece on: to the sinks, to the history, to the observer.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	o.now = time.Now()
	at := o.history.end
	for _, s := range o.sinks {
		s.Write(p)
	}
	o.history.write(p)
	if o.due > 0 && o.history.end >= o.due {
		o.caughtUp()
	}
	o.mu.Unlock()
	o.bell.ring()
	if o.job.wants.Has(event.Output) {
		o.job.tell(o.run, event.Event{Kind: event.Output, Stream: o.stream.String(), Offset: at, Data: p})
	}
	return len(p), nil
}

// finish closes the sinks: the output is at its end.
func (o *output) finish() {
	o.mu.Lock()
	o.closed = true
	o.now = time.Now()
	for _, s := range o.sinks {
		s.Close()
	}
	o.sinks = nil
	o.mu.Unlock()
	o.bell.ring()
	o.caughtUp()
}

// add lets s see what is read from now on; open gives it the offset. It
// reports whether the output was still open.
func (o *output) add(open func(at int64) Sink) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return false
	}
	o.sinks = append(o.sinks, open(o.history.end))
	return true
}

// remove takes away the sinks that match says yes to, without closing them.
func (o *output) remove(match func(Sink) bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	kept := o.sinks[:0]
	for _, s := range o.sinks {
		if !match(s) {
			kept = append(kept, s)
		}
	}
	clear(o.sinks[len(kept):])
	o.sinks = kept
}

// tail gives the last n lines.
func (o *output) tail(n int) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.history.tail(n)
}
