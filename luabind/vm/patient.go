package vm

import (
	"context"
	"io"
)

// patient reads from a source that may keep a reader waiting, until its context
// ends. What the source gives after that is there for the next read.
type patient struct {
	ctx     context.Context // of the read that is under way
	src     io.Reader
	buf     [bufferSize]byte
	left    []byte      // read and not yet given out
	err     error       // given out after left
	pending chan answer // of a read that is under way; nil if there is none
}

// answer is what a read gave.
type answer struct {
	n   int
	err error
}

// Read reads from the source. The end of the context is an error.
func (p *patient) Read(b []byte) (int, error) {
	if len(p.left) == 0 && p.err == nil {
		if err := p.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(b, p.left)
	p.left = p.left[n:]
	if len(p.left) > 0 {
		return n, nil
	}
	err := p.err
	p.err = nil
	return n, err
}

func (p *patient) fill() error {
	if p.pending == nil {
		pending := make(chan answer, 1)
		p.pending = pending
		go func() {
			n, err := p.src.Read(p.buf[:])
			pending <- answer{n, err}
		}()
	}
	select {
	case a := <-p.pending:
		p.pending, p.left, p.err = nil, p.buf[:a.n], a.err
		return nil
	case <-p.ctx.Done():
		return p.ctx.Err()
	}
}
