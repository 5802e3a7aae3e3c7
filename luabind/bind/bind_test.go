package bind_test

import (
	"context"
	"errors"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
	"github.com/tlua/tlua/luabind/vm"
)

func TestCallsAndResults(t *testing.T) {
	w := newWorld(t)
	for src, want := range map[string]string{
		"return ctorrent.one():start()":                                               "one",
		"return ctorrent.one().name, type(ctorrent.one())":                            "one|userdata",
		"return tostring(ctorrent.one())":                                             "ctorrent#one",
		"return tostring(job.factory())":                                              "job.factory",
		"return ctorrent.one() == ctorrent.one()":                                     "true",
		"return ctorrent.one():wait_completion(1.5)":                                  "1.5",
		"return ctorrent.one():wait_completion(), ctorrent.one():wait_completion(-1)": "60000|60000",
		"return ctorrent.default_opt.port, ctorrent.creat":                            "1|nil",
		"return require 'ctorrent' == ctorrent":                                       "true",
		"return job.use(job.factory())":                                               "3",
		"return job.receive{job.factory(), job.factory()}":                            "2",
		"return job.args('x')":                                                        "1|x|B|7|1.5|true|true|true|1000",
		"return job.args('x', nil, 3, 2.5, false, print, {}, 0.5, 9)":                 "9|x|B|3|2.5|false|false|false|0.5",
		"return getmetatable(ctorrent.one())":                                         "ctorrent.app",
		"local a = ctorrent.one() ctorrent.forget(a) return a == ctorrent.one()":      "false",
	} {
		got, err := w.run(t, src)
		require.NoError(t, err, src)
		require.Equal(t, want, got, src)
	}
}

func TestErrorTexts(t *testing.T) {
	w := newWorld(t)
	known := "(known: any, big, data, dest, env, factory, metainfo_file, nice, on_line, poll_ms, port, rate, raw, save_to_file, size, timeout_ms, tracker, trackers, verbose, wrappers)"
	create := func(opts string) string { return "\n ctorrent.create{metainfo_file='m', " + opts + "}" }
	for _, c := range []struct{ src, want string }{
		{create("save_to_flie='x'"), "unknown option 'save_to_flie', did you mean 'save_to_file'? " + known},
		{create("zzzzzzz=1"), "unknown option 'zzzzzzz' " + known},
		{create("save_to_file=5"), "option 'save_to_file': string expected, got number"},
		{create("trackers={'a', 2}"), "option 'trackers[2]': string expected, got number"},
		{create("trackers={'a', nil, 'b'}"), "option 'trackers[2]': string expected, got nil"},
		{create("trackers='a'"), "option 'trackers': list of strings expected, got string"},
		{create("trackers={x=1}"), "option 'trackers': list of strings expected, got a table with key 'x'"},
		{create("trackers={[900]='a'}"), "option 'trackers': list of strings expected, got a table with key [900] but holes before it"},
		{create("port=70000"), "option 'port': 70000 is not an integer from 0 to 65535"},
		{create("port=-1"), "option 'port': -1 is not an integer from 0 to 65535"},
		{create("port='80'"), "option 'port': integer expected, got string"},
		{create("any=1.5"), "option 'any': 1.5 is not an integer"},
		{create("big=-1"), "option 'big': -1 is not an integer of 0 or more"},
		{create("nice=0.5"), "option 'nice': 0.5 is not an integer"},
		{create("rate={}"), "option 'rate': number expected, got table"},
		{create("verbose=1"), "option 'verbose': boolean expected, got number"},
		{create("poll_ms='5s'"), "option 'poll_ms': number of milliseconds expected, got string"},
		{create("poll_ms=0/0"), "option 'poll_ms': NaN is not a number of milliseconds"},
		{create("on_line=1"), "option 'on_line': function expected, got number"},
		{create("factory='x'"), "option 'factory': handle of factory expected, got string"},
		{create("factory=ctorrent.one()"), "option 'factory': handle of factory expected, got app"},
		{create("env={A=1}"), "option 'env.A': string expected, got number"},
		{create("env={'A'}"), "option 'env': names are strings, got [1]"},
		{create("env=5"), "option 'env': table of strings expected, got number"},
		{create("size=5"), "option 'size': table of options expected, got number"},
		{create("size={}"), "option 'size.program' is required"},
		{create("wrappers={{program='a', arg={}}}"), "unknown option 'wrappers[1].arg', did you mean 'wrappers[1].args'? (known: args, program)"},
		{create("wrappers={{program='a'}, {}}"), "option 'wrappers[2].program' is required"},
		{create("wrappers={{program='a', 'b'}}"), "option 'wrappers[1]': option names are strings, got [1]"},
		{create("wrappers={5}"), "option 'wrappers[1]': table of options expected, got number"},
		{create("verbose=1, port=-1, any={}"), "option 'any': integer expected, got table"},
		{"\n ctorrent.create{1, 2}", "option names are strings, got [1]"},
		{"\n ctorrent.create{}", "option 'metainfo_file' is required"},
		{"\n ctorrent.create()", "option 'metainfo_file' is required"},
		{"\n ctorrent.create('x')", "table of options expected, got string"},
	} {
		_, err := w.run(t, c.src)
		require.Error(t, err, c.src)
		require.Equal(t, "case.lua:2: ctorrent.create: EINVAL: "+c.want, err.Error(), c.src)
		require.ErrorIs(t, err, job.EINVAL)
	}
}

