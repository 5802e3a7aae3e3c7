package spec

import (
	"fmt"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
)

// modules are what a file of tests finds beside what every script does.
func (r *run) modules() []*bind.Module {
	return []*bind.Module{r.blocks(), r.helpers()}
}

var (
	nameParam = bind.Param{Name: "name", Type: "string", Optional: true}
	bodyParam = bind.Param{Name: "fn", Type: "fun()", Optional: true}
)

// blocks are busted's verbs.
func (r *run) blocks() *bind.Module {
	m := &bind.Module{}
	add := func(doc string, call func(name string) func(*bind.Call) error, params []bind.Param, names ...string) {
		for _, name := range names {
			m.Funcs = append(m.Funcs, bind.Func{Name: name, Doc: doc, Params: params, Call: call(name)})
		}
	}
	both := []bind.Param{nameParam, bodyParam}
	add("A block of tests.", r.describe, both, "describe", "context")
	add("A block of tests; globals and modules are put back after it.", r.describe, both, "insulate")
	add("A block whose globals and modules are kept for those after it.", r.describe, both, "expose")
	add("A test.", r.it, both, "it", "spec", "test")
	add("A test that is to be written yet; in a test: ends it as such.", r.pendingTest, both, "pending")
	hook := []bind.Param{{Name: "fn", Type: "fun()"}}
	add("Is run before each test of the block.", r.hook(beforeEach), hook, "before_each")
	add("Is run after each test of the block, however it ends.", r.hook(afterEach), hook, "after_each")
	add("Is run once, before the block's first test that is run.", r.hook(lazySetup), hook, "lazy_setup")
	add("Is run once, after the block, if its lazy setup was.", r.hook(lazyTeardown), hook, "lazy_teardown")
	add("Is run once, before the block, even if none of its tests is chosen.", r.hook(strictSetup), hook, "setup", "strict_setup")
	add("Is run once, after the block.", r.hook(strictTeardown), hook, "teardown", "strict_teardown")
	m.Funcs = append(m.Funcs,
		bind.Func{
			Name: "finally", Doc: "Has fn called when the test's own function has ended, whichever way.", Params: hook,
			Call: func(c *bind.Call) error {
				if !r.pending {
					return unsupported("finally", inTests)
				}
				r.finally = callable(c, 1)
				return nil
			},
		},
		bind.Func{
			Name: "randomize", Doc: "Shuffles the block's tests and blocks.",
			Params: []bind.Param{{Name: "seed", Type: "number|boolean", Optional: true}},
			Call:   r.randomize,
		})
	return m
}

// unsupported says that a verb is called where it has no meaning: its place is
// where it has one.
func unsupported(verb, place string) error {
	return job.Errorf("", job.EPERM, "'%s' is not supported here, only %s", verb, place)
}

// inTests is the place of verbs that belong to a test.
const inTests = "in the function of a test"

// misplaced says that a verb is called where no tests are made. A file that has
// others call the verbs was taken for one test.
func (r *run) misplaced(verb string) error {
	if !r.src.spec {
		return job.Errorf("", job.EPERM, "'%s' is not supported here: %s calls none of describe, it and the like itself, and so is one test; "+
			"require \"busted\" in it makes it a file of tests", verb, r.unit.Path)
	}
	return unsupported(verb, "in a file and in the function of describe, before tests are run")
}

// named reads the arguments of a verb that makes something: a name and a
// function, each of them optional. Without a function the verb returns one that
// takes it: it "name" (function() … end).
func (r *run) named(verb string, define func(c *bind.Call, name string, line int, fn *lua.LFunction)) func(*bind.Call) error {
	return func(c *bind.Call) error {
		if r.building == nil || r.building == r.around {
			return r.misplaced(verb)
		}
		line := callerLine(c.L)
		if fn, ok := c.Get(1).(*lua.LFunction); ok {
			if c.Has(2) {
				return job.Errorf("", job.EINVAL, "the name comes first, then the function: %s(\"name\", function() … end)", verb)
			}
			define(c, verb, line, fn)
			return nil
		}
		name := verb
		if c.Has(1) {
			name = fmt.Sprint(c.L.ToStringMeta(c.Get(1)))
		}
		if fn := function(c.L, c.Get(2)); fn != nil {
			define(c, name, line, fn)
			return nil
		}
		if c.Has(2) {
			c.Want(2, "fn", "function")
		}
		define(c, name, line, nil)
		return nil
	}
}

