package job

import (
	"context"
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// burst is how long an output that was busy is still waited for before it is
// left alone.
const burst = time.Millisecond

// reader says who reads an output. As long as it is silent nobody does: the host
// calls when there is something, and a goroutine reads until it is silent again.
// But who waits for a message of a silent output reads it himself, because
// handing over what was read, from one goroutine to another, takes longer than
// all the rest.
type reader struct {
	mu    sync.Mutex
	taken bool // someone reads
	asked bool // who reads is to see whether anything is left

	handsOn atomic.Bool // who reads is awake, and will look around before it waits
}

// take makes the caller the reader; it is called by the host.
func (r *reader) take() {
	r.mu.Lock()
	r.taken = true
	r.mu.Unlock()
}

// pump reads as long as something comes. The host calls it.
func (o *output) pump() {
	o.reader.take()
	var patience time.Time
	for {
		now := time.Now()
		if patience.Sub(now) < burst/2 {
			patience = now.Add(burst)
			o.src.SetReadDeadline(patience)
		}
		err := o.src.Next(o)
		switch {
		case err == nil:
		case !errors.Is(err, os.ErrDeadlineExceeded):
			o.close()
			return
		case o.answer(), time.Now().Before(patience):
			patience = time.Time{}
		default:
			o.leave()
			return
		}
	}
}

// leave has the host call when there is something to read, and tells those who
// wait that they may read themselves.
func (o *output) leave() {
	o.src.SetReadDeadline(time.Time{})
	o.reader.mu.Lock()
	o.reader.taken = false
	asked := o.reader.asked
	o.reader.asked = false
	if asked {
		o.look()
	}
	o.src.Arm(o.pump)
	o.reader.mu.Unlock()
	o.mu.Lock()
	for _, s := range o.sinks {
		if t, ok := s.(*tap); ok {
			t.filter.bell.ring()
		}
	}
	o.mu.Unlock()
}

// claim makes the caller the reader if the output is silent.
func (o *output) claim() bool {
	o.reader.mu.Lock()
	defer o.reader.mu.Unlock()
	if o.reader.taken || !o.src.Disarm() {
		return false
	}
	o.reader.taken = true
	return true
}

// readFor reads a claimed output until ready says yes, or else until ctx ends or
// the output does, and leaves it. w is woken when ready is to be asked.
func (o *output) readFor(ctx context.Context, w *waiter, ready func() bool) bool {
	o.reader.handsOn.Store(true)
	w.reads.Store(o)
	defer w.reads.Store(nil)
	defer context.AfterFunc(ctx, o.interrupt)()
	for {
		if ready() {
			o.leave()
			return true
		}
		if ctx.Err() != nil {
			o.leave()
			return false
		}
		o.reader.handsOn.Store(false)
		select {
		case <-w.woken: // before that was said
			o.reader.handsOn.Store(true)
			continue
		default:
		}
		err := o.src.Next(o)
		o.reader.handsOn.Store(true)
		switch {
		case err == nil:
		case !errors.Is(err, os.ErrDeadlineExceeded):
			o.close()
			return false
		default:
			o.src.SetReadDeadline(time.Time{})
			o.answer()
		}
	}
}

// interrupt has the reader look at what it waits for.
func (o *output) interrupt() { o.src.SetReadDeadline(time.Unix(1, 0)) }

// ask has it found out whether anything that the process wrote is left in the
// pipe, though another process keeps it open.
func (o *output) ask() {
	o.reader.mu.Lock()
	defer o.reader.mu.Unlock()
	if o.reader.taken {
		o.reader.asked = true
		o.interrupt()
		return
	}
	o.look()
}

// answer does what the reader was asked for; it reports whether it was.
func (o *output) answer() bool {
	o.reader.mu.Lock()
	asked := o.reader.asked
	o.reader.asked = false
	o.reader.mu.Unlock()
	if asked {
		o.look()
	}
	return asked
}

// look finds out how far the output has to be read to have caught up.
func (o *output) look() {
	n, err := o.src.Buffered()
	o.mu.Lock()
	defer o.mu.Unlock()
	if n == 0 || err != nil {
		o.caughtUp()
		return
	}
	o.due = o.history.end + int64(n)
}

// close is the reader's last act. To close a terminal before its process has
// ended would hang up on it.
func (o *output) close() {
	o.finish()
	if o.job.pty && !o.run.isOver() {
		go func() {
			<-o.run.exited
			o.release()
		}()
		return
	}
	o.release()
}

func (o *output) release() {
	o.src.Close()
	o.run.readers.Done()
}

// end closes the output before its end.
func (o *output) end() {
	if o.claim() {
		o.close()
		return
	}
	o.src.Close() // the reader notices
}
