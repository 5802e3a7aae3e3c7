package job

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/tlua/tlua/core/event"
)

// stdin is the writing end of a run's descriptor 0.
type stdin struct {
	mu   sync.Mutex // one Send at a time
	w    io.WriteCloser
	once sync.Once
}

func (s *stdin) close() {
	s.once.Do(func() {
		if s.w != nil {
			s.w.Close()
		}
	})
}

// Send writes data to the job's standard input, and waits while the pipe is
// full. Errors: ESRCH if the job does not run, EPIPE once its input is closed
// by either side, ETIMEDOUT if ctx ends first; the message says how much was
// taken.
func (j *Job) Send(ctx context.Context, data []byte) error {
	const op = "job.send"
	r, err := j.live(op)
	if err != nil {
		return err
	}
	if r.stdin.w == nil {
		return j.failed(op, EPIPE, nil, "the job was made without standard input")
	}
	r.stdin.mu.Lock()
	defer r.stdin.mu.Unlock()
	start := time.Now()
	stop := endWrites(ctx, r.stdin.w)
	n, err := r.stdin.w.Write(data)
	stop()
	if j.wants.Has(event.Sent) && n > 0 {
		j.tell(r, event.Event{Kind: event.Sent, Data: data[:n]})
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, os.ErrDeadlineExceeded):
		cause := context.Cause(ctx)
		return j.failed(op, CodeOf(cause), cause, "%d of %d bytes were taken in %v", n, len(data), Waited(ctx, start))
	case errors.Is(err, syscall.EPIPE), errors.Is(err, fs.ErrClosed):
		return j.failed(op, EPIPE, err, "standard input is closed; %d of %d bytes were taken", n, len(data))
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
// file. Closing it again is no error. ESRCH if the job does not run.
func (j *Job) CloseStdin() error {
	r, err := j.live("job.close_stdin")
	if err != nil {
		return err
	}
	r.stdin.close()
	return nil
}
