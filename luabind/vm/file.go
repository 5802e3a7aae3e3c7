package vm

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"
)

// fileClass is the name of the type of files, and of their metatable.
const fileClass = "FILE*"

// bufferSize is that of C's files.
const bufferSize = 4096

// vbuf says when what is written leaves the buffer.
type vbuf int

const (
	bufferNone vbuf = iota
	bufferFull
	bufferLine
)

// file is what a script's file handle stands for: a standard file, one that was
// opened, or the pipe of a command.
type file struct {
	standard bool
	r        *bufio.Reader // nil: not open for reading
	w        *bufio.Writer // nil: not open for writing
	under    io.Writer     // what w writes to
	mode     vbuf
	disk     *os.File // nil for a standard file
	child    *child   // the command of a pipe
	input    *patient // the source of the standard input
	closed   bool
	done     func() // forgets the file
}

// diskFile makes a file of an open one. What waits for another process, as a
// pipe does, stops waiting when ctx ends.
func diskFile(ctx context.Context, f *os.File, read, write bool) *file {
	h := &file{disk: f, mode: bufferFull, done: func() {}}
	if read {
		h.r = bufio.NewReaderSize(f, bufferSize)
	}
	if write {
		h.under, h.w = f, bufio.NewWriterSize(f, bufferSize)
	}
	if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() && ctx.Done() != nil {
		stop := context.AfterFunc(ctx, func() { _ = f.SetDeadline(time.Unix(1, 0)) })
		h.done = func() { stop() }
	}
	return h
}

// toRead readies f for reading. What it does not give is an error.
func (f *file) toRead(c libCall) error {
	if f.r == nil {
		return syscall.EBADF
	}
	if f.input != nil {
		f.input.ctx = c.context()
	}
	if f.w != nil && f.w.Buffered() > 0 {
		return f.w.Flush()
	}
	return nil
}

// toWrite readies f for writing: at the place up to which it was read, and not
// up to which the buffer was filled.
func (f *file) toWrite() error {
	if f.w == nil {
		return syscall.EBADF
	}
	return f.unread()
}

func (f *file) unread() error {
	if f.r == nil || f.disk == nil || f.r.Buffered() == 0 {
		return nil
	}
	_, err := f.disk.Seek(-int64(f.r.Buffered()), io.SeekCurrent)
	f.r.Reset(f.disk)
	return err
}

// settle lets what was written leave the buffer if its mode says so. line tells
// whether a line was ended.
func (f *file) settle(line bool, err error) error {
	if err == nil && (f.mode == bufferNone || f.mode == bufferLine && line) {
		err = f.w.Flush()
	}
	if err != nil {
		f.w.Reset(f.under) // the next write is tried again
	}
	return err
}

// flush writes what the buffer holds, and has what is below write its own.
func (f *file) flush() error {
	if f.w == nil {
		return nil
	}
	if err := f.w.Flush(); err != nil {
		f.w.Reset(f.under)
		return err
	}
	return flushWriter(f.under)
}

// flushWriter calls the Flush method of w, if it has one.
func flushWriter(w io.Writer) error {
	switch w := w.(type) {
	case interface{ Flush() error }:
		return w.Flush()
	case interface{ Flush() }:
		w.Flush()
	}
	return nil
}

// seek moves f to a place, and gives it.
func (f *file) seek(offset int64, whence int) (int64, error) {
	if f.disk == nil {
		return 0, syscall.ESPIPE
	}
	if f.w != nil {
		if err := f.w.Flush(); err != nil {
			return 0, err
		}
	}
	if err := f.unread(); err != nil {
		return 0, err
	}
	return f.disk.Seek(offset, whence)
}

// close writes what is left and closes f; the command of a pipe it waits for.
func (f *file) close() error {
	f.closed = true
	f.done()
	err := f.flush()
	if f.disk != nil {
		err = errors.Join(err, f.disk.Close())
	}
	if f.child != nil {
		f.child.wait()
	}
	return err
}

// abandon closes f at the end of the script: a command is not waited for.
func (f *file) abandon() error {
	if f.child != nil {
		f.child.proc.Kill()
	}
	err := f.close()
	if f.child != nil {
		return nil // it was killed: nobody reads what was left for it
	}
	return err
}

// String is what tostring gives.
func (f *file) String() string {
	if f.closed {
		return "file (closed)"
	}
	return fmt.Sprintf("file (%p)", f)
}
