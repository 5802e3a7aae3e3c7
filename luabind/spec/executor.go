package spec

import (
	"context"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/suite"
	"github.com/tlua/tlua/luabind"
)

// Options are how files of tests are run.
type Options struct {
	Runtime luabind.Options // of each runtime, but for its name, its outputs and its observer
	Path    []string        // patterns that are searched before those of package.path, such as "./src/?.lua"
	Helper  string          // a script "x.lua", or a module, that is run before each file; "" is none
	Cleanup context.Context // whose end kills what cleaning up would end gently. Default: none does
	// CleanupTime is how long all may take that follows a test's own part: finally,
	// after_each, cleanup, and the end of what it started; or the end of what a block
	// or a file did. Default: as long as it takes.
	CleanupTime time.Duration
	List        func(*event.Test) // is called for each chosen test in place of running it
}

// Executor runs files of tests.
type Executor struct {
	o       Options
	sources sources
}

// New gives the executor. Its files' paths are relative to the runtimes' folder.
func New(o Options) *Executor {
	if o.Cleanup == nil {
		o.Cleanup = context.Background()
	}
	return &Executor{o: o}
}

// cleaning gives the context of what follows a test's own part, or a block's.
func (x *Executor) cleaning() (context.Context, context.CancelFunc) {
	d := x.o.CleanupTime
	if d == 0 {
		return context.WithCancel(x.o.Cleanup)
	}
	return context.WithTimeoutCause(x.o.Cleanup, d, job.Errorf("", job.ETIMEDOUT, "the cleanup did not end within %v", d))
}

// Units gives what a file is run as. Of one that cannot be read, or has mistakes,
// Run tells.
func (x *Executor) Units(f suite.File) []suite.Unit {
	src, err := x.source(f.Path)
	if err != nil || src.params == nil {
		return []suite.Unit{{File: f}}
	}
	var units []suite.Unit
	for _, set := range src.params {
		if suite.Has(set, f.Params) {
			units = append(units, suite.Unit{File: f, Values: set})
		}
	}
	return units
}

// Run runs the tests of a unit.
func (x *Executor) Run(ctx context.Context, u suite.Unit, c *suite.Control) []event.Failure {
	src, err := x.source(u.Path)
	switch {
	case err != nil:
		return []event.Failure{loadFailure(u.Path, err)}
	case src.spec:
		return x.runSpec(ctx, u, c, src)
	case src.empty:
		return nil
	}
	x.runScript(ctx, u, c, src)
	return nil
}

// loadFailure tells of a file that is no test because it cannot be read.
func loadFailure(file string, err error) event.Failure {
	f := event.Failure{Kind: "error", Path: file, Message: err.Error()}
	place(&f)
	return f
}

// options gives those of a runtime.
func (r *run) options() luabind.Options {
	u, c := r.unit, r.control
	o := r.x.o.Runtime
	o.Name, o.Observer = u.String(), c
	o.Stdout, o.Stderr = printer{c, "stdout"}, printer{c, "stderr"}
	o.Modules = append(r.modules(), o.Modules...)
	return o
}

// printer tells what a script prints.
type printer struct {
	c      *suite.Control
	stream string
}

// Write tells of p.
func (p printer) Write(b []byte) (int, error) {
	if p.c.Wants(event.Printed) {
		p.c.Observe(event.Event{Kind: event.Printed, Time: time.Now(), Stream: p.stream, Data: b})
	}
	return len(b), nil
}

// listed reports whether tests are only listed, and lists this one.
func (x *Executor) listed(t *event.Test) bool {
	if x.o.List == nil {
		return false
	}
	x.o.List(t)
	return true
}
