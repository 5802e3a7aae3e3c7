package job

import (
	"bytes"
	"fmt"
	"log/slog"
	"math"
	"strconv"
	"sync"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job/stream"
)

// Defaults of FilterOptions, in bytes.
const (
	DefaultQueueBytes    = 16 << 20
	DefaultMaxMatchBytes = 1 << 20
)

// FilterOptions say what a filter makes of an output.
type FilterOptions struct {
	Name           string      // shown in messages. Default: the pattern
	Stdout, Stderr bool        // which outputs; at least one
	Outputs        []Stream    // more of them
	Pattern        string      // see package stream. Default: none, the filter delivers lines
	Extract        int         // the group to deliver. Default: 0, the whole match
	ExtractName    string      // the same by the group's name
	Raw            bool        // without a pattern: deliver the bytes as they were read
	Metric         bool        // what is delivered is a number: reports show its course
	LogOnly        bool        // nothing is queued: the filter cannot be read
	Level          *slog.Level // messages are logged at this level. Default: not at all
	QueueBytes     int         // past that the oldest messages are dropped. Default: 16 MiB
	MaxMatchBytes  int         // a longer match or line is given up. Default: 1 MiB
}

// Message is something that a filter found in an output.
type Message struct {
	Data    []byte
	EOS     bool          // the outputs of the run are at their end; Data is empty
	Dropped int           // messages lost just before this one, for want of a reader
	Lost    int64         // bytes given up since the message before: see MaxMatchBytes
	Stream  Stream        // where it was found; of an eos, the output that closed last
	Filter  *Filter       // by which filter
	Pos     int64         // offset of Data in this run's stream
	Time    time.Duration // since the start of the run
	Run     int           // 1 for the job's first

	groups []byte // of a pattern that has some: see Group
}

// Filter cuts outputs into messages and queues them. It follows its job
// through all runs, and may watch outputs of other jobs as well.
type Filter struct {
	owner   *Job
	opts    FilterOptions
	pattern *stream.Pattern // nil: lines, or raw
	names   []string        // of the pattern's groups, if it has some

	mu      sync.Mutex
	queue   queue
	taps    map[*tap]struct{} // open outputs
	sources []*Job            // that it watches, once for each output
	// A run of the filter goes from its first open output to the close of its
	// last; ended is that one has, and its eos was read.
	ended   bool
	several bool // outputs were added to the filter's own
	ownTalk bool // of the job's own Expect, which tells of its matches itself
	lost    int64
	unsaid  int64 // lost at the end of outputs that were not the last to close
	dead    bool
	bell    bell
}

// AttachFilter makes a filter on the job's outputs. On a job that runs it sees
// only what is read from now on. Errors: EINVAL for a pattern that does not
// compile, a group that the pattern does not have, or no output named; EBADF.
func (j *Job) AttachFilter(o FilterOptions) (*Filter, error) {
	const op = "job.attach_filter"
	f, err := newFilter(j, o)
	if err != nil {
		return nil, WithOp(op, err)
	}
	j.mu.Lock()
	if j.state == Destroyed {
		j.mu.Unlock()
		return nil, j.destroyed(op)
	}
	j.attached = append(j.attached, f)
	j.mu.Unlock()
	for _, s := range o.streams() {
		j.watch(f.watcher(s))
	}
	f.late()
	return f, nil
}

// late marks a filter that came after its job's run had ended: nothing comes
// to it before the next.
func (f *Filter) late() {
	ran := f.owner.Done() != nil
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended = ran && len(f.taps) == 0
}

// streams lists the outputs that the filter begins with.
func (o FilterOptions) streams() (all []Stream) {
	if o.Stdout {
		all = append(all, Stdout)
	}
	if o.Stderr {
		all = append(all, Stderr)
	}
	return append(all, o.Outputs...)
}

func newFilter(j *Job, o FilterOptions) (*Filter, error) {
	streams := o.streams()
	for _, s := range streams {
		if err := j.writes(s); err != nil {
			return nil, err
		}
	}
	switch {
	case len(streams) == 0:
		return nil, Errorf("", EINVAL, "a filter needs an output: stdout, stderr or both")
	case o.Raw && o.Pattern != "":
		return nil, Errorf("", EINVAL, "raw goes without a pattern")
	case o.Extract < 0, o.Extract > 0 && o.Pattern == "":
		return nil, Errorf("", EINVAL, "extract %d: there is no such group", o.Extract)
	case o.ExtractName != "" && o.Pattern == "":
		return nil, Errorf("", EINVAL, "extract %q: there is no such group", o.ExtractName)
	}
	if o.QueueBytes == 0 {
		o.QueueBytes = DefaultQueueBytes
	}
	if o.MaxMatchBytes == 0 {
		o.MaxMatchBytes = DefaultMaxMatchBytes
	}
	f := &Filter{owner: j, opts: o, taps: map[*tap]struct{}{}, queue: queue{limit: o.QueueBytes, raw: o.Raw}}
	if o.Pattern == "" {
		return f, nil
	}
	p, err := j.factory.pattern(o.Pattern)
	if err != nil {
		return nil, err
	}
	if f.opts.Extract, err = extracted(o, p); err != nil {
		return nil, err
	}
	f.pattern = p
	if p.Groups() > 0 {
		f.names = p.GroupNames()
	}
	return f, nil
}

