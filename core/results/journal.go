package results

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/tlua/tlua/core/event"
)

// Bounds of what a journal holds.
const (
	// MaxOutput is how many bytes of each output of a job's run are written down,
	// of what is sent to it, of the matches of each of its filters, and of what a
	// script prints in an attempt at a test. What is beyond is counted.
	MaxOutput = 1 << 20
	// MaxTail is how many bytes of a job's output are written down beside these, when
	// the job ends: the last. Why it ended is most often there.
	MaxTail = 64 << 10
	// matchCost is what a match counts for beside its bytes, of which it may have
	// none.
	matchCost = 64
)

// Journal is an observer that writes each event down, as one line of JSON, when
// it happens: what was written is there whatever becomes of the process.
// docs/events.md describes the lines. When a line cannot be written, for want of
// room perhaps, nothing is written any more: a journal has no holes.
type Journal struct {
	// Failed is told, once, why the journal has no end. Default: nobody is. It is
	// set before the first event.
	Failed func(error)
	// Dir is the folder that the journal is in: artifacts below it are named as
	// seen from there, others from the root.
	Dir string

	mu    sync.Mutex
	to    io.Writer
	buf   bytes.Buffer
	enc   *json.Encoder
	line  line // that is written; kept, as it is large
	err   error
	start time.Time                   // of the first event; zero: there was none
	tests map[*event.Test]int         // their numbers
	flows map[owner]map[channel]*flow // that are bounded, of what has not ended
}

// owner is what flows end with: a run of a job, or else an attempt at a test or
// a file.
type owner struct {
	job     string
	run     int
	test    *event.Test
	attempt int
	worker  int
}

// channel is one of an owner's flows.
type channel struct{ of, name string }

// flow is how much of something there was.
type flow struct {
	last  event.Event // of those that are not all there
	used  int64
	lost  int64
	count int64  // of events that are not all there
	tail  []byte // of an output, the last that was lost, and before that perhaps more
	end   int64  // offset behind the tail
}

// forget takes note of data that there was no room for.
func (f *flow) forget(e event.Event, data []byte) {
	f.lost += int64(len(data))
	if e.Kind != event.Output {
		return
	}
	f.tail, f.end = append(f.tail, data...), e.Offset+int64(len(e.Data))
	if len(f.tail) > 2*MaxTail {
		f.tail = append(f.tail[:0], f.tail[len(f.tail)-MaxTail:]...)
	}
}

// NewJournal gives a journal that is written to w, with one call of Write for
// each line.
func NewJournal(w io.Writer) *Journal {
	j := &Journal{to: w, tests: map[*event.Test]int{}, flows: map[owner]map[channel]*flow{}}
	j.enc = json.NewEncoder(&j.buf)
	j.enc.SetEscapeHTML(false)
	return j
}

// Wants says that a journal has everything.
func (j *Journal) Wants(event.Kind) bool { return true }

// Observe writes e down.
func (j *Journal) Observe(e event.Event) {
	if err := j.observe(e); err != nil && j.Failed != nil {
		j.Failed(err)
	}
}

// Err gives the reason for which the journal has no end, nil if it can go on.
func (j *Journal) Err() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.err
}

// observe gives the error the first time only.
func (j *Journal) observe(e event.Event) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return nil
	}
	if e.Time.IsZero() {
		e.Time = time.Now()
	}
	if j.start.IsZero() {
		j.start = e.Time
	}
	switch e.Kind {
	case event.Output, event.Sent, event.Match, event.Printed:
		if e = j.bounded(e); e.Kind == 0 {
			return nil
		}
	case event.JobEnded:
		j.settle(e.Time, owner{job: e.JobID, run: e.Run, worker: e.Worker})
	case event.TestEnded, event.FileEnded:
		j.settle(e.Time, owner{test: e.Test, attempt: e.Attempt, worker: e.Worker})
	case event.SuiteEnded:
		j.settle(e.Time, slices.SortedFunc(maps.Keys(j.flows), j.compare)...)
	}
	j.write(e, lineOf(e))
	return j.err
}