// callable gives argument i as a function.
func callable(c *bind.Call, i int) *lua.LFunction {
	fn := function(c.L, c.Get(i))
	if fn == nil {
		c.Want(i, "fn", "function")
	}
	return fn
}

// function gives what can be called as a function, nil if it cannot.
func function(L *lua.LState, v lua.LValue) *lua.LFunction {
	switch v := v.(type) {
	case *lua.LFunction:
		return v
	case *lua.LTable:
		if call, ok := L.GetMetaField(v, "__call").(*lua.LFunction); ok {
			return L.NewFunction(func(L *lua.LState) int {
				L.Push(call)
				L.Push(v)
				L.Call(1, 0)
				return 0
			})
		}
	}
	return nil
}

// later gives the function that takes what a verb was called without.
func later(c *bind.Call, take func(fn *lua.LFunction)) {
	c.Push(c.L.NewFunction(func(L *lua.LState) int {
		take(L.CheckFunction(1))
		return 0
	}))
}

func (r *run) describe(verb string) func(*bind.Call) error {
	kind := verb
	if kind == "context" {
		kind = "describe"
	}
	return r.named(verb, func(c *bind.Call, name string, line int, fn *lua.LFunction) {
		outer := r.building
		b := &block{outer: outer, kind: kind, name: name, line: line, node: *newNode(&outer.node), hooks: map[string][]hook{}}
		b.upTo = &b.node
		if kind == "expose" {
			b.upTo = outer.parent
		}
		put := func(fn *lua.LFunction) {
			b.body = fn
			outer.children = append(outer.children, b)
		}
		if fn != nil {
			put(fn)
		} else {
			later(c, put)
		}
	})
}

func (r *run) it(verb string) func(*bind.Call) error {
	return r.named(verb, func(c *bind.Call, name string, line int, fn *lua.LFunction) {
		t := &testCase{outer: r.building, name: name, line: line, last: line}
		r.building.children = append(r.building.children, t)
		put := func(fn *lua.LFunction) {
			t.body = fn
			if !fn.IsG && fn.Proto.SourceName == r.unit.Path {
				t.last = max(line, fn.Proto.LastLineDefined)
			}
		}
		if fn != nil {
			put(fn)
		} else {
			later(c, put)
		}
	})
}

func (r *run) pendingTest(verb string) func(*bind.Call) error {
	register := r.named(verb, func(_ *bind.Call, name string, line int, _ *lua.LFunction) {
		r.building.children = append(r.building.children, &testCase{outer: r.building, name: name, line: line, last: line, pending: true})
	})
	return func(c *bind.Call) error {
		if r.pending {
			return &pendingError{c.OptString(1, "reason", "")}
		}
		return register(c)
	}
}

func (r *run) hook(kind string) func(string) func(*bind.Call) error {
	return func(verb string) func(*bind.Call) error {
		return func(c *bind.Call) error {
			if r.building == nil {
				return r.misplaced(verb)
			}
			b := r.building
			put := func(fn *lua.LFunction) { b.hooks[kind] = append(b.hooks[kind], hook{verb, fn}) }
			switch { // busted takes a name, and has no use for it
			case c.Has(2):
				put(callable(c, 2))
			case c.Get(1).Type() == lua.LTString:
				later(c, put)
			default:
				put(callable(c, 1))
			}
			return nil
		}
	}
}

func (r *run) randomize(c *bind.Call) error {
	if r.building == nil {
		return r.misplaced("randomize")
	}
	r.building.shuffle = c.NArgs() == 0 || lua.LVAsBool(c.Get(1))
	for i := 1; i <= 2; i++ {
		if n, ok := c.Get(i).(lua.LNumber); ok {
			r.building.seed = uint64(n)
		}
	}
	return nil
}

// callerLine gives the line of the script that calls.
func callerLine(L *lua.LState) int {
	for level := 1; ; level++ {
		dbg, ok := L.GetStack(level)
		if !ok {
			return 0
		}
		if _, err := L.GetInfo("Sl", dbg, lua.LNil); err == nil && dbg.CurrentLine > 0 {
			return dbg.CurrentLine
		}
	}
}
