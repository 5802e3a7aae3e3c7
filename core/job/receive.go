package job

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// readable gives the error of a filter that cannot be read.
func (f *Filter) readable(op string) error {
	if f.opts.LogOnly {
		return Errorf(op, EPERM, "%s is not readable: it only logs", f)
	}
	return nil
}

// over reports whether no data can come any more: what is left, if anything, is
// an eos, which those who want one have taken before they ask. f.mu is held.
func (f *Filter) over() bool {
	return f.queue.data() == 0 && len(f.taps) == 0 && (f.ended || f.queue.eos > 0) && !f.recurs()
}

// take removes the oldest message; f.mu is held.
func (f *Filter) take() Message {
	m := f.queue.take()
	if m.EOS {
		f.ended = true
	}
	return m
}

// wait waits until ready, called with the filter's lock held, says yes.
// Errors: EBADF if the filter's job was destroyed, ENODATA if nothing can come
// any more, ETIMEDOUT at ctx's end.
func (f *Filter) wait(ctx context.Context, op string, ready func() bool) error {
	if err := f.readable(op); err != nil {
		return err
	}
	var dead, over bool
	look := func() bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		dead = f.dead
		if dead || ready() {
			return true
		}
		over = f.over()
		return over
	}
	if !look() {
		what := f.message()
		done := f.owner.waiting(ctx, nil, op, what)
		start := time.Now()
		err := awaitFrom(ctx, f.source, []*bell{&f.bell}, look)
		done(err)
		if err != nil {
			return f.owner.timedOut(ctx, op, ETIMEDOUT, start, "no "+what+" for %v")
		}
	}
	switch {
	case dead:
		return f.owner.destroyed(op)
	case over:
		return f.owner.failed(op, ENODATA, nil, "no %s: its outputs are at their end", f.message())
	}
	return nil
}

// source gives the output that the next message comes from, nil if there is more
// than one that it can come from.
func (f *Filter) source() *output {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.taps) == 1 {
		for t := range f.taps {
			return t.out
		}
	}
	return nil
}

// message names a message of the filter, for waits.
func (f *Filter) message() string { return fmt.Sprintf("message of filter %q", f.Name()) }

// Receive takes the oldest message, and waits for one. Errors: ETIMEDOUT,
// ENODATA once the job ended and the eos was read, EPERM for a filter that only
// logs, EBADF.
func (f *Filter) Receive(ctx context.Context) (m Message, err error) {
	err = f.wait(ctx, "job.receive", func() bool {
		if f.queue.len() == 0 {
			return false
		}
		m = f.take()
		return true
	})
	return m, err
}

// ReceiveLast gives the newest message that is no eos, and leaves it in the
// queue; it waits for one. Errors as those of Receive.
func (f *Filter) ReceiveLast(ctx context.Context) (m Message, err error) {
	err = f.wait(ctx, "job.receive_last", func() bool {
		for i := f.queue.len() - 1; i >= 0; i-- {
			if !f.queue.at(i).EOS {
				m = *f.queue.at(i)
				return true
			}
		}
		return false
	})
	return m, err
}

// ReceiveMany takes all messages that are there, eos included, but at most max
// (0: all); it waits for the first. Errors as those of Receive.
func (f *Filter) ReceiveMany(ctx context.Context, max int) (ms []Message, err error) {
	err = f.wait(ctx, "job.receive_many", func() bool {
		n := f.queue.len()
		if max > 0 {
			n = min(n, max)
		}
		for range n {
			ms = append(ms, f.take())
		}
		return n > 0
	})
	return ms, err
}

// ReceiveSingle waits for the first message that is no eos, and takes it.
// EINVAL, and nothing is taken, if there are two; else errors as those of
// Receive.
func (f *Filter) ReceiveSingle(ctx context.Context) (m Message, err error) {
	const op = "job.receive_single"
	n := 0
	err = f.wait(ctx, op, func() bool {
		if n = f.queue.data(); n != 1 {
			return n > 1
		}
		for m = f.take(); m.EOS; m = f.take() {
		}
		return true
	})
	if err == nil && n > 1 {
		err = f.owner.failed(op, EINVAL, nil, "%d messages of filter %q are there, one was expected", n, f.Name())
	}
	return m, err
}

// HasData reports whether a message that is no eos is there, or comes before
// ctx ends.
func (f *Filter) HasData(ctx context.Context) (bool, error) {
	err := f.wait(ctx, "job.has_data", func() bool { return f.queue.data() > 0 })
	switch CodeOf(err) {
	case ETIMEDOUT, ENODATA:
		return false, nil
	}
	return err == nil, err
}

// Clear throws away what is queued.
func (f *Filter) Clear() error {
	const op = "job.clear"
	if err := f.readable(op); err != nil {
		return err
	}
	if err := f.alive(op); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for f.queue.len() > 0 {
		f.take()
	}
	return nil
}

// Poll waits until at least one of the filters has a message, eos included,
// and gives those that have. Errors: ETIMEDOUT, ENODATA once nothing can come
// to any of them, EPERM, EBADF.
func Poll(ctx context.Context, filters ...*Filter) (ready []*Filter, err error) {
	err = waitFilters(ctx, "job.poll", filters, func() bool {
		ready = ready[:0]
		for _, f := range filters {
			f.mu.Lock()
			if f.queue.len() > 0 {
				ready = append(ready, f)
			}
			f.mu.Unlock()
		}
		return len(ready) > 0
	})
	return ready, err
}

// Receive takes the next message of any of the filters: the first in the list
// that has one. Errors as those of Poll.
func Receive(ctx context.Context, filters ...*Filter) (m Message, err error) {
	err = waitFilters(ctx, "job.receive", filters, func() bool {
		for _, f := range filters {
			f.mu.Lock()
			found := f.queue.len() > 0
			if found {
				m = f.take()
			}
			f.mu.Unlock()
			if found {
				return true
			}
		}
		return false
	})
	return m, err
}

// waitFilters is wait for several filters; ready takes their locks itself.
func waitFilters(ctx context.Context, op string, filters []*Filter, ready func() bool) error {
	if len(filters) == 0 {
		return Errorf(op, EINVAL, "no filters are given")
	}
	bells := make([]*bell, len(filters))
	var names []string
	for i, f := range filters {
		if err := f.readable(op); err != nil {
			return err
		}
		bells[i] = &f.bell
		names = append(names, fmt.Sprintf("%q of %s", f.Name(), f.owner.label))
	}
	var bad error
	start := time.Now()
	look := func() bool {
		if ready() {
			return true
		}
		bad = hopeless(op, filters)
		return bad != nil
	}
	if look() {
		return bad
	}
	done := filters[0].owner.waiting(ctx, nil, op, "a message of one of the filters "+strings.Join(names, ", "))
	err := await(ctx, bells, look)
	done(err)
	if err != nil {
		return waitError(op, ctx, err, ETIMEDOUT, fmt.Sprintf("no message of the filters %s for %v; %s",
			strings.Join(names, ", "), Waited(ctx, start), filters[0].owner.Describe()))
	}
	return bad
}

// hopeless gives the error of filters of which one is dead, or to none of which
// anything can come.
func hopeless(op string, filters []*Filter) error {
	for _, f := range filters {
		f.mu.Lock()
		dead := f.dead
		f.mu.Unlock()
		if dead {
			return f.owner.destroyed(op)
		}
	}
	if slices.ContainsFunc(filters, func(f *Filter) bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return !f.over()
	}) {
		return nil
	}
	return Errorf(op, ENODATA, "the outputs of all filters are at their end")
}
