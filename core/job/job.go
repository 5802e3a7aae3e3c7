package job

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/tlua/tlua/core/event"
)

// Job is one program that can be started, again and again, one run at a time.
// Its methods may be called from any goroutine.
type Job struct {
	factory  *Factory
	label    string
	id       string
	inputs   []int // descriptors
	outputs  []Stream
	pty      bool
	observer event.Observer
	wants    event.Mask

	mu       sync.Mutex
	opts     Options
	state    State
	before   State  // the state that the start under way began from
	byItself bool   // that start is one of Autorestart
	restarts int    // how many of those there were
	run      *run   // the newest; nil before the first
	past     []*run // earlier ones that left processes behind
	watchers []watcher
	filters  map[string]*Filter
	attached []*Filter
	talk     *Filter // of Expect; nil before it is needed

	doomed    atomic.Bool // it is being destroyed
	recurring atomic.Bool // it is to be started again when it ends; written with mu held

	bell    bell // rung when the state changes
	waiters sync.WaitGroup
}

// Name gives the job's label without its number.
func (j *Job) Name() string { return j.opts.Name }

// Label gives the job's name and number, such as "ctorrent#2".
func (j *Job) Label() string { return j.label }

// Factory gives the factory that made the job.
func (j *Job) Factory() *Factory { return j.factory }

// State gives where the job is in its life.
func (j *Job) State() State {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state
}

// IsRunning reports whether the job's process lives.
func (j *Job) IsRunning() bool { return j.State() == Running }

// PID gives the process of the newest run. ESRCH if the job does not run.
func (j *Job) PID() (int, error) {
	r, err := j.live("job.pid")
	if err != nil {
		return 0, err
	}
	return r.proc.PID(), nil
}

// String gives "sh#1(pid 4242, running)", or "sh#1(exited with code 3)".
func (j *Job) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch j.state {
	case Running:
		return fmt.Sprintf("%s(pid %d, %s)", j.label, j.run.proc.PID(), j.state)
	case Ended:
		return fmt.Sprintf("%s(%s)", j.label, strings.TrimPrefix(j.run.status().String(), "was "))
	}
	return fmt.Sprintf("%s(%s)", j.label, j.state)
}

// Filters gives the filters that were made with the job, by name.
func (j *Job) Filters() map[string]*Filter {
	j.mu.Lock()
	defer j.mu.Unlock()
	return maps.Clone(j.filters)
}

// move changes the state as h says; it reports whether that could happen.
func (j *Job) move(h happening) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.moveLocked(h)
}

func (j *Job) moveLocked(h happening) bool {
	next, ok := j.state.after(h, j.before)
	if !ok {
		return false
	}
	if h == asked {
		j.before = j.state
	}
	j.state = next
	return true
}

// Start starts the job. Errors: EALREADY if it runs, ENOENT if there is no such
// program, EACCES or ENOEXEC if it cannot be run, EBADF if the job was
// destroyed.
func (j *Job) Start(ctx context.Context) error {
	const op = "job.start"
	if err := j.settle(ctx); err != nil {
		return j.failed(op, CodeOf(err), err, "the run before has not ended yet")
	}
	j.mu.Lock()
	if !j.moveLocked(asked) {
		state := j.state
		j.mu.Unlock()
		if state == Destroyed {
			return j.destroyed(op)
		}
		return j.failed(op, EALREADY, nil, "a job has one run at a time")
	}
	j.byItself = false
	j.recurring.Store(j.opts.Autorestart > 0)
	return j.launch(ctx, op)
}

// launch starts a process for a job that is Starting; j.mu is held, and is
// released.
func (j *Job) launch(ctx context.Context, op string) error {
	old, spec := j.run, j.spec()
	j.mu.Unlock()
	if old != nil {
		old.release()
	}
	p, err := j.factory.host.Start(ctx, spec)
	if err != nil {
		j.mu.Lock()
		j.moveLocked(failed)
		j.recurring.Store(j.state == Restarting)
		j.mu.Unlock()
		j.bell.ring()
		return WithOp(op, err)
	}
	return j.begin(op, old, p, spec)
}

// settle waits until a run that is just ending has ended.
func (j *Job) settle(ctx context.Context) error {
	return await(ctx, []*bell{&j.bell}, func() bool { return j.State() != Draining })
}

