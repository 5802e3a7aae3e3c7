package job

import (
	"context"
	"time"

	"github.com/tlua/tlua/core/event"
)

// Expected is what Expect found.
type Expected struct {
	Index   int      // which of the patterns it is, from 0
	Data    []byte   // what matched
	Before  []byte   // what was unread before it
	Dropped int      // pieces lost of that, for want of a reader
	Pos     int64    // offset of Data in this run's stream
	Groups  [][]byte // of the pattern, by number; the first is Data. nil: it took no part
	Names   []string // of the groups, "" where there is none
}

// Expect waits for the first match of any of the patterns in what the filter
// has not given out yet, and takes it with all that is before it; what is
// behind it stays for the next Expect or Receive. It is for dialogues: the
// filter must be a raw one on one output.
//
// A match is one of those that a|b|c finds: the first in the output, and of
// several that begin in the same place that of the pattern which comes first.
// It is given as soon as no later output can change it. ^, \b and look-behind
// see what was taken before; \z matches at the end of the output. Only output
// of the newest run counts; what is left of earlier ones is taken with a match.
//
// Errors, with which nothing is taken: ETIMEDOUT, ENODATA at the end of the
// output, EINVAL for a pattern that does not compile and for filters of other
// kinds, EPERM for one that only logs, EBADF.
func (f *Filter) Expect(ctx context.Context, patterns ...string) (*Expected, error) {
	const op = "job.expect"
	s, err := f.search(patterns)
	if err != nil {
		return nil, WithOp(op, err)
	}
	if !s.look() {
		done := f.owner.waiting(ctx, nil, op, s.what())
		start := time.Now()
		err := awaitFrom(ctx, f.source, []*bell{&f.bell}, s.look)
		done(err)
		if err != nil {
			return nil, s.timedOut(op, ctx, start)
		}
	}
	switch {
	case s.found != nil:
		f.tellFound(s)
		return s.found, nil
	case s.dead:
		return nil, f.owner.destroyed(op)
	}
	return nil, s.failed(op, ENODATA, nil, ": the output is at its end")
}

// tellFound hands what the job's own Expect found to the observer.
func (f *Filter) tellFound(s *search) {
	if f.ownTalk && f.owner.wants.Has(event.Match) {
		f.owner.tell(&run{n: s.run}, event.Event{
			Kind: event.Match, Filter: f.Name(), Level: event.Silent, Stream: Stdout.String(), Offset: s.found.Pos, Data: s.found.Data,
		})
	}
}

// Expect is Filter.Expect on the job's standard output, by a filter of its own
// that is made when it is called first and sees the run from its beginning. A
// megabyte is kept for it until then.
func (j *Job) Expect(ctx context.Context, patterns ...string) (*Expected, error) {
	f, err := j.dialogue()
	if err != nil {
		return nil, WithOp("job.expect", err)
	}
	return f.Expect(ctx, patterns...)
}

// dialogue gives the filter of the job's own Expect.
func (j *Job) dialogue() (*Filter, error) {
	f, missed, err := j.dialogueLocked()
	if missed != nil {
		missed.replay(func(at int64) Sink { return f.tap(missed, at) })
	}
	return f, err
}

// dialogueLocked gives the filter, and the output that it has to catch up with
// if it is new.
func (j *Job) dialogueLocked() (f *Filter, missed *output, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.state == Destroyed:
		return nil, nil, j.destroyed("")
	case j.talk != nil:
		return j.talk, nil, nil
	}
	f, err = newFilter(j, FilterOptions{Name: "expect", Stdout: true, Raw: true})
	if err != nil {
		return nil, nil, err
	}
	f.ownTalk = true
	j.talk, j.attached = f, append(j.attached, f)
	if r := j.watchLocked(f.watcher(Stdout)); r != nil {
		missed = r.output(Stdout)
	}
	return f, missed, nil
}

// runs gives how often the job was started.
func (j *Job) runs() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.run == nil {
		return 0
	}
	return j.run.n
}
