package luabind_test

import (
	"slices"
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

type jobCase struct{ name, code string }

// What scripts were promised of jobs, each with real programs.
var jobCases = []jobCase{
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
		local j = sh "cat; echo closed; exec sleep 100"
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
		assert(tostring(j):match "^sh#1%(exited with" or tostring(j) == "sh#1(killed by TERM)")
		repeat until f:receive(0).eos and not f:has_data(0)
		sleep(20) eq(j:restarts(), n)
		eq(code(job.create, {program = "x", autorestart_ms = "1"}), "EINVAL")`},
}

func TestJobContract(t *testing.T) {
	t.Parallel()
	for _, c := range slices.Concat(jobCases, filterCases) {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			newHost(t).run(jobPrelude + c.code)
		})
	}
}
