package bind_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
	"github.com/tlua/tlua/luabind/vm"
	lua "github.com/yuin/gopher-lua"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type Factory struct{ N int }

type Common struct {
	Timeout time.Duration
	Env     map[string]*string
}

type wrapper struct {
	Program string `lua:",required"`
	Args    []string
}

type options struct {
	Common
	MetainfoFile string `lua:",required" doc:"the torrent"`
	SaveToFile   string `doc:"where the data\nis or goes"`
	Port         uint16
	Nice         *int
	Big          uint
	Any          int
	Rate         float32
	Verbose      bool
	Trackers     []string
	Wrappers     []wrapper
	Size         *wrapper `lua:",table"`
	Factory      *Factory
	OnLine       *lua.LFunction
	Tracker      any    `type:"string|tracker.tracker"`
	Hidden       string `lua:"-"`
	Renamed      string `lua:"dest"`
	Poll         time.Duration
	Data         []byte
	Raw          lua.LValue
}

type app struct {
	name string
	opt  options
}

func appClass() *bind.Class {
	return &bind.Class{
		Module: "ctorrent", Name: "app", Doc: "One client.",
		Methods: []bind.Func{
			{Name: "start", Doc: "Starts it.", Call: func(c *bind.Call) error { return c.Return(bind.Self[*app](c).name) }},
			{Name: "wait_completion", Doc: "Waits.", Params: []bind.Param{{Name: "timeout_ms", Type: "number", Doc: "how long", Optional: true}},
				Returns: []bind.Return{{Type: "number", Doc: "how long it took"}},
				Call: func(c *bind.Call) error {
					d := c.Millis(1, "timeout_ms", time.Minute)
					if d == 0 {
						return job.Errorf("", job.ETIMEDOUT, "no status line for %d ms", 60000)
					}
					return c.Return(d)
				}},
			{Name: "fail", Call: func(c *bind.Call) error { return failure(c.String(1, "how")) }},
			{Name: "each", Call: func(c *bind.Call) error {
				_, err := vm.Protect(c.L, c.Func(1, "f"), lua.LNumber(1))
				return err
			}},
		},
		Fields: []bind.Field{{Name: "name", Type: "string", Doc: "its name", Get: func(_ *lua.LState, self any) lua.LValue {
			return lua.LString(self.(*app).name)
		}}},
		String: func(self any) string { return "ctorrent#" + self.(*app).name },
	}
}

var errPlain = errors.New("plain")

func failure(how string) error {
	inner := &job.Error{Op: "job.start", Code: job.ENOENT, Message: "no such program: x"}
	switch how {
	case "job":
		return &job.Error{Code: job.ESHCMD, Message: "it\nended", Tail: []string{"a", "b"}, Err: inner}
	case "op":
		return inner
	}
	return errPlain
}

// world is a state with a module of every kind of function.
type world struct {
	L       *lua.LState
	app     *bind.Class
	factory *bind.Class
	opt     options
	one     *app
}

func newWorld(t testing.TB) *world {
	w := &world{L: vm.New(vm.Options{}), app: appClass(), one: &app{name: "one"}}
	w.factory = &bind.Class{Module: "job", Name: "factory"}
	t.Cleanup(w.L.Close)
	require.NoError(t, w.ctorrent().Open(w.L))
	require.NoError(t, w.job().Open(w.L))
	global := &bind.Module{Funcs: []bind.Func{{Name: "sleep", Doc: "Sleeps.", Params: []bind.Param{{Name: "ms", Type: "number"}}, Call: func(c *bind.Call) error {
		c.Number(1, "ms")
		return nil
	}}}}
	require.NoError(t, global.Open(w.L))
	return w
}

func (w *world) ctorrent() *bind.Module {
	return &bind.Module{
		Name: "ctorrent", Doc: "The client.", Classes: []*bind.Class{w.app},
		Records: []bind.Record{{Name: "ctorrent.CreateOptions", Of: options{}}},
		Values: []bind.Value{{Name: "default_opt", Type: "table", Doc: "the defaults", Make: func(L *lua.LState) (lua.LValue, error) {
			return bind.ToLua(L, map[string]int{"port": 1})
		}}},
		Funcs: []bind.Func{
			{Name: "create", Doc: "Makes a client.", Params: []bind.Param{{Name: "opts", Type: "ctorrent.CreateOptions"}},
				Returns: []bind.Return{{Type: "ctorrent.app"}},
				Call: func(c *bind.Call) error {
					w.opt = options{Common: Common{Timeout: 7}, Poll: 5}
					c.Options(1, &w.opt)
					return c.Return(w.app.Handle(c.L, &app{name: w.opt.SaveToFile, opt: w.opt}))
				}},
			{Name: "one", Call: func(c *bind.Call) error { return c.Return(w.app.Handle(c.L, w.one)) }},
			{Name: "forget", Call: func(c *bind.Call) error {
				w.app.Forget(c.L, bind.Arg[*app](c, 1, "app"))
				return nil
			}},
		},
	}
}

func (w *world) job() *bind.Module {
	return &bind.Module{Name: "job", Funcs: []bind.Func{
		{Name: "factory", Call: func(c *bind.Call) error { return c.Return(w.factory.Handle(c.L, &Factory{N: 3})) }},
		{Name: "use", Call: func(c *bind.Call) error { return c.Return(bind.Arg[*Factory](c, 1, "factory").N) }},
		{Name: "receive", Call: func(c *bind.Call) error { return c.Return(len(bind.ArgList[*Factory](c, 1, "filters"))) }},
		{Name: "args", Call: func(c *bind.Call) error {
			return c.Return(c.NArgs(), c.String(1, "a"), c.OptString(2, "b", "B"), c.OptInt(3, "c", 1, 10, 7), c.OptNumber(4, "d", 1.5),
				c.OptBool(5, "e", true), c.OptFunc(6, "f") == nil, c.OptTable(7, "g") == nil, c.Millis(8, "h", time.Second))
		}},
		{Name: "table", Call: func(c *bind.Call) error { c.Table(1, "t"); return nil }},
		{Name: "func", Call: func(c *bind.Call) error { c.Func(1, "f"); return nil }},
		{Name: "huge", Call: func(c *bind.Call) error { return c.Return(uint64(1) << 60) }},
	}}
}

// run runs a chunk named case.lua and gives its results as text.
func (w *world) run(t testing.TB, src string) (string, error) {
	t.Helper()
	p, err := vm.Compile("@case.lua", []byte(src))
	require.NoError(t, err)
	vs, err := vm.Protect(w.L, w.L.NewFunctionFromProto(p))
	var out []string
	for _, v := range vs {
		out = append(out, w.L.ToStringMeta(v).String())
	}
	return strings.Join(out, "|"), err
}
