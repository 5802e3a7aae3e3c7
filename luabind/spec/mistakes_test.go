package spec_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/suite"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/spec"
)

// What is written wrongly is told with what would be right.
func TestMistakes(t *testing.T) {
	for code, want := range map[string]string{
		`it(function() end, "x")`: `it: EINVAL: the name comes first, then the function: it("name", function() … end)`,
		`it("x", "y")`:            `it: EINVAL: argument 2 (fn): function expected, got string`,
		`it("x", function() it("y", function() end) end)`:           `it: EPERM: 'it' is not supported here, only in a file and in the function of describe, before tests are run`,
		`it("x", function() end) finally(function() end)`:           `finally: EPERM: 'finally' is not supported here, only in the function of a test`,
		`descrbe("x", function() it("y", function() end) end)`:      `attempt to call a nil value (global 'descrbe'), did you mean 'describe'?`,
		`it("x", function() asert.equal(1, 2) end)`:                 `attempt to index a nil value (global 'asert'), did you mean 'assert'?`,
		`it("x", function() assert.is_eqaul(1, 1) end)`:             `there is no assertion 'eqaul', did you mean 'equal'?`,
		`it("x", function() assert.spy(print).was_called() end)`:    `bad argument #1 to 'spy' (spy expected, got a function: spy.new and spy.on make spies)`,
		`describe("x", function() error("y") end)`:                  `x: y`,
		`describe("x", function() it("y", function() end)`:          `'end' expected near '<eof>'`,
		`it("x", function() os.exit(3) end)`:                        `os.exit(3) was called, which ends no test: use skip, error or an assertion`,
		`describe("x", function() os.exit(3) end)`:                  `x: os.exit(3) was called, which ends no test: use skip, error or an assertion`,
		`it("x", function() error({1, a = "b"}) end)`:               `error object is a table: {1, a = "b"}`,
		`it("x", function() error() end)`:                           `error was called without a message`,
		`it("x", function() set_timeout(0) end)`:                    `set_timeout: EINVAL: argument 1 (ms): 0 is no time; nil or a negative number is no limit`,
		`expect_fail "x" it("y", function() end)`:                   `expect_fail: EPERM: 'expect_fail' is not supported here, only in the function of a test`,
		`set_timeout(1) it("x", function() end)`:                    `set_timeout: EPERM: 'set_timeout' is not supported here, only in the function of a test`,
		`it("x", function() set_timeout(0 / 0) end)`:                `set_timeout: EINVAL: argument 1 (ms): NaN is no time`,
		`it("x", function() set_timeout(1e300) end)`:                `set_timeout: EINVAL: argument 1 (ms): 1e+300 is no time`,
		`it("x", function() params{n = 1} end)`:                     `params: EINVAL: params is called once, at the top of a file, as a statement or for a variable`,
		`check.is_true(false) it("x", function() end)`:              "the values differ\ngot:      false\nexpected: true",
		`it("x", function() coroutine.wrap(error)("in it", 0) end)`: `in it`,
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			failures := failuresOf(t, code)
			require.Len(t, failures, 1)
			require.Equal(t, want, failures[0].Message)
		})
	}
}

// The difference is told apart from the message, and once.
func TestDifferenceIsApart(t *testing.T) {
	failures := failuresOf(t, `
		it("x", function() assert.same({a = 1}, {a = 2}) end)
		it("y", function() check.equal(1, 2) end)`)
	require.Len(t, failures, 2)
	f := failures[0]
	require.Equal(t, "the values differ\ngot:      {a = 2}\nexpected: {a = 1}", f.Message)
	require.Equal(t, ".a: expected 1, got 2", f.Diff)
	require.True(t, f.TellsValues())
	require.Equal(t, event.Failure{
		Kind: "failure", Message: "the values are not equal\ngot:      2\nexpected: 1", Path: "x_spec.lua", Line: 3,
		Source: `it("y", function() check.equal(1, 2) end)`, Expected: "1", Actual: "2", Soft: true,
	}, failures[1])
}