func TestArgumentErrors(t *testing.T) {
	w := newWorld(t)
	for src, want := range map[string]string{
		"job.receive()":                             "job.receive: EINVAL: argument 1 (filters): list of factories expected, got nil",
		"job.receive{5}":                            "job.receive: EINVAL: argument 1 (filters[1]): handle of factory expected, got number",
		"job.receive{x=5}":                          "job.receive: EINVAL: argument 1 (filters): list of factories expected, got a table with key 'x'",
		"job.use('x')":                              "job.use: EINVAL: argument 1 (factory): handle of factory expected, got string",
		"job.use(ctorrent.one())":                   "job.use: EINVAL: argument 1 (factory): handle of factory expected, got app",
		"job.args(5)":                               "job.args: EINVAL: argument 1 (a): string expected, got number",
		"job.args('', nil, '3')":                    "job.args: EINVAL: argument 3 (c): integer expected, got string",
		"job.args('', nil, 11)":                     "job.args: EINVAL: argument 3 (c): 11 is not an integer from 1 to 10",
		"job.args('', nil, 1e300)":                  "job.args: EINVAL: argument 3 (c): 1e+300 is not an integer from 1 to 10",
		"job.args('', nil, 0/0)":                    "job.args: EINVAL: argument 3 (c): NaN is not an integer from 1 to 10",
		"job.args('', nil, nil, {})":                "job.args: EINVAL: argument 4 (d): number expected, got table",
		"job.args('',nil,nil,nil,0)":                "job.args: EINVAL: argument 5 (e): boolean expected, got number",
		"job.table(1)":                              "job.table: EINVAL: argument 1 (t): table expected, got number",
		"job.func()":                                "job.func: EINVAL: argument 1 (f): function expected, got nil",
		"job.huge()":                                "job.huge: EIO: result 1: 1152921504606846976 is beyond 2^53, up to which Lua's numbers are exact",
		"sleep()":                                   "sleep: EINVAL: argument 1 (ms): number expected, got nil",
		"ctorrent.one().start()":                    "ctorrent.start: EINVAL: called with no self; write app:start(), not app.start()",
		"ctorrent.one().start('x')":                 "ctorrent.start: EINVAL: called with string as self; write app:start(), not app.start()",
		"ctorrent.one().start(job.factory())":       "ctorrent.start: EINVAL: called with factory as self; write app:start(), not app.start()",
		"ctorrent.one().name = 'y'":                 "ctorrent.app: EPERM: field 'name' cannot be set",
		"ctorrent.one():strat()":                    "ctorrent.app: EINVAL: no field or method 'strat', did you mean 'start'? (known: each, fail, name, start, wait_completion)",
		"return ctorrent.one()[1]":                  "ctorrent.app: EINVAL: no field or method '[1]' (known: each, fail, name, start, wait_completion)",
		"ctorrent.one():wait_completion('1')":       "ctorrent.wait_completion: EINVAL: argument 1 (timeout_ms): number of milliseconds expected, got string",
		"ctorrent.one():wait_completion(0)":         "ctorrent.wait_completion: ETIMEDOUT: no status line for 60000 ms",
		"ctorrent.one():fail('job')":                "ctorrent.fail: ESHCMD: it ended",
		"ctorrent.one():fail('op')":                 "job.start: ENOENT: no such program: x",
		"ctorrent.one():fail('')":                   "ctorrent.fail: EIO: plain",
		"local f = ctorrent.one().start return f()": "ctorrent.start: EINVAL: called with no self; write app:start(), not app.start()",
	} {
		_, err := w.run(t, src)
		require.Error(t, err, src)
		require.Equal(t, "case.lua:1: "+want, err.Error(), src)
	}
}