// Name gives the filter's name, or else what it looks for.
func (f *Filter) Name() string {
	switch {
	case f.opts.Name != "":
		return f.opts.Name
	case f.pattern != nil:
		return f.opts.Pattern
	case f.opts.Raw:
		return "raw"
	}
	return "lines"
}

// Job gives the job that the filter was made for.
func (f *Filter) Job() *Job { return f.owner }

// String gives "filter(rtt of ping#1)".
func (f *Filter) String() string { return fmt.Sprintf("filter(%s of %s)", f.Name(), f.owner.label) }

// Lost gives the number of bytes that were given up so far: see MaxMatchBytes.
func (f *Filter) Lost() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.lost
}

// alive gives the error of a filter whose job was destroyed.
func (f *Filter) alive(op string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dead {
		return f.owner.destroyed(op)
	}
	return nil
}

// AddOutput lets the filter watch an output of j, too, from now on. EXDEV if j
// is on another host, EBADF if it or the filter's job was destroyed; it is no
// error if the filter watches it already.
func (f *Filter) AddOutput(j *Job, s Stream) error {
	const op = "job.add_output"
	if err := f.alive(op); err != nil {
		return err
	}
	if j.factory.Name() != f.owner.factory.Name() {
		return Errorf(op, EXDEV, "%s is on host %s, the filter on %s", j.label, j.factory.Name(), f.owner.factory.Name())
	}
	if j.State() == Destroyed {
		return j.destroyed(op)
	}
	if err := j.writes(s); err != nil {
		return WithOp(op, err)
	}
	if j.watch(f.watcher(s)) {
		f.mu.Lock()
		f.several = true
		f.mu.Unlock()
	}
	return nil
}

// RemoveOutput ends that the filter watches an output of j. What it has queued
// stays; there is no eos. ENOENT if it does not watch it, EBADF if its job was
// destroyed.
func (f *Filter) RemoveOutput(j *Job, s Stream) error {
	const op = "job.remove_output"
	if err := f.alive(op); err != nil {
		return err
	}
	if !j.unwatch(f, s) {
		return Errorf(op, ENOENT, "%s does not watch %s of %s", f, s, j.label)
	}
	f.mu.Lock()
	for t := range f.taps {
		if t.out.job == j && t.out.stream == s {
			delete(f.taps, t)
			f.ended = len(f.taps) == 0
		}
	}
	f.mu.Unlock()
	f.bell.ring()
	return nil
}

// destroy ends all waits on the filter, and that it watches anything.
func (f *Filter) destroy() {
	f.mu.Lock()
	f.dead = true
	f.queue = queue{}
	sources := f.sources
	f.sources = nil
	f.mu.Unlock()
	f.bell.ring()
	for _, j := range sources {
		j.forget(f)
	}
}

// closeTap ends one of the filter's outputs; the last one's end is the eos.
func (f *Filter) closeTap(t *tap, eos Message) {
	f.mu.Lock()
	f.unsaid += eos.Lost
	if _, open := f.taps[t]; open {
		delete(f.taps, t)
		if len(f.taps) == 0 && !f.opts.LogOnly {
			eos.Lost, f.unsaid = f.unsaid, 0
			f.queue.push(eos)
		}
	}
	f.mu.Unlock()
	f.bell.ring()
}

// tell hands a match to the observer.
func (f *Filter) tell(t *tap, m Message) {
	level := event.Silent
	if f.opts.Level != nil {
		level = *f.opts.Level
	}
	e := event.Event{Kind: event.Match, Filter: f.Name(), Level: level, Stream: m.Stream.String(), Offset: m.Pos, Data: m.Data}
	if f.opts.Metric {
		e.Value = number(m.Data)
	}
	t.out.job.tell(t.out.run, e)
}

// number gives what a message says, nil if that is no number.
func number(data []byte) *float64 {
	n, err := strconv.ParseFloat(string(bytes.TrimSpace(data)), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return nil
	}
	return &n
}