// begin makes a started process the job's run.
func (j *Job) begin(op string, old *run, p Process, spec Spec) error {
	n := 1
	if old != nil {
		n = old.n + 1
	}
	r := newRun(j, n, p)
	j.mu.Lock()
	for _, w := range j.watchers {
		o := r.output(w.stream)
		o.add(func(at int64) Sink { return w.open(o, at) })
	}
	if old != nil {
		j.past = slices.DeleteFunc(append(j.past, old), func(r *run) bool { return r.isAlone() })
	}
	j.run = r
	alive := j.moveLocked(started)
	if j.byItself {
		j.restarts++
	}
	j.mu.Unlock()
	if j.wants.Has(event.JobStarted) {
		shown := j.opts.shown()
		j.tell(r, event.Event{Kind: event.JobStarted, PID: p.PID(), Argv: spec.Argv, Fields: shown.Given, Defaults: shown.Defaults})
	}
	r.begin(j)
	if !alive { // it was destroyed while it was being started
		p.Signal(SIGKILL, Family)
		<-r.exited
		r.release()
		return j.destroyed(op)
	}
	j.bell.ring()
	return nil
}

// Tell hands an event of the newest run to the job's observer, for those who
// build on a job and have something of their own to tell.
func (j *Job) Tell(e event.Event) {
	if !j.wants.Has(e.Kind) {
		return
	}
	j.mu.Lock()
	r := j.run
	j.mu.Unlock()
	if r == nil {
		r = &run{}
	}
	j.tell(r, e)
}

// Failed makes an error of op whose message says what went wrong and how the
// job stands, with its last lines; cause may be nil.
func (j *Job) Failed(op string, code Code, cause error, format string, args ...any) error {
	return j.failed(op, code, cause, format, args...)
}

// Usage gives what the newest run used. EINPROGRESS while it runs, ECHILD if
// the job was never started.
func (j *Job) Usage() (Usage, error) {
	const op = "job.usage"
	r, err := j.newest(op, "it has used nothing")
	if err != nil {
		return Usage{}, err
	}
	if !r.isOver() {
		return Usage{}, j.failed(op, EINPROGRESS, nil, "usage is known after the end")
	}
	return r.exit.Usage, nil
}

// SetEnv adds to the environment of later runs, and takes the names in unset
// out of it. EALREADY while the job runs, EINVAL for a name that cannot be.
func (j *Job) SetEnv(env map[string]string, unset []string) error {
	if err := checkEnv(env); err != nil {
		return WithOp("job.set_env", err)
	}
	return j.change("job.set_env", func(o *Options) {
		if o.Env == nil {
			o.Env = map[string]string{}
		}
		maps.Copy(o.Env, env)
		for _, name := range unset {
			delete(o.Env, name)
		}
		o.Unset = append(o.Unset, unset...)
	})
}

// SetWorkdir sets the folder of later runs. EALREADY while the job runs.
func (j *Job) SetWorkdir(dir string) error {
	return j.change("job.set_workdir", func(o *Options) { o.Workdir = dir })
}

// SetArgs sets the arguments of later runs. EALREADY while the job runs.
func (j *Job) SetArgs(args []string) error {
	return j.change("job.set_args", func(o *Options) { o.Args = slices.Clone(args) })
}

func (j *Job) change(op string, apply func(*Options)) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.state.startable():
		j.opts = j.opts.clone()
		apply(&j.opts)
		return nil
	case j.state == Destroyed:
		return Errorf(op, EBADF, "%s was destroyed", j.label)
	}
	return Errorf(op, EALREADY, "%s runs; stop it first", j.label)
}

// attachAll attaches the filters that a job is made with.
func (j *Job) attachAll(filters map[string]FilterOptions) error {
	names := slices.Collect(maps.Keys(filters))
	sort.Strings(names)
	j.filters = make(map[string]*Filter, len(names))
	for _, name := range names {
		o := filters[name]
		if o.Name == "" {
			o.Name = name
		}
		f, err := j.AttachFilter(o)
		if err != nil {
			var e *Error
			if errors.As(err, &e) {
				return &Error{Code: e.Code, Message: fmt.Sprintf("filter %q: %s", name, e.message()), Err: err}
			}
			return err
		}
		j.filters[name] = f
	}
	return nil
}
