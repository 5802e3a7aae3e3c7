package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"golang.org/x/term"
)

// flushTime is how long output may wait for more.
const flushTime = 20 * time.Millisecond

// output is what scripts print. On a terminal it is shown at once; elsewhere it
// is collected, for a moment, as a write for each line is slow.
type output struct {
	failed func(error) // is told of the first error

	mu     sync.Mutex
	to     io.Writer
	buf    *bufio.Writer // nil: written at once
	timer  *time.Timer
	waits  bool // the timer runs
	closed bool
	err    error
}

// newOutput gives the output to w.
func newOutput(w io.Writer) *output {
	o := &output{to: w, failed: func(error) {}}
	if !isTerminal(w) {
		o.buf = bufio.NewWriterSize(w, 1<<16)
	}
	return o
}

// Write puts p behind what was written before.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return 0, o.err
	}
	if o.buf == nil || o.closed {
		n, err := o.to.Write(p)
		return n, o.note(err)
	}
	n, err := o.buf.Write(p)
	if err == nil && o.buf.Buffered() > 0 && !o.waits {
		o.waits = true
		if o.timer == nil {
			o.timer = time.AfterFunc(flushTime, o.late)
		} else {
			o.timer.Reset(flushTime)
		}
	}
	return n, o.note(err)
}

func (o *output) late() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.waits = false
	_ = o.flush() // the next Write tells
}

// Flush writes what was collected.
func (o *output) Flush() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.flush()
}

func (o *output) flush() error {
	if o.buf == nil || o.err != nil {
		return o.err
	}
	return o.note(o.buf.Flush())
}

// note keeps the first error, and tells of it.
func (o *output) note(err error) error {
	if err != nil && o.err == nil {
		o.err = err
		o.failed(err)
	}
	return err
}

// close writes what was collected, and gives the first error there was.
func (o *output) close() error {
	err := o.Flush()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.timer != nil {
		o.timer.Stop()
	}
	o.closed = true
	return err
}

// nobodyReads reports whether err says that the other end of a pipe is gone.
func nobodyReads(err error) bool { return errors.Is(err, syscall.EPIPE) }

// after is a writer that lets the output go first: where both lead to the same
// file, what happened first is read first.
type after struct {
	file *os.File
	out  *output
}

// Fd lets the writer be known as a terminal.
func (a after) Fd() uintptr { return a.file.Fd() }

// Write writes the output, and then p.
func (a after) Write(p []byte) (int, error) {
	_ = a.out.Flush() // the output's own writes tell
	return a.file.Write(p)
}

// behind gives the writer to standard error that lets the output go first. A
// terminal's output is never held back.
func (o *output) behind(stderr io.Writer) io.Writer {
	if f, ok := stderr.(*os.File); ok && o.buf != nil {
		return after{f, o}
	}
	return stderr
}

func isTerminal(v any) bool {
	d, ok := v.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(d.Fd()))
}
