package job

import (
	"cmp"
	"slices"
)

// Wrapper is a program that runs another: strace, valgrind, env, "ip netns exec
// NAME". It is given the other's arguments behind its own, and is looked for as
// a job's program is.
type Wrapper struct {
	Program  string
	Args     []string // before those of what it runs
	Priority Priority // its place among several
}

// Priority says which wrapper runs which: one of a higher priority runs those
// of lower ones. Of equals, the one given first runs the others.
type Priority int

// The priorities of wrappers.
const (
	LowPriority     Priority = -1 // innermost: it runs the job's program
	DefaultPriority Priority = 0
	HighPriority    Priority = 1 // outermost: it is what the host starts
)

func (w Wrapper) check() error {
	if w.Program == "" {
		return Errorf("", EINVAL, "a wrapper needs a program")
	}
	return nil
}

// AddWrapper wraps later runs of the job. EINVAL for a wrapper without a
// program, EALREADY while the job runs.
func (j *Job) AddWrapper(w Wrapper) error {
	const op = "job.add_wrapper"
	if err := w.check(); err != nil {
		return WithOp(op, err)
	}
	w.Args = slices.Clone(w.Args)
	return j.change(op, func(o *Options) { o.Wrappers = append(o.Wrappers, w) })
}

// wrapped reports whether the job's process is a wrapper.
func (j *Job) wrapped() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.opts.Wrappers) > 0
}

// argv is what the host is to start: the wrappers, the outermost first, and the
// program.
func (o *Options) argv() []string {
	var argv []string
	if len(o.Wrappers) > 0 {
		outward := slices.Clone(o.Wrappers)
		slices.SortStableFunc(outward, func(a, b Wrapper) int { return cmp.Compare(b.Priority, a.Priority) })
		for _, w := range outward {
			argv = append(append(argv, w.Program), w.Args...)
		}
	}
	return append(append(argv, o.Program), o.Args...)
}
