package spec

import (
	"context"
	"errors"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/suite"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/bind"
)

// run is one run of a unit.
type run struct {
	x       *Executor
	unit    suite.Unit
	control *suite.Control
	src     *source
	rt      *luabind.Runtime
	globals *globals
	loaded  map[string]lua.LValue // assertions
	load    *lua.LFunction        // require, whatever a test puts into its place

	around   *block         // what the helper has said, which is around all of the file
	building *block         // whose body runs
	attempt  *suite.Attempt // that runs
	finally  *lua.LFunction
	pending  bool // pending raises: the body of a test runs
}

// open makes the runtime, and what is there before anything is run.
func (x *Executor) open(ctx context.Context, u suite.Unit, c *suite.Control, src *source) (*run, error) {
	r := &run{x: x, unit: u, control: c, src: src, around: &block{kind: "suite", hooks: map[string][]hook{}}}
	rt, err := luabind.New(ctx, r.options())
	if err != nil {
		return nil, err
	}
	r.rt = rt
	r.prepare()
	return r, nil
}

// prepare sets the globals that are not in every script.
func (r *run) prepare() {
	L := r.rt.L
	r.load, _ = L.GetGlobal("require").(*lua.LFunction)
	if pkg, ok := L.GetGlobal("package").(*lua.LTable); ok {
		path := pkg.RawGetString("path").String()
		for i := len(r.x.o.Path) - 1; i >= 0; i-- {
			path = r.x.o.Path[i] + ";" + path
		}
		pkg.RawSetString("path", lua.LString(path))
	}
	addPack(L)
	r.globals = newGlobals(L, r.assertion)
}

// help runs the helper, if there is one.
func (r *run) help(ctx context.Context) (err error) {
	if r.x.o.Helper != "" {
		r.building = r.around
		r.rt.Within(ctx, func() {
			if strings.HasSuffix(r.x.o.Helper, ".lua") {
				_, err = r.rt.RunFile(r.x.o.Helper)
			} else {
				_, err = r.require(r.x.o.Helper)
			}
		})
		r.building = nil
	}
	if arg, ok := r.rt.L.GetGlobal("arg").(*lua.LTable); ok {
		arg.RawSetInt(0, lua.LString(r.unit.Path)) // as if the file were run by itself
	}
	return err
}

// assertions are the globals that are modules of their own.
var assertions = map[string]string{
	"assert": "luassert", "spy": "luassert.spy", "stub": "luassert.stub", "mock": "luassert.mock", "match": "luassert.match",
	"check": "check", "eventually": "eventually",
}

// assertion gives a global that is a module of its own, and loads it when it is
// used first: to compile all of them takes longer than most tests.
func (r *run) assertion(name string) lua.LValue {
	module, ok := assertions[name]
	if !ok {
		return nil
	}
	if v, ok := r.loaded[name]; ok {
		return v
	}
	v, err := r.require(module)
	if err == nil && name == "check" {
		err = r.takeChecks(v)
	}
	if err != nil {
		bind.Raise(r.rt.L, "require", err)
	}
	if r.loaded == nil {
		r.loaded = map[string]lua.LValue{}
	}
	r.loaded[name] = v
	return v
}

func (r *run) require(module string) (lua.LValue, error) {
	if r.load == nil {
		return lua.LNil, job.Errorf("", job.EINVAL, "tests need require, which the runtime's Libs leave out")
	}
	v, err := r.rt.Call(r.load, lua.LString(module))
	if err != nil || len(v) == 0 {
		return lua.LNil, err
	}
	return v[0], nil
}

// takeChecks has failed checks noted, in a test, in place of ending it.
func (r *run) takeChecks(check lua.LValue) error {
	set, ok := r.rt.L.GetField(check, "on_failure").(*lua.LFunction)
	if !ok {
		return job.Errorf("", job.EINVAL, "the module check has no on_failure")
	}
	_, err := r.rt.Call(set, bind.Function(r.rt.L, "check", func(c *bind.Call) error {
		t, ok := c.Get(1).(*lua.LTable)
		switch {
		case !ok:
			c.Want(1, "failure", "table")
		case r.attempt == nil:
			c.L.Error(t, 0)
		}
		f := event.Failure{Kind: "failure", Path: r.unit.Path, Message: text(t, "where", "") + ": " + text(t, "message", "")}
		fill(&f, t)
		r.locate(&f)
		r.attempt.Soft(f)
		return nil
	}))
	return err
}

// runFile runs the file itself.
func (r *run) runFile() error {
	fn := r.rt.L.NewFunctionFromProto(r.src.proto)
	_, err := r.rt.Call(r.globals.wrap(fn))
	return err
}

// finish ends an attempt: clean has a time of its own, and may fail what was good
// so far.
func (r *run) finish(a *suite.Attempt, o suite.Outcome, clean func(context.Context) error) suite.Outcome {
	a.Stop()
	if o.Result.Bad() {
		r.describeJobs(o.Failures)
		a.Hold(o.Failures)
	}
	ctx, cancel := r.x.cleaning()
	defer cancel()
	return r.add(o, clean(ctx))
}

// add adds what went wrong after a test's own part.
func (r *run) add(o suite.Outcome, err error) suite.Outcome {
	for _, e := range job.Each(err) {
		f := r.failure(e)
		var orphan *job.OrphanError
		switch {
		case errors.As(e, &orphan):
			f.Kind, f.Message = "orphan", orphan.Error()
		case f.Kind == "error":
			f.Kind = "cleanup"
		}
		o.Failures = append(o.Failures, f)
		if o.Result.Bad() {
			continue
		}
		o.Result = event.Errored
		if f.Kind == "orphan" {
			o.Result = event.Failed
		}
	}
	return o
}