// compare orders owners, that lines come in the same order each time.
func (j *Journal) compare(o, p owner) int {
	return cmp.Or(
		cmp.Compare(o.worker, p.worker), cmp.Compare(j.tests[o.test], j.tests[p.test]), cmp.Compare(o.attempt, p.attempt),
		cmp.Compare(o.job, p.job), cmp.Compare(o.run, p.run),
	)
}

// write completes e's line and writes it.
func (j *Journal) write(e event.Event, l line) {
	j.line = l
	j.complete(e, &j.line)
	if j.err != nil {
		return
	}
	j.encode()
	if j.err == nil && bytes.Contains(j.buf.Bytes(), []byte(unsound)) {
		j.line = sound(reflect.ValueOf(j.line)).Interface().(line)
		j.encode()
	}
	if j.err == nil {
		_, j.err = j.to.Write(j.buf.Bytes())
	}
}

func (j *Journal) encode() {
	j.buf.Reset()
	j.err = j.enc.Encode(&j.line)
}

// complete says of a line when and in which test it was.
func (j *Journal) complete(e event.Event, l *line) {
	l.At = seconds(max(e.Time.Sub(j.start), 0))
	switch e.Kind {
	case event.SuiteBegun:
		l.setSuite(e.Suite, j.start)
	case event.Artifact:
		l.Path = j.place(e.Path)
	}
	if e.Test != nil {
		l.Attempt = max(e.Attempt, 1)
		if l.Test = j.tests[e.Test]; l.Test == 0 {
			l.Test = len(j.tests) + 1
			j.tests[e.Test] = l.Test
			l.setTest(e.Test)
		}
	}
}

// place names a file as seen from the journal's folder, if it is in there, or else
// from the root.
func (j *Journal) place(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	dir, err := filepath.Abs(j.Dir)
	if j.Dir == "" || err != nil {
		return abs
	}
	rel, err := filepath.Rel(dir, abs)
	if err != nil || !filepath.IsLocal(rel) {
		return abs
	}
	return filepath.ToSlash(rel)
}

// bounded gives what there is room for of an event with data: nothing if its Kind
// is 0.
func (j *Journal) bounded(e event.Event) event.Event {
	o := owner{job: e.JobID, run: e.Run, worker: e.Worker}
	c := channel{e.Kind.String(), e.Stream}
	room, size := int64(MaxOutput), int64(len(e.Data))
	switch e.Kind {
	case event.Printed:
		o = owner{test: e.Test, attempt: e.Attempt, worker: e.Worker}
	case event.Match:
		c.name = e.Filter
		size += matchCost
	}
	f := j.flows[o][c]
	if f == nil {
		f = &flow{}
		if j.flows[o] == nil {
			j.flows[o] = map[channel]*flow{}
		}
		j.flows[o][c] = f
	}
	if room -= f.used; size <= room {
		f.used += size
		return e
	}
	f.used = MaxOutput
	f.count++
	f.last = e
	f.last.Data = nil
	if e.Kind == event.Match || room == 0 {
		f.forget(e, e.Data)
		return event.Event{}
	}
	f.forget(e, e.Data[room:])
	e.Data = e.Data[:room]
	return e
}

// settle tells of all that was lost of what ends now.
func (j *Journal) settle(at time.Time, ended ...owner) {
	for _, o := range ended {
		byName := func(a, b channel) int { return cmp.Or(cmp.Compare(a.of, b.of), cmp.Compare(a.name, b.name)) }
		for _, c := range slices.SortedFunc(maps.Keys(j.flows[o]), byName) {
			f := j.flows[o][c]
			if f.count == 0 {
				continue
			}
			e := f.last
			e.Time = at
			if n := min(len(f.tail), MaxTail); n > 0 {
				e.Data, e.Offset = f.tail[len(f.tail)-n:], f.end-int64(n)
				f.lost -= int64(n)
				j.write(e, lineOf(e))
			}
			if f.lost == 0 && c.of != event.Match.String() {
				continue // all of it is there
			}
			j.write(e, line{
				Kind: outputLost, Worker: e.Worker, Job: e.Job, JobID: e.JobID, Run: e.Run,
				Stream: e.Stream, Filter: e.Filter, Of: c.of, Lost: f.lost, Count: f.count,
			})
		}
		delete(j.flows, o)
	}
}
