package luabind_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/bind"
	"github.com/tlua/tlua/luabind/vm"
)

var pids = regexp.MustCompile(`pid \d+`)

func TestResultsAndArguments(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	require.Equal(t, []any{"test.lua", "y z", nil, 3.0, true, "x", "y z"}, h.run(`return arg[0], arg[2], nil, 3, true, ...`, "x", "y z"))
	require.Equal(t, []any{[]any{1.0, map[string]any{"a": "b", "7": false}}, map[string]any{}, "factory(local)"},
		h.run(`return {1, {a = "b", [7] = false}}, {}, job.factory()`))
	require.Contains(t, h.run(`local t = {} t[1] = t return t`)[0].([]any)[0], "{...}")
	res, err := h.RunString("t", "os.exit(3)")
	require.Equal(t, luabind.Result{}, res)
	require.Equal(t, 3, vm.ExitOf(err).Code)
	_, err = h.RunString("t", "os.exit(0)")
	require.NoError(t, err)
	res, err = h.RunString("t", `skip "no network"; error "not reached"`)
	require.NoError(t, err)
	require.Equal(t, "no network", res.Skipped)
}

func TestLoadErrors(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	var load *luabind.LoadError
	_, err := h.RunFile("none.lua")
	require.ErrorAs(t, err, &load)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.EqualError(t, err, "ENOENT: none.lua: no such file or directory")
	require.NoError(t, os.WriteFile(filepath.Join(h.dir, "bad.lua"), []byte("local x = = 1\n"), 0o644))
	_, err = h.RunFile("bad.lua")
	require.ErrorAs(t, err, &load)
	require.EqualError(t, err, "bad.lua:1: unexpected symbol near '='")
}

func TestOutputGoesWhereTheEmbedderSays(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	h.run(`print("a", 1, nil); io.write("b", 2, "\n"); io.stdout:write("c\n")`)
	require.Equal(t, "a\t1\tnil\nb2\nc\n", h.out.String())
}

func TestRoom(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	h.run(`
		local t = {}
		for i = 1, 100000 do t[i] = "x" end
		assert(#table.concat(t) == 100000)
		local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end
		assert(deep(15000) == 15000)
		assert(select("#", unpack(t, 1, 7000)) == 7000)`)
}

func TestContextEndsBlockingCalls(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{
		"loop":    `while true do end`,
		"sleep":   `sleep(1e6)`,
		"wait":    `local j = job.create{program = "cat"} j:start() j:wait(1e6)`,
		"receive": `local j = job.create{program = "cat"} local f = j:attach_filter{stdout = true} j:start() f:receive(1e6)`,
		"pcall":   `while true do pcall(sleep, 1e6) end`,
		"stop":    `local j = job.create{program = "sh", args = {"-c", "trap '' TERM; echo; while :; do sleep 0.1; done"}} j:start() j:lines()() j:stop("TERM", 1e6)`,
		"send":    `local j = job.create{program = "sleep", args = {"1000"}} j:start() j:send(("x"):rep(1e6), 1e6)`,
		"port":    `net.wait_port("127.0.0.1", 1, 1e6)`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancelCause(context.Background())
			r, err := luabind.New(ctx, luabind.Options{})
			require.NoError(t, err)
			defer func() { require.NoError(t, r.Close()) }()
			why := job.Errorf("", job.ECANCELED, "interrupted")
			time.AfterFunc(100*time.Millisecond, func() { cancel(why) })
			_, err = r.RunString("test.lua", code)
			require.Error(t, err)
			require.True(t, errors.Is(err, context.Canceled) || errors.Is(err, job.ECANCELED), "%v", err)
		})
	}
}

func TestCleanup(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	_, err := h.RunString("test.lua", `
		cleanup(function() print("first in, last out") end)
		cleanup(function() error("a cleanup that fails") end)
		cleanup(function() print("last in, first out") end)
		dir = fs.tmpdir()
		fs.write(dir .. "/x", "y")
		job.create{program = "sleep", args = {"1000"}}:start()
		print(dir)
		error "the script fails, too"`)
	require.EqualError(t, err, "test.lua:9: the script fails, too")
	dir := regexp.MustCompile(`\S+`).FindString(h.out.String())
	require.DirExists(t, dir)
	require.EqualError(t, h.Close(), "test.lua:3: a cleanup that fails")
	require.Equal(t, dir+"\nlast in, first out\nfirst in, last out\n", h.out.String())
	require.NoDirExists(t, dir)
	require.NoError(t, h.Close(), "twice is no error")
	_, err = h.RunString("test.lua", "")
	require.ErrorIs(t, err, job.EBADF)
}

