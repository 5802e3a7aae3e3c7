package spec_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/suite"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/spec"
)

// course runs x_spec.lua, which has that text, and gives what it prints and how its
// tests end, in order: "passed NAME", and failures as "KIND: MESSAGE" behind what
// they are of.
func course(t *testing.T, code string, x spec.Options, o suite.Options) []string {
	t.Helper()
	return courseAt(t, code, 0, x, o)
}

// courseAt is course for a line of the file.
func courseAt(t *testing.T, code string, line int, x spec.Options, o suite.Options) (lines []string) {
	t.Helper()
	x.Runtime = luabind.Options{Dir: t.TempDir()}
	require.NoError(t, os.WriteFile(filepath.Join(x.Runtime.Dir, "x_spec.lua"), []byte(code), 0o600))
	ends := func(of string, e event.Event) {
		if e.Text != "" {
			of += ": " + e.Text
		}
		lines = append(lines, of)
		for _, f := range e.Failures {
			first, _, _ := strings.Cut(f.Message, "\n")
			lines = append(lines, "  "+f.Kind+": "+first)
		}
	}
	o.Observer = observer(func(e event.Event) {
		switch e.Kind {
		case event.Printed:
			text := strings.TrimSuffix(string(e.Data), "\n")
			if e.Stream != "stdout" {
				text = e.Stream + ": " + text
			}
			lines = append(lines, text)
		case event.TestEnded:
			ends(string(e.Result)+" "+e.Test.Name, e)
		case event.FileEnded:
			if len(e.Failures) > 0 {
				ends("file", e)
			}
		}
	})
	suite.Run(context.Background(), []suite.File{{Path: "x_spec.lua", Line: line}}, spec.New(x), o)
	return lines
}

// What is around tests can fail as they can, and they end all the same.
func TestHooksThatFail(t *testing.T) {
	for name, c := range map[string]struct {
		code string
		want []string
	}{
		"setup": {`
			describe("a", function()
				setup(function() assert.equal(1, 2) end)
				setup(function() print "never" end)
				teardown(function() print "torn" error "down" end)
				it("x", function() end)
				describe("b", function()
					setup(function() print "never" end)
					lazy_setup(function() print "never" end)
					it("y", function() end)
				end)
			end)
			it("z", function() end)`, []string{
			"error a x", "  failure: setup: the values are not equal",
			"error a b y", "  failure: setup: the values are not equal",
			"torn", "passed z", "file", "  error: a: teardown: down",
		}},
		"before_each": {`
			before_each(function() assert.equal(1, 2) end)
			before_each(function() print "never" end)
			after_each(function() print "after all the same" end)
			describe("a", function()
				before_each(function() print "never" end)
				after_each(function() print "never" end)
				it("x", function() print "never" end)
			end)`, []string{"after all the same", "error a x", "  failure: before_each: the values are not equal"}},
		"after_each": {`
			after_each(function() error "one" end)
			after_each(function() error "two" end)
			it("x", function() end)
			it("y", function() assert.equal(1, 2) end)
			it("z", function() skip "why" end)`, []string{
			"error x", "  cleanup: after_each: one", "  cleanup: after_each: two", "failed y", "  failure: the values are not equal", "  cleanup: after_each: one", "  cleanup: after_each: two",
			"error z: why", "  cleanup: after_each: one", "  cleanup: after_each: two",
		}},
		"the end of a block and of a file": {`
			cleanup(function() error "of the file" end)
			describe("a", function()
				cleanup(function() error "of the block" end)
				it("x", function() end)
			end)`, []string{"passed a x", "file", "  cleanup: of the block", "  cleanup: of the file"}},
		"a body": {`
			local dir
			describe("a", function()
				dir = fs.tmpdir()
				setup(function() print "never" end)
				it("x", function() print "never" end)
				error "in it"
			end)
			describe("b", function()
				it("x", function() print "never" end)
				skip "no b"
			end)
			it("y", function() assert.is_false(fs.exists(dir)) end)`, []string{"passed y", "file", "  error: a: in it"}},
		"no time": {`
			describe("a", function()
				setup(function() while true do end end)
				it("x", function() end)
			end)
			describe("b", function()
				lazy_setup(function() sleep(1e6) end)
				teardown(function() sleep(1e6) end)
				it("x", function() end)
			end)
			describe("c", function()
				before_each(function() while true do end end)
				it("x", function() end)
			end)
			it("d", function() finally(function() sleep(1e6) end) end)
			it("e", function() cleanup(function() while true do end end) end)`, []string{
			"timeout a x", "  timeout: setup did not end within 100ms",
			"timeout b x", "  timeout: lazy_setup did not end within 100ms",
			"timeout c x", "  timeout: the test did not end within 100ms",
			"error d", "  cleanup: sleep: ETIMEDOUT: the cleanup did not end within 150ms",
			"error e", "  cleanup: ETIMEDOUT: the cleanup did not end within 150ms",
			"file", "  timeout: b: teardown did not end within 100ms",
		}},
		"a check in a teardown": {`
			it("x", function() end)
			teardown(function() check.equal(1, 2) end)`, []string{"passed x", "file", "  failure: teardown: the values are not equal"}},
		"pending in after_each": {`
			it("x", function() end)
			after_each(function() pending "too late" end)`, []string{
			"error x", "  cleanup: after_each: pending: EPERM: 'pending' is not supported here, only in a file and in the function of describe, before tests are run",
		}},
		"what can be called": {`
			it("x", setmetatable({}, {__call = function(self) print(type(self)) end}))`, []string{"table", "passed x"}},
		"no time, and hooks": {`
			after_each(function() print "after" end)
			it("x", function()
				finally(function() print "finally" end)
				while true do end
			end)`, []string{"finally", "after", "timeout x", "  timeout: the test did not end within 100ms"}},
		"finally": {`
			it("x", function() finally(function() pending "too late" end) end)
			it("y", function() finally(function() finally(print) end) end)
			it("z", function() end)
			after_each(function() print "after" end)`, []string{
			"after", "error x", "  cleanup: pending: EPERM: 'pending' is not supported here, only in a file and in the function of describe, before tests are run",
			"after", "error y", "  cleanup: finally: EPERM: 'finally' is not supported here, only in the function of a test",
			"after", "passed z",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x, o := spec.Options{}, suite.Options{}
			if strings.HasPrefix(name, "no time") { // the others have as much as they need
				x.CleanupTime, o.Timeout = 150*time.Millisecond, 100*time.Millisecond
			}
			require.Equal(t, c.want, course(t, c.code, x, o))
		})
	}
}

