package spec

import (
	"context"
	"math/rand/v2"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/suite"
)

// runSpec runs a file with tests in it.
func (x *Executor) runSpec(ctx context.Context, u suite.Unit, c *suite.Control, src *source) []event.Failure {
	r, err := x.open(ctx, u, c, src)
	if err != nil {
		return []event.Failure{loadFailure(u.Path, err)}
	}
	file := &block{outer: r.around, kind: "file", line: 1, node: *newNode(nil), hooks: map[string][]*lua.LFunction{}}
	file.upTo = &file.node
	r.around.children = []any{file}
	w := &walk{run: r, ctx: ctx}
	w.block(r.around)
	w.failures = append(w.failures, r.finishFile()...)
	return w.failures
}

// finishFile ends the runtime.
func (r *run) finishFile() []event.Failure {
	c, cancel := context.WithTimeout(r.x.o.Cleanup, cleanupTime)
	defer cancel()
	return r.add(suite.Outcome{Result: event.Passed}, r.rt.Shutdown(c)).Failures
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
		w.hooks(b, strictSetup)
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
			w.hooks(b, lazyTeardown)
		}
		w.hooks(b, strictTeardown)
	}
	if b.broken != nil && !b.toldBroken {
		w.fail(b, *b.broken)
	}
}

// tell publishes that a block begins or ends, and reports whether nobody minds.
func (w *walk) tell(b *block, when string) bool {
	what := b.kind + " " + when
	ctx, cancel := w.limited(what)
	defer cancel()
	err := w.publishBlock(ctx, b, when)
	if err == nil {
		return true
	}
	o := w.outcome(err)
	if o.Result.Bad() {
		o.Failures[0].Message = what + ": " + o.Failures[0].Message
		w.fail(b, o.Failures[0])
	}
	return false
}

// leave destroys what a block's own parts made.
func (w *walk) leave(b *block) {
	ctx, cancel := context.WithTimeout(w.x.o.Cleanup, cleanupTime)
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
	var err error
	w.globals.within(&b.node, func() {
		w.rt.Within(w.ctx, func() {
			switch b.kind {
			case "suite": // the helper has run
			case "file":
				err = w.runFile()
			default:
				_, err = w.rt.Call(w.globals.wrap(b.body))
			}
		})
	})
	if err == nil {
		return true
	}
	if o := w.outcome(err); o.Result.Bad() {
		w.fail(b, o.Failures[0])
	}
	return false
}

// fail takes note of a failure outside of tests.
func (w *walk) fail(b *block, f event.Failure) {
	if name := b.fullName(""); name != "" {
		f.Message = name + ": " + f.Message
	}
	if w.ctx.Err() == nil {
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

// hooks runs the block's hooks of a kind, with a time as a test has it. A setup
// that fails breaks the block.
func (w *walk) hooks(b *block, kind string) {
	for _, fn := range b.hooks[kind] {
		ctx, cancel := w.limited(kind)
		err := w.runHook(ctx, b, fn)
		cancel()
		if err == nil {
			continue
		}
		o := w.outcome(err)
		if !o.Result.Bad() {
			continue
		}
		f := o.Failures[0]
		f.Message = kind + ": " + f.Message
		if kind == strictSetup || kind == lazySetup {
			f.Kind = "error"
			b.broken = &f
			return
		}
		w.fail(b, f)
	}
}

// limited gives the context of a hook that belongs to no test: it has as much
// time as a test.
func (w *walk) limited(kind string) (context.Context, context.CancelFunc) {
	d := w.control.Timeout()
	if d == 0 {
		return context.WithCancel(w.ctx)
	}
	return context.WithTimeoutCause(w.ctx, d, job.Errorf("", job.ETIMEDOUT, "%s did not end within %v", kind, d))
}

// runHook calls a hook of a block.
func (r *run) runHook(ctx context.Context, b *block, fn *lua.LFunction) (err error) {
	r.globals.within(&b.node, func() {
		r.rt.Within(ctx, func() { _, err = r.rt.Call(r.globals.wrap(fn)) })
	})
	return err
}
