package luabind_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

func TestCaptures(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	h.run(`
		local j = job.create{
			program = "printf", args = {"GET /a 200\nPUT /b\n"},
			filters = {
				all = {stdout = true, pattern = [[^(?P<verb>\w+) (\S+)(?: (?P<code>\d+))?$]]},
				code = {stdout = true, pattern = [[(?P<verb>\w+) \S+ (?P<code>\d+)]], extract = "code"},
				words = {stdout = true, pattern = [[\w+]]},
				lines = {stdout = true},
			},
		}
		j:start()
		j:wait()
		local m = j.filters.all:receive()
		local c = m.captures
		assert(m.data == "GET /a 200" and c[0] == m.data)
		assert(c[1] == "GET" and c[2] == "/a" and c[3] == "200" and #c == 3)
		assert(c.verb == "GET" and c.code == "200" and c.none == nil)
		c = j.filters.all:receive().captures
		assert(c.verb == "PUT" and c.code == false and c[3] == false and #c == 3)
		assert(j.filters.all:receive().eos)
		m = j.filters.code:receive()
		assert(m.data == "200" and m.captures.verb == "GET" and m.captures[0] == "GET /a 200")
		assert(j.filters.words:receive().captures == nil and j.filters.lines:receive().captures == nil)
		local eos
		for _, m in ipairs(j.filters.code:receive_many()) do eos = m end
		assert(eos.eos and eos.captures == nil)`)
}

func TestExpect(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	h.run(`
		local login = "printf 'login: '; read u; printf \"password for $u: \"; read p; printf 'denied\\n$ '; exec cat"
		local function new() return job.create{program = "sh", args = {"-c", login}} end
		local j = new()
		j:start()
		local m = j:expect("login: ")
		assert(m.which == 1 and m.data == "login: " and m.before == "" and m.captures == nil and m.pos == 0 and m.dropped == 0)
		j:send("me\n")
		m = j:expect([[for (?P<who>\w+)(!)?: ]])
		assert(m.captures.who == "me" and m.captures[1] == "me" and m.captures[2] == false and m.captures[0] == m.data)
		assert(m.before == "password " and m.pos == 16)
		j:send("x\n")
		m = j:expect({[[\$ ]], "denied"}, 5000)
		assert(m.which == 2)
		m = j:expect{ok = [[\$ ]], bad = "denied"}
		assert(m.which == "ok" and m.before == "\n")
		j:close_stdin()
		assert(j:expect([[\z]]).data == "")
		j = new()
		local f = j:attach_filter{stdout = true, raw = true}
		j:start()
		assert(f:expect{a = "login", b = "login: "}.which == "a", "of those that begin in one place the first by name")
		assert(f:receive().data == ": ")
		j:send("me\n")
		assert(f:expect{"x", "word", "me"}.which == 2)
		local ok, err = pcall(f.expect, f, "login", 0)
		assert(not ok and err.code == "ETIMEDOUT" and err.op == "job.expect")
		j:destroy()`)
}

func TestExpectInATerminal(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	h.run(`
		local sh = job.create{program = "sh", spawner = "pty", env = {PS1 = "ready> ", ENV = ""}}
		sh:start()
		sh:expect("^ready> ")
		sh:send("echo $((6 * 7))\n")
		assert(sh:expect([[^(\d+)\r\n]]).captures[1] == "42")
		sh:expect("^ready> ")
		sh:send("exit 3\n")
		sh:expect([[\z]])
		assert(sh:wait().value == 3)`)
}

// Callbacks run while something is expected.
func TestExpectServesCallbacks(t *testing.T) {
	t.Parallel()
	needs(t, "ctorrent")
	h := newHost(t)
	h.run(world + `
		local j = job.create{program = "cat"}
		j:start()
		local app = ctorrent.create{metainfo_file = "a.torrent", save_to_file = "a"}
		app:on_progress(function() app:on_progress(nil) j:send("told") end)
		app:start()
		assert(j:expect("told", 60000).before == "")`)
}

// What the job's own expect found is a match, and not what its output came in.
func TestExpectTellsWhatItFound(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	h.run(`
		local j = job.create{program = "cat"}
		j:start()
		for i = 1, 3 do
			j:send("before <" .. i .. "> behind\n")
			j:expect("<\\d>")
		end
		j:kill()
		j:wait()`)
	var got []string
	for _, e := range h.events {
		if e.Kind == event.Match {
			got = append(got, fmt.Sprintf("%s %s %s %d: %s", e.Job, e.Filter, e.Stream, e.Offset, e.Data))
			require.Equal(t, []any{1, event.Silent}, []any{e.Run, e.Level})
		}
	}
	require.Equal(t, []string{"cat#1 expect stdout 7: <1>", "cat#1 expect stdout 25: <2>", "cat#1 expect stdout 43: <3>"}, got)
}