// What a test makes ends with it, what a block makes with the block: each finds what
// is around it.
func TestWhatEndsWhen(t *testing.T) {
	const code = `
		local file, block, setUp, test = fs.tmpdir()
		local function there(...)
			local words = {}
			for i = 1, select("#", ...) do
				local dir = select(i, ...)
				words[i] = dir and tostring(fs.exists(dir)) or "nil"
			end
			print(table.concat(words, " "))
		end
		describe("a", function()
			block = fs.tmpdir()
			setup(function() setUp = fs.tmpdir() end)
			after_each(function() there(file, block, setUp, test) end)
			it("x", function() test = fs.tmpdir() end)
			it("y", function() there(file, block, setUp, test) end)
		end)
		it("z", function() there(file, block, setUp, test) end)`
	require.Equal(t, []string{
		"true true true true", "passed a x", "true true true false", "true true true false", "passed a y", "true false false false", "passed z",
	}, course(t, code, spec.Options{}, suite.Options{}))
}

// When enough has failed nothing begins, but all that has begun ends.
func TestEarlyEnd(t *testing.T) {
	const code = `
		teardown(function() print "torn" end)
		describe("a", function()
			teardown(function() print "torn a" end)
			it("x", error)
			it("y", function() print "never" end)
		end)
		describe("b", function() print "never" end)`
	require.Equal(t, []string{"error a x", "  error: error was called without a message", "torn a", "torn"},
		course(t, code, spec.Options{}, suite.Options{MaxFail: 1}))
}

// Lines choose the tests around them, and blocks that begin there.
func TestLines(t *testing.T) {
	const code = `
		describe("a", function()
			it("x", function()
				print "x"
			end)
			describe("b", function()
				it("y", function() end)
				it("z", function() end)
			end)
			it("elsewhere", loadstring("\n\n\n\n\n\n\n\n\nreturn 1"))
			pending("w")
		end)`
	for line, want := range map[int]string{
		1: "", 2: "a x, a b y, a b z, a elsewhere, a w", 3: "a x", 4: "a x", 5: "a x", 6: "a b y, a b z", 7: "a b y", 8: "a b z", 9: "", 10: "a elsewhere", 11: "a w", 12: "",
	} {
		var names []string
		courseAt(t, code, line, spec.Options{List: func(t *event.Test) { names = append(names, t.Name) }}, suite.Options{})
		require.Equal(t, want, strings.Join(names, ", "), line)
	}
}

// A list of tests runs nothing but the functions of blocks.
func TestListRunsNoHooks(t *testing.T) {
	const code = `
		setup(print) teardown(print) lazy_setup(print) lazy_teardown(print) before_each(print) after_each(print)
		it("x", print)
		describe("a", function() setup(print) teardown(print) it("y", print) pending("z") end)`
	var names []string
	lines := course(t, code, spec.Options{List: func(t *event.Test) { names = append(names, fmt.Sprintf("%s:%d", t.Name, t.Line)) }}, suite.Options{})
	require.Empty(t, lines)
	require.Equal(t, []string{"x:3", "a y:4", "a z:4"}, names)
}

// What is pending has no need of setups, and reasons are kept.
func TestPending(t *testing.T) {
	const code = `
		describe("a", function()
			lazy_setup(print) lazy_teardown(print)
			it("x")
			pending("y", print)
		end)
		it("z", function() pending "of no use" end)`
	require.Equal(t, []string{"pending a x", "pending a y", "pending z: of no use"}, course(t, code, spec.Options{}, suite.Options{}))
}

// A block is shuffled by its own seed, by a new one, by that of the run, or not at all.
func TestOrders(t *testing.T) {
	const code = `
		describe("a", function()
			%s
			for i = 1, 9 do it(tostring(i), function() end) end
		end)`
	order := func(verb string, seed uint64) string {
		return strings.Join(course(t, fmt.Sprintf(code, verb), spec.Options{}, suite.Options{Seed: seed}), " ")
	}
	plain := order("", 0)
	require.Equal(t, plain, order("randomize(false)", 0))
	three := order("randomize(3)", 0)
	require.NotEqual(t, plain, three)
	require.Equal(t, three, order("randomize(3)", 5))
	require.Equal(t, three, order("randomize(true, 3)", 5))
	five := order("", 5)
	require.NotEqual(t, plain, five)
	require.NotEqual(t, three, five)
	require.Equal(t, five, order("randomize()", 5))
	require.NotEqual(t, plain, order("randomize()", 0)) // one of 9! orders is the plain one
}
