package luabind_test

// What scripts were promised of filters and of waiting for several things.
var filterCases = []jobCase{
	{"messages", `
		local j = sh("printf 'ab=1\\ncd=22\\n'; read go; printf 'ef=333\\n' >&2", {filters = {n = {stdout = true, stderr = true, pattern = [[=(\d+)]], extract = 1}}})
		local f = j.filters.n
		assert(f == j.filters.n and j.filters.none == nil)
		j:start() j:wait_ready{log = "cd"} sleep(20) j:send("\n") j:wait()
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
		local j = sh "seq 1 3; echo err >&2; read x"
		local f = j:attach_filter(out)
		j:start()
		local first = f:messages()
		eq(first().data .. first().data .. first().data, "123")
		local lines = j:lines(20)
		eq(lines() .. lines() .. lines(), "123") eq(code(lines), "ETIMEDOUT")
		local again = j:lines(0)
		eq(again() .. again() .. again(), "123") eq(code(again), "ETIMEDOUT")
		local messages = f:messages(20)
		eq(code(messages), "ETIMEDOUT")
		j:close_stdin() j:wait()
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
}
