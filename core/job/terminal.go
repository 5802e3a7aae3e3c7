package job

import (
	"math"

	"github.com/tlua/tlua/core/job/stream"
)

// DefaultSize is that of a terminal that is given none.
var DefaultSize = Size{Rows: 24, Cols: 80}

func (s Size) check() error {
	if min(s.Rows, s.Cols) < 1 || max(s.Rows, s.Cols) > math.MaxUint16 {
		return Errorf("", EINVAL, "a terminal of %d rows and %d columns: both are from 1 to %d", s.Rows, s.Cols, math.MaxUint16)
	}
	return nil
}

// terminal completes the options of a job in a terminal; others it leaves.
func (o *Options) terminal() error {
	if o.PTY == nil {
		return nil
	}
	if o.NoStdin {
		return Errorf("", EINVAL, "a terminal is a standard input, too")
	}
	p := *o.PTY
	if p.Size == (Size{}) {
		p.Size = DefaultSize
	}
	o.PTY = &p
	return p.check()
}

// Resize sets the size of the job's terminal, for the run under way, whose
// foreground group gets SIGWINCH, and for later ones. Errors: EINVAL if the job
// has no terminal or the size cannot be, EBADF.
func (j *Job) Resize(size Size) error {
	const op = "job.resize"
	if !j.pty {
		return Errorf(op, EINVAL, "%s has no terminal; it can be created with one", j.label)
	}
	if err := size.check(); err != nil {
		return WithOp(op, err)
	}
	j.mu.Lock()
	r, state := j.run, j.state
	j.opts.PTY = &PTY{Size: size, NoEcho: j.opts.PTY.NoEcho}
	j.mu.Unlock()
	switch state {
	case Destroyed:
		return j.destroyed(op)
	case Running:
		if err := r.proc.Resize(size); err != nil {
			return j.failed(op, CodeOf(err), err, "the terminal's size was not set: %v", err)
		}
	}
	return nil
}

// farewell lists the signals that ask the job to end. A terminal's closing is
// told as the kernel tells it, as an interactive shell heeds nothing else.
func (j *Job) farewell() []Signal {
	if j.pty {
		return []Signal{SIGHUP, SIGCONT, SIGTERM}
	}
	return []Signal{SIGTERM}
}

// dialect gives a pattern as it is to be matched on the output: what comes from a
// terminal has other line ends.
func (o *output) dialect(p *stream.Pattern) *stream.Pattern {
	if !o.job.pty || o.stream != Stdout {
		return p
	}
	other, err := o.job.factory.pattern(p.String(), stream.Terminal)
	if err != nil {
		return p // it has compiled before: there is none
	}
	return other
}