// Assertions that are loaded while a test has replaced what they are made of are
// whole.
func TestReplacedGlobals(t *testing.T) {
	for _, global := range []string{"require", "type", "pcall", "table.concat", "string.format"} {
		t.Run(global, func(t *testing.T) {
			t.Parallel()
			require.Empty(t, failuresOf(t, fmt.Sprintf(`
				it("x", function()
					local old = %[1]s
					_G.%[1]s = function() return "nothing" end
					local fails = function() assert.same({1}, {2}) end
					local ok, err = xpcall(fails, function(err) return err end)
					_G.%[1]s = old
					assert.is_false(ok)
					assert.matches("the values differ\ngot:      {2}\n", err.message)
				end)`, global)))
		})
	}
}

// A failure is in the test's own file, in a step, and has the newest jobs, with what
// they said last.
func TestPlaceOfAFailure(t *testing.T) {
	failures := failuresOf(t, `
		it("x", function()
			for i = 1, 11 do
				local j = job.create{program = "sh", name = "j" .. i, args = {"-c", "echo told " .. i .. "; exec sleep 1000"}}
				j:start()
				j:wait_ready{log = "told"}
			end
			step "on the way"
			error("other/x_spec.lua:1: of another file", 0)
		end)
		it("y", function()
			local j = job.create{program = "sh", args = {"-c", "echo told; exec sleep 1000"}}
			j:start()
			j:wait_ready{log = "told"}
			j:wait(1)
		end)`)
	require.Len(t, failures, 2)
	f := failures[0]
	require.Equal(t, []string{"on the way"}, f.Steps)
	require.Equal(t, 9, f.Line)
	require.Equal(t, `error("other/x_spec.lua:1: of another file", 0)`, f.Source)
	require.Len(t, f.Jobs, 11)
	require.Equal(t, "and 1 more", f.Jobs[10])
	require.Regexp(t, `^j2#1\(pid \d+, running\), last output:\n  told 2$`, f.Jobs[0])
	require.Regexp(t, `^j11#1\(pid \d+, running\), last output:\n  told 11$`, f.Jobs[9])
	require.Equal(t, []string{"told"}, failures[1].Tail)
}

// Jobs that live or did not end well are told before others that are newer.
func TestJobsThatMatter(t *testing.T) {
	failures := failuresOf(t, `
		it("x", function()
			local server = job.create{program = "sleep", name = "server", args = {"1000"}}
			server:start()
			local bad = job.create{program = "sh", name = "bad", args = {"-c", "kill -SEGV $$"}}
			bad:start()
			bad:wait()
			for i = 1, 12 do
				local j = job.create{program = "true", name = "t" .. i}
				j:start()
				j:wait()
			end
			error "no answer"
		end)`)
	require.Len(t, failures, 1)
	jobs := failures[0].Jobs
	require.Len(t, jobs, 11)
	require.Regexp(t, `^server#1\(pid \d+, running\)$`, jobs[0])
	require.Equal(t, []string{"bad#1(killed by SEGV)", "t5#1(exited with code 0)"}, jobs[1:3])
	require.Equal(t, []string{"t12#1(exited with code 0)", "and 4 more"}, jobs[9:])
}

// A file whose tests are in another one is to say that it is one of tests.
func TestTestsInAnotherFile(t *testing.T) {
	const other = `loadstring('it("y", function() assert.is_true(false) end)')()`
	failures := failuresOf(t, other)
	require.Len(t, failures, 1)
	require.Contains(t, failures[0].Message, `it: EPERM: 'it' is not supported here: x_spec.lua calls none of describe, it and the like itself, `+
		`and so is one test; require "busted" in it makes it a file of tests`)
	failures = failuresOf(t, `require "busted" `+other)
	require.Len(t, failures, 1)
	require.Contains(t, failures[0].Message, "the values")
}

// failuresOf gives all that fails in a file of tests.
func failuresOf(t *testing.T, code string) (failures []event.Failure) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "x_spec.lua"), []byte(code), 0o600))
	x := spec.New(spec.Options{Runtime: luabind.Options{Dir: dir}})
	suite.Run(context.Background(), []suite.File{{Path: "x_spec.lua"}}, x, suite.Options{Observer: observer(func(e event.Event) {
		if e.Kind != event.TestEnded && e.Kind != event.FileEnded {
			return
		}
		failures = append(failures, e.Failures...)
	})})
	return failures
}
