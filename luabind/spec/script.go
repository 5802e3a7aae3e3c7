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
	if s := event.Suffix(u.Values); s != "" {
		name += " " + s[1:]
	}
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
		o := r.beforeScript(a.Context())
		if o.Result == event.Passed {
			r.rt.Within(a.Context(), func() { o = r.outcome(r.runFile()) })
		}
		return r.finish(a, o, func(ctx context.Context) error {
			return errors.Join(r.helped(ctx, afterEach), r.helped(ctx, lazyTeardown), r.helped(ctx, strictTeardown), r.rt.Shutdown(ctx))
		})
	})
}

// beforeScript runs what the helper has put before all tests.
func (r *run) beforeScript(ctx context.Context) suite.Outcome {
	for _, kind := range []string{strictSetup, lazySetup, beforeEach} {
		if err := r.helped(ctx, kind); err != nil {
			return r.unready(err)
		}
	}
	return suite.Outcome{Result: event.Passed}
}

// helped runs the helper's hooks of a kind, all of them.
func (r *run) helped(ctx context.Context, kind string) error {
	var errs []error
	for _, fn := range r.around.hooks[kind] {
		errs = append(errs, r.runHook(ctx, r.around, fn))
	}
	return errors.Join(errs...)
}