func TestEnvironmentIsTheRuntimesOwn(t *testing.T) {
	h := newHost(t)
	t.Setenv("TLUA_TEST_A", "process")
	h.run(`
		assert(os.getenv "TLUA_TEST_A" == "process")
		os.setenv("TLUA_TEST_A", "runtime")
		os.setenv("TLUA_TEST_B", "b")
		assert(os.getenv "TLUA_TEST_A" == "runtime")
		local function env(o)
			o.program, o.args = "sh", {"-c", "echo $TLUA_TEST_A,$TLUA_TEST_B"}
			local j = job.create(o)
			j:start()
			for line in j:lines() do return line end
		end
		assert(env{} == "runtime,b")
		assert(env{env = {TLUA_TEST_B = false}} == "runtime,")
		assert(env{env = {TLUA_TEST_A = "job"}} == "job,b")
		os.setenv("TLUA_TEST_A", nil)
		assert(os.getenv "TLUA_TEST_A" == nil)
		assert(env{} == ",b")`)
	require.Equal(t, "process", os.Getenv("TLUA_TEST_A"))
}

func TestEvents(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	_, err := h.RunString("test.lua", `
		step "one"
		step("two", function() step("three", function() verdict "good" end) end)
		log.warn("careful", {n = 1})
		fs.write("f", "x")
		artifact("file", "f")
		local j = job.create{program = "echo", args = {"hi"}}
		j:attach_filter{stdout = true, log_level = "info", readable = false}
		j:start()
		j:wait()
		step("fails", function() error "no" end)`)
	require.EqualError(t, err, "test.lua:11: no")
	require.Equal(t, []string{"one", "two", "three", "fails"}, h.texts(event.StepBegun))
	require.Equal(t, []string{"three", "two", "fails"}, h.texts(event.StepEnded))
	require.Equal(t, []string{"good"}, h.texts(event.Verdict))
	require.Equal(t, []string{"careful"}, h.texts(event.Log))
	require.Equal(t, []string{"file"}, h.texts(event.Artifact))
	require.Len(t, h.texts(event.Match), 1)
	require.Equal(t, []string{"exited with code 0"}, h.texts(event.JobEnded))
	for _, e := range h.events {
		require.Equal(t, "test.lua", e.Runtime)
		require.False(t, e.Time.IsZero())
	}
}

func TestWaitsAreTold(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	h.run(`
		sleep(1)
		pcall(net.wait_port, "127.0.0.1", net.free_port(), 1)
		local j = job.create{program = "cat", filters = {a = {stdout = true}, b = {stdout = true}}}
		j:start()
		pcall(j.wait, j, 1)
		pcall(job.wait_any, {j}, 1)
		pcall(job.poll, {j.filters.a, j.filters.b}, 1)
		pcall(j.filters.a.receive, j.filters.a, 1)
		pcall(job.poll, {j.filters.a, j.filters.b}, 0)`)
	var begun, ended []string
	for _, e := range h.events {
		switch e.Kind {
		case event.WaitBegun:
			begun = append(begun, e.Op+": "+regexp.MustCompile(`:\d+$`).ReplaceAllString(e.Text, ":PORT"))
		case event.WaitEnded:
			ended = append(ended, fmt.Sprint(e.Op, " ", e.Err == nil))
		}
	}
	require.Equal(t, []string{
		"sleep: 1 ms", "net.wait_port: port 127.0.0.1:PORT", "job.wait: the end of cat#1", "job.wait_any: the end of one of cat#1",
		`job.poll: a message of one of the filters "a" of cat#1, "b" of cat#1`, `job.receive: message of filter "a"`,
	}, begun[:6])
	require.Equal(t, []string{"sleep true", "net.wait_port false", "job.wait false", "job.wait_any false", "job.poll false", "job.receive false"}, ended[:6])
	require.Len(t, begun, 6, "what does not wait is no wait")
}

