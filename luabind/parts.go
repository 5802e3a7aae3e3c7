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
	r.Within(ctx, func() { err = r.scope.end(ctx, r.protect) })
	r.scope = r.scope.outer
	return err
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
