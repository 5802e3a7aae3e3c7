package luabind_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a script can say about how a job is started, and what comes of it.
func TestJobs(t *testing.T) {
	t.Parallel()
	needs(t, "strace")
	for name, code := range map[string]string{
		"wrappers": `
			local function tag(name, priority)
				return {program = "sh", args = {"-c", 'export W="$W$0 "; exec "$@"', name}, priority = priority}
			end
			local j = job.create{program = "sh", args = {"-c", "echo $W"},
				wrappers = {tag("low", "low"), tag("first"), tag("high", "high"), tag("second", "default")}}
			j:add_wrapper(tag "third")
			j:start()
			assert(j:lines()() == "high first second third low")
			j:wait()
			local k = job.create{program = "cat"}
			k:start()
			local ok, err = pcall(k.add_wrapper, k, tag "x")
			assert(not ok and err.code == "EALREADY", err)`,
		"strace": `
			local log = fs.tmpdir() .. "/log"
			local j = job.create{program = "sh", args = {"-c", "trap 'exit 5' TERM; echo ready; while :; do sleep 0.01; done"},
				wrappers = {{program = "strace", args = {"-f", "-o", log}}}, filters = {ready = {stdout = true}}}
			j:start()
			assert(j.filters.ready:receive().data == "ready")
			j:kill("TERM")
			assert(j:wait().value == 5)
			assert(fs.read(log):find("exited with 5", 1, true))`,
		"a terminal": `
			local j = job.create{program = "sh", args = {"-c", "stty size; stty -a; echo err >&2; cat"}, spawner = "pty", cols = 132, echo = false}
			local size = j:attach_filter{stdout = true, pattern = [[^\d+ \d+$]]}
			local echo = j:attach_filter{stdout = true, pattern = [[(?:^| )-?echo\b]]}
			local said = j:attach_filter{stdout = true, pattern = "^(?:err|hello)$"}
			j:resize(30, 132)
			j:start()
			assert(size:receive().data == "30 132")
			assert(echo:receive().data:match "%-echo")
			assert(said:receive().data == "err")
			j:send("hello\n")
			assert(said:receive().data == "hello")
			j:close_stdin()
			assert(j:wait().ok)
			assert(said:receive().eos)`,
		"numbered descriptors": `
			local j = job.create{program = "sh", args = {"-c", "while read x <&5; do echo data $x >&3; done; echo done"},
				outputs = {3}, inputs = {5}, filters = {data = {outputs = {3}, pattern = [[data (.*)]], extract = 1}}}
			local both = j:attach_filter{stdout = true}
			both:add_output(j, 3)
			j:start()
			j:send("one\n", 1000, 5)
			local m = j.filters.data:receive()
			assert(m.data == "one" and m.stream == 3, m.stream)
			both:remove_output(j, 3)
			j:close_input(5)
			assert(j:wait().ok)
			assert(j.filters.data:receive().eos)
			local got = {}
			for m in both:messages() do got[#got + 1] = m.stream .. " " .. m.data end
			assert(table.concat(got, ",") == "3 data one,stdout done", table.concat(got, ","))`,
		"environment": `
			local function says(o)
				o.program, o.args = "sh", {"-c", 'echo "${A-none},${B-none}"'}
				local j = job.create(o)
				if o.later then j:set_env(o.later) end
				j:start()
				return (j:lines()())
			end
			os.setenv("A", "outer")
			assert(says{} == "outer,none")
			assert(says{env = {A = false, B = ""}} == "none,")
			assert(says{clear_env = true, env = {B = "1"}} == "none,1")`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newHost(t).run(code)
		})
	}
}

// A job without a PATH is looked for in the one that the script has set.
func TestScriptsPath(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	require.NoError(t, os.WriteFile(filepath.Join(h.dir, "own-program"), []byte("#!/bin/sh\necho \"${PATH-none}\"\n"), 0o755))
	got := h.run(`
		os.setenv("PATH", arg[1])
		local out = {}
		for i, o in ipairs{{}, {clear_env = true}, {env = {PATH = false}}} do
			o.program = "own-program"
			local j = job.create(o)
			j:start()
			out[i] = j:lines()() and j:wait().ok
		end
		return unpack(out)`, h.dir)
	require.Equal(t, []any{true, true, true}, got)
}
