package job

import (
	"io"
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

// output is one output of one run. Whoever reads it (see reader.go) hands what
// was read to the sinks, and keeps the newest part.
type output struct {
	job    *Job
	run    *run
	stream Stream
	src    Output

	mu      sync.Mutex
	history history
	sinks   []Sink
	closed  bool
	now     time.Time // when the piece that is being handed on was read
	bell    bell      // rung at each piece, and at the end

	behind bool  // not all that the process itself wrote is known to be handed on
	due    int64 // the offset that must be reached for that; 0: not asked

	reader reader
}

func newOutput(j *Job, r *run, s Stream, src Output) *output {
	keep := 0
	switch s {
	case Stdout:
		keep = keepStdout
	case Stderr:
		keep = keepStderr
	}
	r.unread.Add(1)
	return &output{job: j, run: r, stream: s, src: src, history: history{limit: keep}, behind: true}
}

// caughtUp notes that all that the process itself wrote was handed on; o.mu is
// held.
func (o *output) caughtUp() {
	if o.behind {
		o.behind = false
		o.run.unread.Done()
	}
}

// isBehind reports whether there may be more that the process itself wrote.
func (o *output) isBehind() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.behind
}

// Write hands a piece on: to the sinks, to the history, to the observer.
func (o *output) Write(p []byte) (int, error) {
	o.reader.handsOn.Store(true)
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
	o.caughtUp()
	o.mu.Unlock()
	o.bell.ring()
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

// replay lets s see what is kept of the output, and what is read from now on.
func (o *output) replay(open func(at int64) Sink) {
	o.mu.Lock()
	defer o.mu.Unlock()
	from := o.history.start()
	kept := make([]byte, o.history.end-from)
	o.history.read(kept, from)
	s := open(from)
	if len(kept) > 0 {
		s.Write(kept)
	}
	if o.closed {
		s.Close()
		return
	}
	o.sinks = append(o.sinks, s)
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
