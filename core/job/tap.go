package job

import (
	"io"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job/stream"
)

// tap is a filter at work on one output of one run. It runs on the goroutine
// that reads the output.
type tap struct {
	filter   *Filter
	out      *output
	cut      cutter
	base     int64     // the stream's offset where the tap began
	batch    []Message // found in the piece at hand
	arena    []byte    // what messages' data is cut from
	bounds   []byte    // work space of captures
	toldLost int64     // what messages have told of what was lost
	sumLost  int64     // what the filter's sum has of it
	observed bool
}

// cutter finds messages in a stream that arrives in pieces.
type cutter interface {
	io.WriteCloser
	Lost() int64
}

// tap opens the filter on an output, at the stream's offset at.
func (f *Filter) tap(o *output, at int64) *tap {
	t := &tap{filter: f, out: o, base: at, observed: o.job.wants.Has(event.Match) && !f.ownTalk}
	switch {
	case f.pattern != nil:
		t.cut = o.dialect(f.pattern).NewMatcher(f.opts.MaxMatchBytes, t.match)
	case f.opts.Raw:
		t.cut = &raw{emit: t.found}
	default:
		t.cut = stream.NewLines(f.opts.MaxMatchBytes, t.found)
	}
	f.mu.Lock()
	f.taps[t] = struct{}{}
	f.ended = false
	f.mu.Unlock()
	return t
}

func (t *tap) match(m stream.Match) {
	g := t.filter.opts.Extract
	at := m.Start(g)
	if at < 0 {
		at = m.Start(0)
	}
	if t.filter.names == nil {
		t.found(m.Text(g), at)
		return
	}
	t.foundGroups(m, g, at)
}

// found takes one message's data, which is valid only now.
func (t *tap) found(data []byte, at int64) {
	m := t.message()
	m.Pos = t.base + at
	m.Data = append(t.room(len(data)), data...)
	t.add(m)
}

// add adds a message to the batch.
func (t *tap) add(m Message) {
	if t.observed {
		t.filter.tell(t, m)
	}
	t.batch = append(t.batch, m)
}

// message gives a message with all but its data.
func (t *tap) message() Message {
	lost := t.cut.Lost()
	m := Message{
		Lost: lost - t.toldLost, Stream: t.out.stream, Filter: t.filter,
		Time: t.out.now.Sub(t.out.run.started), Run: t.out.run.n,
	}
	t.toldLost = lost
	return m
}

// room gives an empty slice for n bytes out of the arena, so that a flood of
// short messages does not cost an allocation each.
func (t *tap) room(n int) []byte {
	const block = 4 << 10
	if n > cap(t.arena)-len(t.arena) {
		if n >= block/4 {
			return make([]byte, 0, n)
		}
		t.arena = make([]byte, 0, block)
	}
	at := len(t.arena)
	t.arena = t.arena[:at+n]
	return t.arena[at : at : at+n]
}

// Write looks for messages in the next piece of the output.
func (t *tap) Write(p []byte) (int, error) {
	t.cut.Write(p)
	t.deliver()
	return len(p), nil
}

// Close looks for messages in what is left, and ends the tap.
func (t *tap) Close() error {
	t.cut.Close()
	t.deliver()
	eos := t.message()
	eos.EOS, eos.Pos = true, t.out.history.end
	t.filter.closeTap(t, eos)
	return nil
}

// deliver queues what was found, under one lock and with one wake.
func (t *tap) deliver() {
	f, lost := t.filter, t.cut.Lost()
	if len(t.batch) == 0 && lost == t.sumLost {
		return
	}
	f.mu.Lock()
	f.lost += lost - t.sumLost
	t.sumLost = lost
	if !f.opts.LogOnly {
		f.queue.pushAll(t.batch)
	}
	f.mu.Unlock()
	clear(t.batch)
	t.batch = t.batch[:0]
	f.bell.ring()
}

// raw is the cutter that takes pieces as they come.
type raw struct {
	emit func([]byte, int64)
	at   int64
}

func (r *raw) Write(p []byte) (int, error) {
	r.emit(p, r.at)
	r.at += int64(len(p))
	return len(p), nil
}

func (r *raw) Close() error { return nil }
func (r *raw) Lost() int64  { return 0 }
