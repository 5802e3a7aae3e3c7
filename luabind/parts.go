package luabind

import (
	"context"
	"errors"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
)

// Call calls a Lua function. What it raises is a *vm.Error or, for one of tlua's
// own errors, something that matches it.
func (r *Runtime) Call(fn *lua.LFunction, args ...lua.LValue) ([]lua.LValue, error) {
	return r.protect(fn, args...)
}

// Within runs f; what it calls ends with ctx.
func (r *Runtime) Within(ctx context.Context, f func()) {
	before := r.L.Context()
	r.L.SetContext(ctx)
	defer r.L.SetContext(before)
	f()
}

// Enter begins a part of the script: what is created from now on, and given to
// cleanup, is undone by Leave.
func (r *Runtime) Enter() { r.scope = &scope{outer: r.scope} }

// Leave ends the part that was begun last. When ctx ends, what lives on is
// killed.
func (r *Runtime) Leave(ctx context.Context) (err error) {
	err = r.scope.end(ctx, r.clean)
	r.scope = r.scope.outer
	return err
}

// clean calls a function that cleans up.
func (r *Runtime) clean(ctx context.Context, fn *lua.LFunction) (err error) {
	ctx, cancel := Graced(ctx)
	defer cancel()
	r.Within(ctx, func() { _, err = r.protect(fn) })
	return err
}

// Graced gives ctx, or, if its time is over, one with a little more: what took too
// long is not to cost those their turn that come after it.
func Graced(ctx context.Context) (context.Context, context.CancelFunc) {
	why := context.Cause(ctx)
	if !errors.Is(why, context.DeadlineExceeded) {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(context.WithoutCancel(ctx), scopeGrace, why)
}

// Skipped gives the reason that a script gave to skip, if that is what err is.
func Skipped(err error) (reason string, ok bool) {
	var s *skipped
	if errors.As(err, &s) {
		return s.reason, true
	}
	return "", false
}

// Jobs gives the jobs of the script's default factory, the oldest first.
func (r *Runtime) Jobs() []*job.Job {
	if r.factory == nil {
		return nil
	}
	return r.factory.Jobs()
}
