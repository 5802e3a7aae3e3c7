package main

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/tlua/tlua/core/event"
)

// answer tells what is running whenever somebody asks by a signal, until the
// function that it gives is called.
func (t *tests) answer() (stop func()) {
	if t.w.asked == nil {
		return func() {}
	}
	signals, forget := t.w.asked()
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-signals:
				_, _ = t.console.Write([]byte(t.console.Now())) // there is nobody else to be told
			case <-done:
				return
			}
		}
	})
	return func() {
		forget()
		close(done)
		wg.Wait()
	}
}

// pause waits, with the jobs of a failed test as they are, until a person goes on.
func (t *tests) pause(ctx context.Context, test *event.Test, failures []event.Failure) {
	t.pausing.Lock() // one at a time
	defer t.pausing.Unlock()
	defer t.console.Pause()()
	var b strings.Builder
	fmt.Fprintf(&b, "paused: %s failed\n", test.Name)
	alive := false
	for _, f := range failures {
		b.WriteString("  " + strings.SplitN(f.Message, "\n", 2)[0] + "\n")
		for _, j := range f.Jobs {
			words := strings.TrimSuffix(strings.SplitN(j, "\n", 2)[0], ", last output:")
			alive = alive || strings.Contains(words, "(pid ")
			b.WriteString("  " + words + "\n")
		}
	}
	if alive {
		b.WriteString("its jobs are alive: look at them from another terminal, by their numbers; ")
	}
	b.WriteString("Enter goes on")
	t.complain(b.String())
	if t.input == nil {
		t.input = newInput(t.w.stdin, func() context.Context { return t.held })
	}
	t.held = ctx
	for c := []byte{0}; c[0] != '\n'; {
		if _, err := t.input.Read(c); err != nil {
			return // there is no one to press Enter, or no time
		}
	}
}
