package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/tlua/tlua/core/event"
)

// input is the writing end of one of a run's inputs.
type input struct {
	fd int
	mu sync.Mutex // one Send at a time
	w  io.WriteCloser

	closing sync.Mutex
	closed  bool
}

// String names the input, for messages.
func (in *input) String() string { return inputName(in.fd) }

func inputName(fd int) string {
	if fd == 0 {
		return "standard input"
	}
	return fmt.Sprintf("input %d", fd)
}

// close ends the input. What could not be closed can be tried again.
func (in *input) close() error {
	in.closing.Lock()
	defer in.closing.Unlock()
	if in.closed {
		return nil
	}
	err := in.w.Close()
	in.closed = err == nil
	return err
}

// Send writes data to the job's standard input, and waits while the pipe is
// full. Errors: ESRCH if the job does not run, EPIPE once its input is closed
// by either side, ETIMEDOUT if ctx ends first; the message says how much was
// taken.
func (j *Job) Send(ctx context.Context, data []byte) error { return j.SendTo(ctx, 0, data) }

// SendTo is Send to the input at descriptor fd. EINVAL if the job has no such
// input.
func (j *Job) SendTo(ctx context.Context, fd int, data []byte) error {
	const op = "job.send"
	in, err := j.input(op, fd)
	if err != nil {
		return err
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	start := time.Now()
	stop := endWrites(ctx, in.w)
	n, err := in.w.Write(data)
	stop()
	if n > 0 {
		j.Tell(event.Event{Kind: event.Sent, Data: data[:n]})
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, os.ErrDeadlineExceeded):
		cause := context.Cause(ctx)
		return j.failed(op, CodeOf(cause), cause, "%d of %d bytes were taken in %v", n, len(data), Waited(ctx, start))
	case errors.Is(err, syscall.EPIPE), errors.Is(err, fs.ErrClosed):
		return j.failed(op, EPIPE, err, "%s is closed; %d of %d bytes were taken", in, n, len(data))
	}
	return j.failed(op, CodeOf(err), err, "%d of %d bytes were taken", n, len(data))
}

// endWrites makes ctx's end the end of a blocked Write. What it returns undoes
// it.
func endWrites(ctx context.Context, w io.Writer) (stop func()) {
	d, ok := w.(interface{ SetWriteDeadline(time.Time) error })
	if !ok {
		return func() {}
	}
	if ctx.Err() != nil {
		// A call without time writes what there is room for: a deadline in the
		// past would not even try.
		d.SetWriteDeadline(time.Now().Add(time.Millisecond))
		return func() { d.SetWriteDeadline(time.Time{}) }
	}
	done := make(chan struct{})
	cancel := context.AfterFunc(ctx, func() {
		d.SetWriteDeadline(time.Unix(1, 0))
		close(done)
	})
	return func() {
		if !cancel() {
			<-done
			d.SetWriteDeadline(time.Time{})
		}
	}
}

// CloseStdin closes the job's standard input: the process reads an end of
// file. Closing it again is no error. ESRCH if the job does not run, EPIPE if
// it was made without standard input.
func (j *Job) CloseStdin() error { return j.closeInput("job.close_stdin", 0) }

// CloseInput is CloseStdin for the input at descriptor fd. EINVAL if the job
// has no such input.
func (j *Job) CloseInput(fd int) error { return j.closeInput("job.close_input", fd) }

func (j *Job) closeInput(op string, fd int) error {
	in, err := j.input(op, fd)
	if err != nil {
		return err
	}
	if err := in.close(); err != nil {
		return j.failed(op, CodeOf(err), err, "%s was not closed: %v", in, err)
	}
	return nil
}

// input gives the input at descriptor fd of a job that runs.
func (j *Job) input(op string, fd int) (*input, error) {
	if err := j.takes(fd); err != nil {
		return nil, WithOp(op, err)
	}
	r, err := j.live(op)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(r.in, func(in *input) bool { return in.fd == fd })
	return r.in[i], nil
}