func TestErrorObject(t *testing.T) {
	w := newWorld(t)
	got, err := w.run(t, `
		local ok, e = pcall(function()
			local function deep() ctorrent.one():fail('job') end
			deep()
		end)
		return e.code, e.op, e.message:gsub("\n", "/"), table.concat(e.tail, ","), e.nosuch, e.cause.code, e.cause.op,
			e.cause.message, e.cause == e.cause, e.cause.cause, "<" .. e .. ">", e.cause, type(e), getmetatable(e)`)
	require.NoError(t, err)
	require.Equal(t, "ESHCMD|ctorrent.fail|it/ended|a,b|nil|ENOENT|job.start|no such program: x|true|nil|"+
		"<case.lua:3: ctorrent.fail: ESHCMD: it ended>|job.start: ENOENT: no such program: x|userdata|tlua.error",
		got)

	got, err = w.run(t, "local _, e = pcall(function()\n local function deep() ctorrent.one():fail('job') end\n deep() end)\nreturn (e.traceback:gsub('\\n%s*', '; '))")
	require.NoError(t, err)
	require.Equal(t, "stack traceback:; [C]: in function 'fail'; case.lua:2: in function 'deep'; case.lua:3: in function <case.lua:1>; [C]: in function 'pcall'; case.lua:1: in main chunk", got)

	_, err = w.run(t, "local _, e = pcall(error, 'x') local _, e = pcall(function() ctorrent.one():fail('job') end) e.code = 5")
	require.EqualError(t, err, "case.lua:1: error: EPERM: field 'code' cannot be set")
}

func TestErrorReachesGo(t *testing.T) {
	w := newWorld(t)
	_, err := w.run(t, "ctorrent.one():fail('job')")
	require.ErrorIs(t, err, job.ESHCMD)
	require.ErrorIs(t, err, job.ENOENT)
	var ve *vm.Error
	require.ErrorAs(t, err, &ve)
	e := bind.FromLua(ve.Value)
	require.Equal(t, "case.lua:1:", e.Where)
	require.Equal(t, ve.Traceback, e.Traceback)
	var je *job.Error
	require.ErrorAs(t, err, &je)
	_, err = w.run(t, "ctorrent.one():fail('')")
	require.ErrorIs(t, err, errPlain)
	_, err = w.run(t, "ctorrent.one():wait_completion(0)")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Nil(t, bind.FromLua(nil))
}

func TestErrorsPassThroughGoUnchanged(t *testing.T) {
	w := newWorld(t)
	got, err := w.run(t, `
		local _, e1 = pcall(ctorrent.create, {})
		local _, e2 = pcall(ctorrent.one().each, ctorrent.one(), function() error(e1) end)
		local t = {}
		local _, e3 = pcall(ctorrent.one().each, ctorrent.one(), function() error(t) end)
		local _, e4 = pcall(ctorrent.one().each, ctorrent.one(), function() error("text") end)
		return e1 == e2, e3 == t, e4`)
	require.NoError(t, err)
	require.Equal(t, "true|true|case.lua:6: text", got)
}

func TestErrorOfAnotherState(t *testing.T) {
	a, b := newWorld(t), newWorld(t)
	_, err := a.run(t, "ctorrent.create{}")
	var e *bind.Error
	require.True(t, errors.As(err, &e))
	require.NotSame(t, bind.ToError(a.L, "", e), bind.ToError(b.L, "", e))
}

func TestLostHandlesAreFreed(t *testing.T) {
	w := newWorld(t)
	_, err := w.run(t, "for i = 1, 1000 do ctorrent.create{metainfo_file = 'x'} end keep = ctorrent.one()")
	require.NoError(t, err)
	w.one.opt.OnLine = nil
	freed := make(chan struct{})
	one := &app{name: "closure"}
	runtime.AddCleanup(one, func(int) { close(freed) }, 0)
	w.L.SetGlobal("v", w.app.Handle(w.L, one))
	_, err = w.run(t, "f = function() return v end v2 = v v = nil v2 = nil")
	require.NoError(t, err)
	for range 100 {
		runtime.GC()
		select {
		case <-freed:
			return
		default:
			_, err = w.run(t, "local t = {} for i = 1, 100 do t[i] = i end")
			require.NoError(t, err)
		}
	}
	t.Fatal("the object of a lost handle is never freed")
}