func TestArtifactsAreKept(t *testing.T) {
	t.Parallel()
	h := newHost(t, func(o *luabind.Options) {
		o.KeepArtifact = func(path string) (string, error) {
			if filepath.Base(path) == "big" {
				return "", job.Errorf("", job.EACCES, "locked")
			}
			return "/kept/" + filepath.Base(path), nil
		}
	})
	h.run(`fs.write("f", "x") artifact("small", "f") fs.write("big", "x") artifact("large", "big")`)
	var paths []string
	for _, e := range h.events {
		if e.Kind == event.Artifact {
			paths = append(paths, e.Path)
		}
	}
	require.Equal(t, []string{"/kept/f", filepath.Join(h.dir, "big")}, paths)
	require.Equal(t, []string{"an artifact is not kept: EACCES: locked"}, h.texts(event.Log))
	require.Contains(t, h.fails(`artifact("none", "none")`), "artifact: ENOENT: DIR/none")
}

func TestGoValues(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	type inner struct{ HTTPPort int }
	h.Set("config", &struct {
		Name  string
		Inner inner
	}{"lab", inner{8080}})
	h.Set("double", func(n int) int { return 2 * n })
	require.Equal(t, []any{"lab", 8080.0, 14.0}, h.run(`return config.name, config.inner.http_port, double(7)`))
}

func TestModulesThatCannotBe(t *testing.T) {
	t.Parallel()
	nothing := func(*bind.Call) error { return nil }
	for want, m := range map[string]*bind.Module{
		`EEXIST: there are two modules of the name "job"`:            {Name: "job"},
		`module "lab": its function 1 ("f") needs a Name and a Call`: {Name: "lab", Funcs: []bind.Func{{Name: "f"}}},
		`module "": its function 1 ("") needs a Name and a Call`:     {Funcs: []bind.Func{{Call: nothing}}},
	} {
		_, err := luabind.New(context.Background(), luabind.Options{Modules: []*bind.Module{m}})
		require.EqualError(t, err, want)
	}
}

func TestObjectsAreTheSameValues(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	h.run(`
		local j = job.create{program = "echo", args = {"x"}, filters = {out = {stdout = true}}}
		j:start()
		assert(job.poll({j.filters.out}, 5000)[1] == j.filters.out)
		assert(j.filters.out:receive().filter == j.filters.out)
		assert(job.wait_any({j}, 5000) == j)
		assert(tostring(j):match "^echo#%d+%(exited with code 0%)$", tostring(j))
		assert(require "job" == job and require "fs" == fs)`)
}

func TestDefaultTimes(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	h.run(`
		local j = job.create{program = "cat"}
		local f = j:attach_filter{stdout = true}
		j:start()
		j:send("x\n")
		assert(f:receive(-1).data == "x" and not f:has_data(0))
		j:close_stdin()
		assert(j:wait(nil).ok)
		local t0 = now_ms()
		sleep(20.5)
		assert(now_ms() - t0 >= 20)`)
}

func TestProgressIsToldInAnyWait(t *testing.T) {
	t.Parallel()
	needs(t, "ctorrent")
	h := newHost(t)
	h.run(`
		local t = tracker.create{interval_s = 5}
		t:start()
		fs.random("a", 2^20, 1)
		ctorrent.create_metainfo_file(t, "a.torrent", "a")
		local seeder = ctorrent.create{metainfo_file = "a.torrent", save_to_file = "a"}
		local seen = 0
		seeder:on_progress(function(s) seen = seen + 1; assert(s.complete) end)
		seeder:start()
		while seen == 0 do sleep(50) end
		seeder:on_progress(function() error("enough", 0) end)
		local ok, err = pcall(sleep, 60000)
		assert(not ok and err == "enough")
		seeder:on_progress(nil)
		assert(seeder:check_completion())
		local peers
		repeat
			for _, torrent in pairs(t:torrents()) do peers = torrent.peers end
			sleep(5)
		until peers
		assert(peers[1].ip:match "^127%.")`)
}

func TestCoroutinesGoOnInLaterLines(t *testing.T) {
	h := newHost(t)
	first, end := context.WithCancel(t.Context())
	got, err := h.Eval(first, "line", "co = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end) return co()")
	require.NoError(t, err)
	require.Equal(t, []string{"1"}, got)
	end()
	got, err = h.Eval(t.Context(), "line", "co()")
	require.NoError(t, err)
	require.Equal(t, []string{"2"}, got)
	_, err = h.Eval(first, "line", "co()")
	require.ErrorIs(t, err, context.Canceled)
}
