package spec

import (
	"math"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
)

// helpers are what tests have beside busted's verbs.
func (r *run) helpers() *bind.Module {
	return &bind.Module{
		Funcs: []bind.Func{
			{
				Name: "set_timeout", Doc: "Sets the test's time, counted from its begin; nil or a negative number is no limit.",
				Params: []bind.Param{{Name: "ms", Type: "number", Optional: true}},
				Call:   r.setTimeout,
			},
			{
				Name: "lock", Doc: "Waits until no other test of the run holds the name, and holds it until the test, or the file, ends.",
				Params: []bind.Param{{Name: "name", Type: "string"}},
				Call: func(c *bind.Call) error {
					return r.control.Lock(c.Context(), c.String(1, "name"))
				},
			},
			{
				Name: "expect_fail", Doc: "Says that the test is going to fail: it passes if a check does, and fails if none does.",
				Params: []bind.Param{{Name: "reason", Type: "string", Optional: true}},
				Call: func(c *bind.Call) error {
					if r.attempt == nil {
						return unsupported("expect_fail", inTests)
					}
					r.attempt.ExpectFail(c.OptString(1, "reason", "no reason given"))
					return nil
				},
			},
			{
				Name: "params", Doc: "At the top of a file: runs it once for every combination of the values; gives those of this run.",
				Params:  []bind.Param{{Name: "values", Type: "table"}},
				Returns: []bind.Return{{Type: "table"}},
				Call:    r.params,
			},
		},
		Values: []bind.Value{{
			Name: "worker", Type: "{index: integer, count: integer}",
			Doc: "Which of the workers runs the test, from 1, and how many there are.",
			Make: func(L *lua.LState) (lua.LValue, error) {
				t := L.NewTable()
				t.RawSetString("index", lua.LNumber(r.control.Worker()))
				t.RawSetString("count", lua.LNumber(r.control.Workers()))
				return t, nil
			},
		}},
	}
}

func (r *run) setTimeout(c *bind.Call) error {
	if r.attempt == nil {
		return unsupported("set_timeout", inTests)
	}
	ms := -1.0
	if c.Has(1) {
		ms = c.Number(1, "ms")
	}
	switch {
	case ms == 0:
		return job.Errorf("", job.EINVAL, "argument 1 (ms): 0 is no time; nil or a negative number is no limit")
	case ms > math.MaxInt64/float64(time.Millisecond), math.IsNaN(ms):
		return job.Errorf("", job.EINVAL, "argument 1 (ms): %v is no time", ms)
	}
	d := time.Duration(0)
	if ms > 0 {
		d = max(time.Duration(ms*float64(time.Millisecond)), 1)
	}
	r.attempt.SetTimeout(d)
	return nil
}

// params gives the values of this run, which the file's syntax tree asked for.
func (r *run) params(c *bind.Call) error {
	if r.src.params == nil {
		return job.Errorf("", job.EINVAL, "params is called once, at the top of a file, as a statement or for a variable")
	}
	t := c.L.NewTable()
	for _, p := range r.unit.Values {
		v, err := bind.ToLua(c.L, p.Value)
		if err != nil {
			return err
		}
		t.RawSetString(p.Name, v)
	}
	c.Push(t)
	return nil
}
