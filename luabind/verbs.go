package luabind

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
)

// skipped is what skip raises: the script ends, and has not failed.
type skipped struct{ reason string }

func (s *skipped) Error() string { return "skipped: " + s.reason }

func (r *Runtime) verbs() *bind.Module {
	text := bind.Param{Name: "text", Type: "string"}
	m := &bind.Module{Funcs: []bind.Func{
		{
			Name: "step", Doc: "Tells what comes now; with a function, what it does belongs to the step.",
			Params:  []bind.Param{text, {Name: "fn", Type: "fun(): ...", Optional: true}},
			Returns: []bind.Return{{Type: "...", Doc: "what fn returned"}},
			Call:    r.step,
		},
		{
			Name: "sleep", Doc: "Waits; the end of the script's time ends it.",
			Params: []bind.Param{{Name: "ms", Type: "number"}},
			Call: func(c *bind.Call) error {
				d := time.Duration(max(c.Number(1, "ms"), 0) * float64(time.Millisecond))
				return r.serve(c, c.Context(), r.told("sleep", fmt.Sprintf("%v ms", c.Number(1, "ms")), func(ctx context.Context) error { return sleep(ctx, d) }))
			},
		},
		{
			Name: "now_ms", Doc: "Milliseconds on a monotonic clock, with fractions.",
			Returns: []bind.Return{{Type: "number"}},
			Call:    func(c *bind.Call) error { return c.Return(time.Since(r.started)) },
		},
		{
			Name: "cleanup", Doc: "Has fn called at the end, whatever happens; the last one first.",
			Params: []bind.Param{{Name: "fn", Type: "fun()"}},
			Call: func(c *bind.Call) error {
				r.scope.cleanups = append(r.scope.cleanups, c.Func(1, "fn"))
				return nil
			},
		},
		{
			Name: "skip", Doc: "Ends the script; it has not failed.",
			Params: []bind.Param{{Name: "reason", Type: "string", Optional: true}},
			Call: func(c *bind.Call) error {
				reason := c.OptString(1, "reason", "no reason given")
				r.tell(event.Event{Kind: event.Skip, Text: reason})
				return &skipped{reason}
			},
		},
		{
			Name: "verdict", Doc: "Tells a result that a reader of the report should know.",
			Params: []bind.Param{text},
			Call: func(c *bind.Call) error {
				r.tell(event.Event{Kind: event.Verdict, Text: c.String(1, "text")})
				return nil
			},
		},
	}}
	if r.libs.has("fs", "") {
		m.Funcs = append(m.Funcs, r.artifact())
	}
	return m
}

// artifact looks for a file.
func (r *Runtime) artifact() bind.Func {
	return bind.Func{
		Name: "artifact", Doc: "Names a file or a folder that belongs to the result; reports tell where it is. A test's is copied into the run's results.",
		Params: []bind.Param{{Name: "name", Type: "string"}, {Name: "path", Type: "string"}},
		Call: func(c *bind.Call) error {
			name, path := c.String(1, "name"), r.path(c.String(2, "path"))
			if _, err := r.defaultFactory().FS().Stat(path); err != nil {
				return job.IOError("artifact", path, err)
			}
			r.tell(event.Event{Kind: event.Artifact, Text: name, Path: r.kept(path)})
			return nil
		},
	}
}

// kept gives where an artifact is from now on. That it could not be copied fails no
// test: it is still where it was.
func (r *Runtime) kept(path string) string {
	if r.opts.KeepArtifact == nil {
		return path
	}
	there, err := r.opts.KeepArtifact(path)
	if err == nil {
		return there
	}
	text := "an artifact is not kept: "
	if there != "" {
		text = "an artifact is not kept whole: "
	}
	r.tell(event.Event{Kind: event.Log, Level: slog.LevelWarn, Text: text + err.Error()})
	return cmp.Or(there, path)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return job.WithOp("", context.Cause(ctx))
	}
}

// step tells of a step. One with a function ends with it, also when it raises.
func (r *Runtime) step(c *bind.Call) error {
	text, fn := c.String(1, "text"), c.OptFunc(2, "fn")
	r.tell(event.Event{Kind: event.StepBegun, Text: text, Depth: r.depth, Block: fn != nil})
	if fn == nil {
		return nil
	}
	start, ok := time.Now(), false
	r.depth++
	defer func() {
		r.depth--
		e := event.Event{Kind: event.StepEnded, Text: text, Depth: r.depth, Duration: time.Since(start)}
		if !ok {
			e.Err = fmt.Errorf("%s failed", text)
		}
		r.tell(e)
	}()
	top := c.L.GetTop()
	c.L.Push(fn)
	c.L.Call(0, lua.MultRet)
	ok = true
	var results []lua.LValue
	for i := top + 1; i <= c.L.GetTop(); i++ {
		results = append(results, c.L.Get(i))
	}
	c.Push(results...)
	return nil
}
