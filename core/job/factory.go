package job

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job/stream"
)

// closeGrace is how long Close gives jobs to end by themselves.
const closeGrace = 2 * time.Second

// FactoryOptions are the parts of a factory that have defaults.
type FactoryOptions struct {
	// Observer is told what the jobs do. Default: nobody.
	Observer event.Observer
	// Environ gives what is added to and taken from the host's environment for
	// every job, at its start, on any goroutine. Default: nothing.
	Environ func() (set map[string]string, unset []string)
	// OnOrphan is what is made of orphans if a job's options do not say, or nothing
	// tells whose they are. Default: OrphanFails.
	OnOrphan OnOrphan
	// Numbers numbers the jobs, so that the labels of several factories differ.
	// Default: the factory's own.
	Numbers *Numbers
}

// Numbers counts the jobs of each name. The zero Numbers is ready to use.
type Numbers struct {
	mu   sync.Mutex
	last map[string]int
}

// next gives the label of the next job of a name, such as "ctorrent#2".
func (n *Numbers) next(name string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.last == nil {
		n.last = map[string]int{}
	}
	n.last[name]++
	return fmt.Sprintf("%s#%d", name, n.last[name])
}

// Factory creates jobs on one host, and owns them.
type Factory struct {
	host   Host
	opts   FactoryOptions
	wants  event.Mask
	mu     sync.Mutex
	jobs   []*Job // oldest first
	closed bool
	id     string

	patterns stream.Cache // many jobs have the same filters
}

// NewFactory gives a factory for jobs on h. It owns h: Close closes it.
func NewFactory(h Host, o FactoryOptions) *Factory {
	if o.Observer == nil {
		o.Observer = event.Nobody
	}
	if o.Numbers == nil {
		o.Numbers = new(Numbers)
	}
	return &Factory{host: h, opts: o, wants: event.MaskOf(o.Observer), id: fmt.Sprint(os.Getpid())}
}

// FS gives the files of the factory's host.
func (f *Factory) FS() FS { return f.host.FS() }

// TempDir names the host's folder for temporary files.
func (f *Factory) TempDir() string { return f.host.TempDir() }

// Name gives the host's name.
func (f *Factory) Name() string { return f.host.Name() }

// Observer gives the observer that the factory's jobs report to.
func (f *Factory) Observer() event.Observer { return f.opts.Observer }

// String gives "factory(local)".
func (f *Factory) String() string { return "factory(" + f.Name() + ")" }

// Create makes a job; it does not start it. Errors: EINVAL for options that
// cannot be, EBADF once the factory was closed.
func (f *Factory) Create(o Options) (*Job, error) {
	const op = "job.create"
	if err := o.check(); err != nil {
		return nil, WithOp(op, err)
	}
	o.OnOrphan = cmp.Or(o.OnOrphan, f.opts.OnOrphan, OrphanFails)
	j := &Job{factory: f, opts: o.clone(), observer: f.opts.Observer, wants: f.wants}
	j.openChannels(o)
	f.mu.Lock()
	if f.closed {
		f.mu.Unlock()
		return nil, Errorf(op, EBADF, "the factory was closed")
	}
	j.label = f.opts.Numbers.next(o.Name)
	j.id = f.id + "." + j.label
	f.jobs = append(f.jobs, j)
	f.mu.Unlock()
	if err := j.attachAll(o.Filters); err != nil {
		f.forget(j)
		return nil, WithOp(op, err)
	}
	return j, nil
}

// Jobs gives the jobs that were made and not destroyed, the oldest first.
func (f *Factory) Jobs() []*Job {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.jobs)
}

// pattern compiles a pattern, or finds it compiled.
func (f *Factory) pattern(text string, options ...stream.Option) (*stream.Pattern, error) {
	p, err := f.patterns.Compile(text, options...)
	if err != nil {
		return nil, &Error{Code: EINVAL, Message: err.Error(), Err: err}
	}
	return p, nil
}

func (f *Factory) forget(j *Job) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := len(f.jobs) - 1; i >= 0; i-- { // the newest usually go first
		if f.jobs[i] == j {
			f.jobs = slices.Delete(f.jobs, i, i+1)
			return
		}
	}
}

// Close destroys the factory's jobs, all at once, and closes the host, as
// CloseHost does. They have two seconds to end after SIGTERM.
func (f *Factory) Close() error {
	f.mu.Lock()
	f.closed = true
	doomed := make([]Destroyer, len(f.jobs))
	for i, j := range f.jobs {
		doomed[i] = j
	}
	f.mu.Unlock()
	err := DestroyAll(context.Background(), closeGrace, doomed...)
	return errors.Join(err, CloseHost(f.host, f.opts.OnOrphan, f.opts.Observer))
}

// Destroyer is what can be destroyed together with others.
type Destroyer interface {
	// Terminate asks for the end, and does not wait for it.
	Terminate()
	// Destroy waits for the end, enforces it after grace, and frees
	// everything. Destroying twice is no error.
	Destroy(ctx context.Context, grace time.Duration) error
}

// DestroyAll destroys all of them: each is asked to end, the newest (the last)
// first, then they are waited for together, grace in all.
func DestroyAll(ctx context.Context, grace time.Duration, all ...Destroyer) error {
	for i := len(all) - 1; i >= 0; i-- {
		all[i].Terminate()
	}
	errs := make([]error, len(all))
	var wg sync.WaitGroup
	for i, d := range all {
		wg.Go(func() { errs[i] = d.Destroy(ctx, grace) })
	}
	wg.Wait()
	return errors.Join(errs...)
}
