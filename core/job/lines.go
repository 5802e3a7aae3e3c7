package job

import (
	"context"
	"io"
	"time"

	"github.com/tlua/tlua/core/job/stream"
)

// Lines goes through the lines of one run's standard output, from its
// beginning. A line ends at \n, \r\n or \r.
type Lines struct {
	job   *Job
	out   *output
	split *stream.Lines
	at    int64    // offset of the next byte to split
	found []string // lines not yet given
	lost  int64    // bytes dropped before the next line
	done  bool
	buf   []byte
}

// Lines gives the lines of the newest run's standard output, from the run's
// beginning, whenever it is called. A megabyte is kept for it; older bytes
// count as dropped. ECHILD if the job was never started.
func (j *Job) Lines() (*Lines, error) {
	const op = "job.lines"
	r, err := j.newest(op, "there is nothing to read")
	if err != nil {
		return nil, err
	}
	l := &Lines{job: j, out: r.output(Stdout)}
	l.split = stream.NewLines(keepStdout, func(line []byte, _ int64) { l.found = append(l.found, string(line)) })
	return l, nil
}

// Next gives the next line, and how many bytes were dropped just before it. It
// waits for one; io.EOF after the last. ETIMEDOUT at ctx's end.
func (l *Lines) Next(ctx context.Context) (line string, dropped int64, err error) {
	const op = "job.lines"
	if len(l.found) == 0 && !l.pull() {
		done := l.job.waiting(ctx, l.out.run, op, "a line")
		start := time.Now()
		err := awaitFrom(ctx, func() *output { return l.out }, []*bell{&l.out.bell}, l.pull)
		done(err)
		if err != nil {
			return "", 0, l.job.timedOut(ctx, op, ETIMEDOUT, start, "no line on stdout for %v")
		}
	}
	if len(l.found) == 0 {
		return "", 0, io.EOF
	}
	line, l.found = l.found[0], l.found[1:]
	dropped, l.lost = l.lost, 0
	return line, dropped, nil
}

// pull splits what has come since; it reports whether there is a line now, or
// will be none any more.
func (l *Lines) pull() bool {
	for len(l.found) == 0 && !l.done {
		if l.buf == nil {
			l.buf = make([]byte, 4<<10)
		}
		n, closed := l.read()
		if n > 0 {
			before := l.split.Lost()
			l.split.Write(l.buf[:n])
			l.lost += l.split.Lost() - before
			continue
		}
		if !closed {
			return false
		}
		l.split.Close()
		l.done = true
	}
	return true
}

// read copies the next bytes out of the output's history.
func (l *Lines) read() (n int, closed bool) {
	o := l.out
	o.mu.Lock()
	defer o.mu.Unlock()
	if from := o.history.start(); l.at < from {
		l.lost += from - l.at
		l.at = from
	}
	n = o.history.read(l.buf, l.at)
	l.at += int64(n)
	return n, o.closed
}
