package spec

import (
	"context"
	"errors"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/suite"
	"github.com/tlua/tlua/luabind"
)

// test runs a test, if it is chosen.
func (w *walk) test(t *testCase) {
	et, chosen := w.control.New(t.outer.fullName(t.name), t.line)
	if chosen && !w.onLine(t) {
		w.control.LeaveOut()
		chosen = false
	}
	if !chosen || w.x.listed(et) || w.control.Stopped() || w.ctx.Err() != nil {
		return
	}
	if t.pending || t.body == nil {
		w.control.Test(w.ctx, et, func(a *suite.Attempt) suite.Outcome { return w.postpone(a, t) })
		return
	}
	w.setUp(t.outer)
	if b := t.outer.isBroken(); b != nil {
		b.told = true
		w.control.Test(w.ctx, et, func(a *suite.Attempt) suite.Outcome {
			a.Began(b.took)
			b.took = 0
			return b.Outcome
		})
		return
	}
	w.control.Test(w.ctx, et, func(a *suite.Attempt) suite.Outcome { return w.try(a, t) })
}

// onLine reports whether the test is around the line that was asked for, or in a
// block that begins there.
func (w *walk) onLine(t *testCase) bool {
	line := w.unit.Line
	if line == 0 || t.line <= line && line <= t.last {
		return true
	}
	for b := t.outer; b.kind != "file"; b = b.outer {
		if b.line == line {
			return true
		}
	}
	return false
}

// setUp runs the lazy setups that were not run yet, the outermost first.
func (w *walk) setUp(b *block) {
	for _, b := range b.chain() {
		if !b.lazy && b.isBroken() == nil {
			b.lazy = true
			w.setups(b, lazySetup)
		}
	}
}

// try makes one attempt at a test.
func (w *walk) try(a *suite.Attempt, t *testCase) suite.Outcome {
	w.attempt, w.finally = a, nil
	defer func() { w.attempt = nil }()
	w.rt.Enter()
	at := newNode(&t.outer.node)
	o, ready := w.before(a, t)
	begun := o.Result == event.Passed
	if begun {
		o = w.own(a.Context(), at, t)
	}
	return w.finish(a, o, func(ctx context.Context) error {
		var errs []error
		then := func(do func(context.Context) error) {
			ctx, cancel := luabind.Graced(ctx)
			defer cancel()
			errs = append(errs, do(ctx))
		}
		if w.finally != nil {
			then(func(ctx context.Context) error { return w.call(ctx, at, w.finally, false) })
		}
		if begun {
			then(func(ctx context.Context) error { return w.publishTest(ctx, at, t, atEnd, status(o.Result, errs...)) })
		}
		for i := len(ready) - 1; i >= 0; i-- {
			for _, h := range ready[i].hooks[afterEach] {
				then(func(ctx context.Context) error { return w.runHook(ctx, ready[i], h) })
			}
		}
		return errors.Join(append(errs, w.rt.Leave(ctx))...)
	})
}

// own runs a test's own function.
func (w *walk) own(ctx context.Context, at *node, t *testCase) suite.Outcome {
	if err := w.publishTest(ctx, at, t, atStart); err != nil {
		return w.unready(err)
	}
	return w.outcome(w.call(ctx, at, t.body, true))
}

// postpone is try for a test that is to be written yet.
func (w *walk) postpone(a *suite.Attempt, t *testCase) suite.Outcome {
	at := newNode(&t.outer.node)
	err := errors.Join(
		w.publishTest(a.Context(), at, t, atStart),
		w.publishTest(a.Context(), at, t, atEnd, status(event.Pending)),
	)
	if err != nil {
		return w.unready(err)
	}
	return suite.Outcome{Result: event.Pending}
}

// before runs what is before each test, the outermost first, and gives the blocks
// whose part was begun.
func (w *walk) before(a *suite.Attempt, t *testCase) (o suite.Outcome, ready []*block) {
	o.Result = event.Passed
	for _, b := range t.outer.chain() {
		ready = append(ready, b)
		for _, h := range b.hooks[beforeEach] {
			if err := w.runHook(a.Context(), b, h); err != nil {
				return w.unready(err), ready
			}
		}
	}
	return o, ready
}

// unready tells how a test ended because of what is before it.
func (r *run) unready(err error) suite.Outcome {
	o := r.outcome(err)
	if o.Result == event.Failed { // only a test's own checks are that
		o.Result = event.Errored
	}
	return o
}

// call calls a function of a test.
func (w *walk) call(ctx context.Context, at *node, fn *lua.LFunction, body bool) (err error) {
	w.pending = body
	defer func() { w.pending = false }()
	w.globals.within(at, func() {
		w.rt.Within(ctx, func() { _, err = w.rt.Call(w.globals.wrap(fn)) })
	})
	return err
}
