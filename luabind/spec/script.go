package spec

import (
	"context"
	"errors"
	"path"
	"strings"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/suite"
)

// runScript runs a file that is one test.
func (x *Executor) runScript(ctx context.Context, u suite.Unit, c *suite.Control, src *source) {
	name := strings.TrimSuffix(path.Base(u.Path), ".lua")
	t, chosen := c.New(name, 0) // all of the file is it
	if !chosen || x.listed(t) || c.Stopped() || ctx.Err() != nil {
		return
	}
	c.Test(ctx, t, func(a *suite.Attempt) suite.Outcome {
		r, err := x.open(ctx, u, c, src)
		if err != nil {
			return failed(loadFailure(u.Path, err))
		}
		r.attempt = a
		script := &testCase{outer: &block{outer: r.around, kind: "file"}, name: name}
		o := r.beforeScript(a.Context(), script)
		if o.Result == event.Passed {
			r.rt.Within(a.Context(), func() { o = r.outcome(r.runFile()) })
		}
		return r.finish(a, o, func(ctx context.Context) error {
			return errors.Join(r.afterScript(ctx, script, o.Result), r.rt.Shutdown(ctx))
		})
	})
}

// beforeScript runs the helper, and what it has put before all tests.
func (r *run) beforeScript(ctx context.Context, t *testCase) suite.Outcome {
	for _, step := range []func() error{
		func() error { return r.help(ctx) },
		func() error { return r.publishBlock(ctx, r.around, atStart) },
		func() error { return r.helped(ctx, strictSetup) },
		func() error { return r.publishBlock(ctx, t.outer, atStart) },
		func() error { return r.helped(ctx, lazySetup) },
		func() error { return r.helped(ctx, beforeEach) },
		func() error { return r.publishTest(ctx, &t.outer.node, t, atStart) },
	} {
		if err := step(); err != nil {
			return r.unready(err)
		}
	}
	return suite.Outcome{Result: event.Passed}
}

// afterScript runs what the helper has put behind all tests.
func (r *run) afterScript(ctx context.Context, t *testCase, result event.Result) error {
	return errors.Join(
		r.publishTest(ctx, &t.outer.node, t, atEnd, status(result)),
		r.helped(ctx, afterEach),
		r.publishBlock(ctx, t.outer, atEnd),
		r.helped(ctx, lazyTeardown),
		r.helped(ctx, strictTeardown),
		r.publishBlock(ctx, r.around, atEnd),
	)
}

// helped runs the helper's hooks of a kind, all of them.
func (r *run) helped(ctx context.Context, kind string) error {
	var errs []error
	for _, h := range r.around.hooks[kind] {
		errs = append(errs, r.runHook(ctx, r.around, h))
	}
	return errors.Join(errs...)
}
