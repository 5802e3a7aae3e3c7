package main

import (
	"context"
	"io"
)

// input is standard input with reads that a context ends. What arrives after
// that is there for the next one.
type input struct {
	from io.Reader
	ctx  func() context.Context // of the reads from now on
	got  chan piece
	busy bool  // a piece is on its way
	rest piece // arrived, not yet read
}

type piece struct {
	data []byte
	err  error
}

func newInput(from io.Reader, ctx func() context.Context) *input {
	return &input{from: from, ctx: ctx, got: make(chan piece, 1)}
}

// Read reads what is there, or waits for it.
func (i *input) Read(p []byte) (int, error) {
	if len(i.rest.data) == 0 && i.rest.err == nil {
		if err := i.next(len(p)); err != nil {
			return 0, err
		}
	}
	if len(i.rest.data) == 0 {
		err := i.rest.err
		i.rest.err = nil
		return 0, err
	}
	n := copy(p, i.rest.data)
	i.rest.data = i.rest.data[n:]
	return n, nil
}

// next waits for a piece. The goroutine that fetches it outlives the context:
// nothing ends a read from a terminal.
func (i *input) next(size int) error {
	if !i.busy {
		i.busy = true
		go func() {
			buf := make([]byte, size)
			n, err := i.from.Read(buf)
			i.got <- piece{buf[:n], err}
		}()
	}
	ctx := i.ctx()
	select {
	case i.rest = <-i.got:
		i.busy = false
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
