package spec

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/suite"
)

// runSpec runs a file with tests in it.
func (x *Executor) runSpec(ctx context.Context, u suite.Unit, c *suite.Control, src *source) []event.Failure {
	r, err := x.open(ctx, u, c, src)
	if err != nil {
		return []event.Failure{loadFailure(u.Path, err)}
	}
	file := &block{outer: r.around, kind: "file", line: 1, node: *newNode(nil), hooks: map[string][]hook{}}
	file.upTo = &file.node
	r.around.children = []any{file}
	w := &walk{run: r, ctx: ctx}
	if w.outside(ctx, "the helper", r.around, r.help) {
		w.block(r.around)
	}
	w.failures = append(w.failures, r.finishFile()...)
	return w.failures
}

// finishFile ends the runtime.
func (r *run) finishFile() []event.Failure {
	ctx, cancel := r.x.cleaning()
	defer cancel()
	return r.add(suite.Outcome{Result: event.Passed}, r.rt.Shutdown(ctx)).Failures
}

// walk goes through the blocks of a file, and runs their tests.
type walk struct {
	*run
	ctx      context.Context
	failures []event.Failure // of what is outside of tests
}

// block runs a block: its body, which says what is in it, and then that.
func (w *walk) block(b *block) {
	if w.control.Stopped() || w.ctx.Err() != nil {
		return
	}
	L := w.rt.L
	switch b.kind {
	case "insulate":
		b.insulation = insulate(L)
		defer func() { b.insulation.restore(L) }()
	case "expose":
		defer func() {
			if b.outer.insulation != nil {
				b.outer.insulation = insulate(L)
			}
		}()
	}
	w.rt.Enter()
	if w.tell(b, atStart) && w.body(b) {
		w.inside(b)
	}
	w.tell(b, atEnd)
	w.leave(b)
}

// inside runs what is in a block.
func (w *walk) inside(b *block) {
	w.order(b)
	if w.x.o.List == nil && b.isBroken() == nil {
		w.setups(b, strictSetup)
	}
	for _, child := range b.children {
		switch child := child.(type) {
		case *block:
			w.block(child)
		case *testCase:
			w.test(child)
		}
	}
	if w.x.o.List == nil {
		if b.lazy {
			w.teardowns(b, lazyTeardown)
		}
		w.teardowns(b, strictTeardown)
	}
	if b.broken != nil && !b.broken.told {
		w.fail(b, b.broken.Outcome)
	}
}

// tell publishes that a block begins or ends, and reports whether nobody minds.
func (w *walk) tell(b *block, when string) bool {
	what := b.kind + " " + when
	return w.outside(w.ctx, what, b, func(ctx context.Context) error {
		if err := w.publishBlock(ctx, b, when); err != nil {
			return &partError{what, err}
		}
		return nil
	})
}

// outside runs a part of a block that belongs to no test, and reports whether that
// went well.
func (w *walk) outside(ctx context.Context, what string, b *block, do func(context.Context) error) bool {
	o := w.control.Outside(ctx, what, func(ctx context.Context) suite.Outcome { return w.outcome(do(ctx)) })
	w.describeJobs(o.Failures)
	w.fail(b, o)
	return o.Result == event.Passed
}

// leave destroys what a block's own parts made.
func (w *walk) leave(b *block) {
	ctx, cancel := w.x.cleaning()
	defer cancel()
	o := w.add(suite.Outcome{Result: event.Passed}, w.rt.Leave(ctx))
	w.failures = append(w.failures, o.Failures...)
}

// body runs the block's function. One that fails says what is in it only in part:
// nothing of it is run.
func (w *walk) body(b *block) bool {
	before := w.building
	w.building = b
	defer func() { w.building = before }()
	what := "the function of " + b.kind
	if b.kind == "file" {
		what = "the file's top level"
	}
	return b.kind == "suite" || w.outside(w.ctx, what, b, func(ctx context.Context) (err error) {
		w.globals.within(&b.node, func() {
			w.rt.Within(ctx, func() {
				if b.body == nil {
					err = w.runFile()
				} else {
					_, err = w.rt.Call(w.globals.wrap(b.body))
				}
			})
		})
		return err
	})
}

// fail takes note of what failed outside of tests.
func (w *walk) fail(b *block, o suite.Outcome) {
	for _, f := range o.Failures {
		if name := b.fullName(""); name != "" {
			f.Message = name + ": " + f.Message
		}
		w.failures = append(w.failures, f)
	}
}

// order puts the children into the order in which they are run.
func (w *walk) order(b *block) {
	seed := w.control.Seed()
	switch {
	case b.shuffle && b.seed != 0:
		seed = b.seed
	case b.shuffle && seed == 0:
		seed = rand.Uint64()
	}
	if seed != 0 {
		r := rand.New(rand.NewPCG(seed, uint64(len(b.children))))
		r.Shuffle(len(b.children), func(i, j int) { b.children[i], b.children[j] = b.children[j], b.children[i] })
	}
}

// setups runs the block's setups of a kind, each with a time as a test has it. One
// that fails breaks the block.
func (w *walk) setups(b *block, kind string) {
	for _, h := range b.hooks[kind] {
		begun := time.Now()
		o := w.control.Outside(w.ctx, h.verb, func(ctx context.Context) suite.Outcome { return w.unready(w.runHook(ctx, b, h)) })
		if o.Result.Bad() {
			w.describeJobs(o.Failures)
			b.broken = &broken{Outcome: o, took: time.Since(begun)}
			return
		}
	}
}

// teardowns is setups for what is run after the block, though the tests are to end.
func (w *walk) teardowns(b *block, kind string) {
	for _, h := range b.hooks[kind] {
		w.outside(w.x.o.Cleanup, h.verb, b, func(ctx context.Context) error { return w.runHook(ctx, b, h) })
	}
}

// runHook calls a hook of a block.
func (r *run) runHook(ctx context.Context, b *block, h hook) (err error) {
	r.globals.within(&b.node, func() {
		r.rt.Within(ctx, func() { _, err = r.rt.Call(r.globals.wrap(h.fn)) })
	})
	if err != nil {
		return &partError{h.verb, err}
	}
	return nil
}
