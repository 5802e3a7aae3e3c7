package luabind_test

import (
	"strings"
	"testing"
)

// jobPrelude is Lua that the cases of TestJobContract begin with.
const jobPrelude = `
local function sh(script, o)
	o = o or {}
	o.program, o.args = "sh", {"-c", script}
	return job.create(o)
end
local function run(script, o) local j = sh(script, o) j:start() return j end
local function code(fn, ...)
	local ok, err = pcall(fn, ...)
	assert(not ok, "it did not fail")
	return type(err) == "userdata" and err.code or err
end
local function eq(got, want)
	if got ~= want then error(("got %s, want %s"):format(tostring(got), tostring(want)), 2) end
end
local function data(ms)
	local t = {}
	for i, m in ipairs(ms) do t[i] = m.eos and "eos" or m.data end
	return table.concat(t, " ")
end
local function all(flt)
	local t = {}
	for m in flt:messages() do t[#t + 1] = m.data end
	return table.concat(t, " ")
end
local out = {stdout = true}
`

// What scripts were promised of jobs, each with real programs.
var jobCases = []struct{ name, code string }{
	{"creating", `
		local f = job.factory()
		eq(f:name(), "local") eq(tostring(f), "factory(local)")
		local j = f:create{program = "/bin/sh", args = {"-c", "exit 0"}, name = "greeter"}
		eq(j:name(), "greeter") eq(tostring(j), "greeter#1(not started)")
		eq(job.create{program = "/bin/sh"}:name(), "sh")
		eq(code(job.create, {}), "EINVAL")`},
	{"what it inherits", `
		fs.mkdir "here"
		local function first(o) return (run('echo "$A,$B,${HOME+home},${PWD##*/},$(nice)"', o):lines()()) end
		os.setenv("B", "b")
		eq(first{env = {A = "a"}, workdir = "here"}, "a,b,home,here,0")
		eq(first{env = {B = false, HOME = false}, workdir = "here", nice = 4}, ",,,here,4")
		eq(first{env = {A = "a"}, clear_env = true, workdir = "/"}, "a,,,,0")
		local j = run("grep Cpus_allowed_list /proc/self/status", {affinity = {0}})
		eq(j:lines()(), "Cpus_allowed_list:\t0")`},
	{"starting", `
		fs.write("plain", "#!/bin/sh\n")
		eq(code(function() job.create{program = "./plain", workdir = "."}:start() end), "EACCES")
		eq(code(function() job.create{program = "no-such-program"}:start() end), "ENOENT")
		eq(code(function() job.create{program = "sh", env = {PATH = "/no/such"}}:start() end), "ENOENT")
		local j = run "read x"
		eq(code(j.start, j), "EALREADY")
		j:close_stdin() j:wait()
		j:start() j:close_stdin() eq(j:wait().value, 1)
		job.create{program = "true", clear_env = true}:start()`},
	{"waiting", `
		local j = sh "read x; exit 3"
		eq(code(j.wait, j), "ECHILD") eq(code(j.wait, j, 0), "ECHILD")
		j:start()
		eq(code(j.wait, j, 0), "EINPROGRESS") eq(code(j.wait, j, 20), "EINPROGRESS")
		j:send("x\n")
		for _ = 1, 2 do
			local st = j:wait(-1)
			assert(st.type == "exited" and st.value == 3 and st.ok == false)
		end
		eq(j:wait(0).value, 3)
		j = run "kill -9 $$"
		local st = j:wait(5000)
		assert(st.type == "signaled" and st.value == 9 and not st.ok)
		assert(run("exit 0"):wait().ok)`},
	{"asking", `
		local j = sh "read x"
		assert(not j:is_running()) eq(code(j.pid, j), "ESRCH")
		j:start()
		assert(j:is_running()) assert(tostring(j) == ("sh#1(pid %d, running)"):format(j:pid()))
		eq(code(j.usage, j), "EINPROGRESS")
		j:close_stdin() j:wait()
		assert(not j:is_running()) eq(code(j.pid, j), "ESRCH") eq(j:restarts(), 0)
		local used = j:usage()
		assert(used.wall_ms > 0 and used.user_ms >= 0 and used.sys_ms >= 0 and used.max_rss_kb > 100)
		eq(code(function() sh("true"):usage() end), "ECHILD")`},
	{"signals", `
		local j = sh("trap 'echo usr1' USR1; trap 'echo usr2' USR2; trap 'echo term' TERM; trap 'echo hup; exit 7' HUP; echo ready; while :; do sleep 0.01; done")
		eq(code(j.kill, j), "ESRCH") eq(code(j.killpg, j, "TERM"), "ESRCH")
		local f = j:attach_filter(out)
		j:start() eq(f:receive().data, "ready")
		for sig, answer in pairs{USR1 = "usr1", SIGUSR2 = "usr2", usr1 = "usr1", [15] = "term", TERM = "term"} do
			j:kill(sig) eq(f:receive().data, answer)
		end
		j:kill() eq(f:receive().data, "term")
		eq(code(j.kill, j, "NONE"), "EINVAL") eq(code(j.kill, j, 0), "EINVAL") eq(code(j.kill, j, {}), "EINVAL")
		j:kill("HUP") eq(j:wait().value, 7)
		eq(code(j.kill, j), "ESRCH")
		local group = run("sleep 100 & echo up; wait")
		local f = group:attach_filter(out)
		group:lines()()
		group:killpg(9) eq(group:wait().value, 9)`},
	{"stopping", `
		local script = "trap 'echo int; exit 0' INT; trap '' TERM; echo ready; while :; do sleep 0.01; done"
		local j = sh(script)
		j:stop() -- not running is no error
		local f = j:attach_filter(out)
		j:start() f:receive() j:stop("INT") eq(all(f), "int") assert(j:wait(0).ok)
		j:start() f:receive() j:stop(nil, 50) eq(j:wait(0).value, 9) eq(all(f), "")
		j:start() f:receive() j:stop("TERM", 0) eq(j:wait(0).value, 9)
		j:stop()
		eq(code(j.stop, j, "NONE"), "EINVAL")`},
	{"destroying", `
		local j = run("trap '' TERM; echo up; while :; do sleep 0.01; done", {filters = {out = out}})
		local f, pid = j.filters.out, j:pid()
		f:receive()
		j:destroy(50) j:destroy()
		assert(not fs.exists("/proc/" .. pid)) eq(tostring(j), "sh#1(destroyed)")
		assert(not j:is_running())
		for _, m in ipairs{"start", "wait", "pid", "kill", "killpg", "stop", "usage", "close_stdin", "lines"} do
			eq(code(j[m], j), "EBADF")
		end
		eq(code(j.send, j, "x"), "EBADF") eq(code(j.set_env, j, {}), "EBADF") eq(code(j.set_workdir, j, "."), "EBADF")
		eq(code(j.attach_filter, j, out), "EBADF") eq(code(j.wait_ready, j, {log = "x"}), "EBADF")
		for _, m in ipairs{"receive", "receive_last", "receive_many", "receive_single", "has_data", "clear"} do
			eq(code(f[m], f), "EBADF")
		end
		local other = sh "true"
		eq(code(f.add_output, f, other, "stdout"), "EBADF") eq(code(f.remove_output, f, other, "stdout"), "EBADF")
		eq(code(f:messages()), "EBADF") eq(f:lost(), 0)
		eq(code(job.poll, {f}), "EBADF") eq(code(job.receive, {f}), "EBADF")
		eq(code(job.wait_any, {j}), "EBADF") eq(code(job.wait_all, {j}), "EBADF")
		local g = sh("true"):attach_filter(out)
		eq(code(g.add_output, g, j, "stdout"), "EBADF")`},
	{"standard input", `
		local j = sh "cat; echo closed"
		eq(code(j.send, j, "x"), "ESRCH") eq(code(j.close_stdin, j), "ESRCH")
		local f = j:attach_filter(out)
		j:start()
		j:send("one\n") j:send("two\n", 0) j:send("", 0) eq(f:receive().data .. f:receive().data, "onetwo")
		j:close_stdin() j:close_stdin()
		eq(f:receive().data, "closed")
		local ok, err = pcall(j.send, j, "x")
		assert(not ok and (err.code == "EPIPE" or err.code == "ESRCH"), tostring(err))
		local full = run "exec sleep 100"
		eq(code(full.send, full, ("x"):rep(2^20), 20), "ETIMEDOUT") eq(code(full.send, full, "x", 0), "ETIMEDOUT")
		full:close_stdin() eq(code(full.send, full, "x"), "EPIPE")`},
	{"configuring", `
		local j = sh('echo "$A ${PWD##*/}"; read x')
		fs.mkdir "there"
		j:set_env{A = "a"} j:set_workdir "there"
		j:start() eq(j:lines()(), "a there")
		eq(code(j.set_env, j, {}), "EALREADY") eq(code(j.set_workdir, j, "."), "EALREADY")
		j:close_stdin() j:wait()
		j:set_env{A = false} j:start() eq(j:lines()(), " there")`},
	{"messages", `
		local j = sh("printf 'ab=1\\ncd=22\\n'; sleep 0.02; printf 'ef=333\\n' >&2", {filters = {n = {stdout = true, stderr = true, pattern = [[=(\d+)]], extract = 1}}})
		local f = j.filters.n
		assert(f == j.filters.n and j.filters.none == nil)
		j:start() j:wait()
		local a, b, c, e = f:receive(0), f:receive(0), f:receive(0), f:receive(0)
		eq(data{a, b, c, e}, "1 22 333 eos")
		assert(a.pos == 3 and b.pos == 8 and a.stream == "stdout" and c.stream == "stderr" and a.filter == f and a.lost == nil)
		assert(a.dropped == 0 and not a.eos and a.time_ms > 0 and c.time_ms - a.time_ms >= 20 and e.eos and e.data == "")
		eq(code(f.receive, f), "ENODATA")
		eq(tostring(f), "filter(n of sh#1)")`},
	{"options of filters", `
		local j = sh "true"
		local function bad(o) return code(j.attach_filter, j, o) end
		for _, o in ipairs{{}, {stdout = false}, {stdout = true, pattern = "a("}, {stdout = true, pattern = "(?=a)"}, {stdout = true, pattern = "a", extract = 1},
			{stdout = true, extract = 1}, {stdout = true, extract = -1}, {stdout = true, raw = true, pattern = "a"}, {stdout = true, queue_bytes = 0},
			{stdout = true, max_match_bytes = 0}, {stdout = true, log_level = "loud"}, {stdout = "yes"}} do
			eq(bad(o), "EINVAL")
		end
		eq(code(sh, "true", {filters = {a = {}}}), "EINVAL")
		local f = j:attach_filter{stdout = true, readable = false, log_level = "debug"}
		for _, m in ipairs{"receive", "receive_last", "receive_many", "receive_single", "has_data", "clear"} do eq(code(f[m], f), "EPERM") end
		eq(code(job.poll, {f}), "EPERM") eq(code(job.receive, {f}), "EPERM") eq(code(f:messages()), "EPERM")`},
	{"lines, raw and groups", `
		local j = sh([[printf 'a\r\nb\rc\n\nx\000y\377']])
		local l, r = j:attach_filter(out), j:attach_filter{stdout = true, raw = true}
		local g = j:attach_filter{stdout = true, pattern = "(z)?x", extract = 1}
		j:start() j:wait()
		eq(all(l), "a b c  x\0y\255")
		local bytes = ""
		for m in r:messages() do bytes = bytes .. m.data end
		eq(bytes, "a\r\nb\rc\n\nx\0y\255")
		eq(g:receive(0).data, "")`},
	{"receiving", `
		local j = run "seq 1 5"
		local f = j:attach_filter(out)
		j:wait()
		j:start() j:wait()
		local f = j:attach_filter(out)
		eq(code(f.receive, f), "ENODATA")
		eq(code(f.receive_last, f), "ENODATA") eq(code(f.receive_many, f), "ENODATA") eq(code(f.receive_single, f), "ENODATA")
		assert(not f:has_data())
		j:start() j:wait()
		eq(f:receive_last(0).data, "5") eq(f:receive_last(0).data, "5")
		assert(f:has_data(0))
		eq(code(f.receive_single, f, 0), "EINVAL")
		eq(data(f:receive_many(0, 2)), "1 2")
		eq(data(f:receive_many(0, 0)), "3 4 5 eos")
		eq(code(f.receive_many, f, 0, -1), "EINVAL")
		j:start() j:wait()
		eq(data(f:receive_many()), "1 2 3 4 5 eos")
		j:start() j:wait() f:clear() eq(code(f.receive, f), "ENODATA")
		local quiet = run "read x; echo one"
		local f = quiet:attach_filter(out)
		for _, m in ipairs{"receive", "receive_last", "receive_many", "receive_single"} do
			eq(code(f[m], f, 0), "ETIMEDOUT") eq(code(f[m], f, 10), "ETIMEDOUT")
		end
		assert(not f:has_data(0) and not f:has_data(10))
		quiet:send("x\n") assert(f:has_data()) eq(f:receive_single(), "one")
		quiet:wait() eq(code(f.receive_single, f), "ENODATA") assert(f:receive(0).eos)`},
	{"outputs that come and go", `
		local a, b = sh "echo a; read x; echo a2", sh "echo b >&2; echo c"
		local f = a:attach_filter(out)
		f:add_output(b, "stderr") f:add_output(b, "stderr")
		b:start() eq(all(f), "b")
		a:start() eq(f:receive().data, "a")
		f:remove_output(a, "stdout") a:send("x\n") a:wait()
		eq(code(f.receive, f), "ENODATA")
		eq(code(f.remove_output, f, a, "stdout"), "ENOENT")
		f:add_output(b, "stdout") b:start() b:wait()
		local seen = f:receive(0).data .. f:receive(0).data
		assert(seen == "bc" or seen == "cb", seen) assert(f:receive(0).eos)
		eq(code(f.add_output, f, b, "stdin"), "EINVAL") eq(code(f.add_output, f, "b", "stdout"), "EINVAL")
		local c = run "echo early; read x; echo late"
		c:lines()()
		local g = sh("true"):attach_filter(out)
		g:add_output(c, "stdout") c:send("x\n") eq(all(g), "late")`},
	{"iterating", `
		local j = run "seq 1 3; echo err >&2; read x"
		local f = j:attach_filter(out)
		local first = f:messages()
		eq(first().data .. first().data .. first().data, "123")
		local lines = j:lines(20)
		eq(lines() .. lines() .. lines(), "123") eq(code(lines), "ETIMEDOUT")
		local again = j:lines(0)
		eq(again() .. again() .. again(), "123") eq(code(again), "ETIMEDOUT")
		local messages = f:messages(20)
		eq(code(messages), "ETIMEDOUT")
		j:close_stdin()
		assert(lines() == nil and lines() == nil and again() == nil and messages() == nil and messages() == nil)
		local n = 0
		for line in j:lines() do n = n + tonumber(line) end
		eq(n, 6) eq(code(function() sh("true"):lines() end), "ECHILD")
		local big = run "yes 0123456 | head -c 3145728"
		big:wait()
		local first, lost = big:lines()()
		assert(first == "0123456" and lost == 2^21)`},
	{"several filters", `
		local a, b = run "read x; echo $x; read x", run "read x; echo $x; read x"
		local fa, fb = a:attach_filter(out), b:attach_filter(out)
		eq(code(job.poll, {fa, fb}, 0), "ETIMEDOUT") eq(code(job.poll, {fa, fb}, 10), "ETIMEDOUT")
		eq(code(job.receive, {fa, fb}, 0), "ETIMEDOUT")
		b:send("x\n")
		local ready = job.poll({fa, fb})
		assert(#ready == 1 and ready[1] == fb)
		local m = job.receive{fa, fb}
		assert(m.filter == fb and m.data == "x")
		a:send("y\n") eq(job.receive({fa, fb}).data, "y")
		a:close_stdin() b:close_stdin()
		assert(job.receive{fa, fb}.eos and job.receive{fa, fb}.eos)
		eq(code(job.receive, {fa, fb}), "ENODATA") eq(code(job.poll, {fa, fb}), "ENODATA")
		eq(code(job.poll, {}), "EINVAL") eq(code(job.poll, {a}), "EINVAL") eq(code(job.poll), "EINVAL") eq(code(job.receive, {fa, 5}), "EINVAL")`},
	{"several jobs", `
		local a, b = sh "read x; exit 1", sh "read x; exit 2"
		eq(code(job.wait_any, {a, b}), "ECHILD") eq(code(job.wait_all, {a, b}), "ECHILD")
		a:start() eq(code(job.wait_any, {a, b}, 0), "ECHILD")
		b:start()
		eq(code(job.wait_any, {a, b}, 0), "EINPROGRESS") eq(code(job.wait_any, {a, b}, 10), "EINPROGRESS")
		b:send("x\n")
		local first, st = job.wait_any{a, b}
		assert(first == b and st.value == 2)
		eq(code(job.wait_all, {a, b}, 0), "EINPROGRESS") eq(code(job.wait_all, {a, b}, 10), "EINPROGRESS")
		a:send("x\n")
		local sts = job.wait_all{a, b}
		assert(#sts == 2 and sts[1].value == 1 and sts[2].value == 2)
		local first = job.wait_any({a, b}, 0) eq(first, a)
		eq(code(job.wait_any, {}), "EINVAL") eq(#job.wait_all{}, 0)`},
	{"dropping", `
		local j = sh("seq 1 1000; head -c 5000 /dev/zero | tr '\\0' x; echo; echo short")
		local f = j:attach_filter{stdout = true, queue_bytes = 1000, max_match_bytes = 1000}
		j:start() j:wait()
		local last, n = 0, 0
		for m in f:messages(0) do
			n = n + 1 + m.dropped
			if m.data == "short" then eq(m.lost, 5000) else eq(tonumber(m.data), n) end
		end
		eq(n, 1001) eq(f:lost(), 5000)`},
	{"readiness", `
		local j = sh "echo starting; echo listening on 80 >&2; read x; exit 3"
		eq(code(j.wait_ready, j, {log = "x"}), "ECHILD")
		j:start()
		local r = j:wait_ready{log = [[on (?P<port>\d+)(!)?]], exec = {"sh", "-c", "echo fine"}}
		assert(r.log == "on 80" and r.captures[1] == "80" and r.captures.port == "80" and r.captures[0] == "on 80" and r.captures[2] == false and r.exec == "fine" and r.time_ms > 0 and not r.port and not r.http)
		local r = j:wait_ready{log = "starting", port = 1, any = true, timeout_ms = -1}
		assert(r.log == "starting" and r.captures == nil)
		eq(code(j.wait_ready, j, {log = "never", timeout_ms = 0}), "ETIMEDOUT")
		local t = tracker.create{} t:start()
		local port = tonumber(t:announce_url():match ":(%d+)/")
		local r = j:wait_ready{port = port, http = t:announce_url() .. "?info_hash=" .. ("x"):rep(20) .. "&peer_id=" .. ("y"):rep(20) .. "&port=1&uploaded=0&downloaded=0&left=1"}
		assert(r.port == port and r.http == "200 OK" and r.captures == nil)
		j:send("x\n") eq(code(j.wait_ready, j, {log = "never"}), "ESHCMD")`},
	{"restarts", `
		local j = run("echo up", {autorestart_ms = 1})
		local f = j:attach_filter(out)
		repeat local m = f:receive() until m.data == "up" and j:restarts() >= 2
		j:stop()
		local n = j:restarts()
		eq(tostring(j), "sh#1(ended)")
		repeat until f:receive(0).eos and not f:has_data(0)
		sleep(20) eq(j:restarts(), n)
		eq(code(job.create, {program = "x", autorestart_ms = "1"}), "EINVAL")`},
}

func TestJobContract(t *testing.T) {
	t.Parallel()
	for _, c := range jobCases {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			newHost(t).run(jobPrelude + c.code)
		})
	}
}
