package spec_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/suite"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/spec"
)

// A file that is a test has the helper's hooks around it, as tests in files have.
func TestHelperOfAScript(t *testing.T) {
	const helper = `
		setup(function() print("setup") end)
		teardown(function() print("teardown") end)
		before_each(function() print("before") end)
		after_each(function() print("after 1") error("broken after") end)
		after_each(function() print("after 2") end)`
	printed, failures := helped(t, helper, `print("script")`)
	require.Equal(t, "setup before script after 1 after 2 teardown", printed)
	require.Len(t, failures, 1)
	require.Contains(t, failures[0].Message, "broken after")

	printed, failures = helped(t, `
		setup(function() error("broken setup") end)
		before_each(function() print("before") end)
		teardown(function() print("teardown") end)`, `print("script")`)
	require.Equal(t, "teardown", printed)
	require.Len(t, failures, 1)
	require.Equal(t, "error", failures[0].Kind)
	require.Contains(t, failures[0].Message, "broken setup")
}

// What is no file's name is a module's.
func TestHelperIsAModule(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "mine.lua"), []byte(`print(...)`), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "x.lua"), []byte(`print(package.loaded.mine)`), 0o600))
	printed, failures := runHelped(spec.Options{Runtime: luabind.Options{Dir: dir}, Helper: "mine"})
	require.Equal(t, "mine true", printed)
	require.Empty(t, failures)

	_, failures = runHelped(spec.Options{Runtime: luabind.Options{Dir: dir}, Helper: "nobodys"})
	require.Len(t, failures, 1)
	require.Contains(t, failures[0].Message, "module 'nobodys' not found")
}

// Subscribers of the helper's are told of a file that is a test, too.
func TestScriptIsTold(t *testing.T) {
	printed, failures := helped(t, `
		for _, kind in ipairs{"suite", "file", "describe", "test"} do
			for _, at in ipairs{"start", "end"} do
				require "busted".subscribe({kind, at}, function(element, parent, status)
					print(at, element.descriptor, element.name, status)
				end)
			end
		end`, `assert.is_true(false)`)
	require.Equal(t, "start|suite|nil|1 start|file|x.lua|nil start|it|x|nil "+
		"end|it|x|failure end|file|x.lua|nil end|suite|nil|1", strings.ReplaceAll(printed, "\t", "|"))
	require.Len(t, failures, 1)
}

// What subscribers raise fails the test, or the file.
func TestSubscribersFail(t *testing.T) {
	for at, want := range map[string]string{
		`"suite", "start"`:    "suite start: ",
		`"file", "end"`:       "file end: ",
		`"describe", "start"`: "b: describe start: ",
		`"test", "start"`:     "",
		`"test", "end"`:       "",
	} {
		printed, failures := helped(t, `require "busted".subscribe({`+at+`}, function() error("unwanted", 0) end)`,
			`describe("b", function() it("x", function() print("x") end) end)`)
		require.Len(t, failures, 1, at)
		require.Equal(t, want+"unwanted", failures[0].Message, at)
		require.Equal(t, strings.Contains(at, "end"), printed == "x", at)
	}
}

// A setup that fails fails the file, if none of its tests is there to tell.
func TestSetupWithoutTests(t *testing.T) {
	for code, want := range map[string][]string{
		`describe("x", function() setup(function() error("y", 0) end) end)`:                              {"x: setup: y"},
		`describe("x", function() setup(function() error("y", 0) end) it("z", function() end) end)`:      {"setup: y"},
		`describe("x", function() lazy_setup(function() error("y", 0) end) it("z", function() end) end)`: {"lazy_setup: y"},
	} {
		_, failures := helped(t, "", code)
		var told []string
		for _, f := range failures {
			told = append(told, f.Message)
		}
		require.Equal(t, want, told, code)
	}
	_, failures := helped(t, `setup(function() error("y", 0) end)`, `describe("x", function() end)`)
	require.Len(t, failures, 1)
	require.Equal(t, "setup: y", failures[0].Message)
}

// Tests belong into files of tests: what a helper has would be run for each.
func TestHelperHasNoTests(t *testing.T) {
	for _, code := range []string{`it("x", function() end)`, `describe("x", function() end)`, `pending("x")`} {
		_, failures := helped(t, code, `it("y", function() end)`)
		require.Len(t, failures, 1)
		require.Contains(t, failures[0].Message, "is not supported here")
	}
}

// helped runs a file with a helper, and gives the words that were printed, and
// what failed.
func helped(t *testing.T, helper, code string) (printed string, failures []event.Failure) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "helper.lua"), []byte(helper), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "x.lua"), []byte(code), 0o600))
	return runHelped(spec.Options{Runtime: luabind.Options{Dir: dir}, Helper: "helper.lua"})
}

func runHelped(o spec.Options) (printed string, failures []event.Failure) {
	var words []string
	suite.Run(context.Background(), []suite.File{{Path: "x.lua"}}, spec.New(o), suite.Options{Observer: observer(func(e event.Event) {
		switch e.Kind {
		case event.Printed:
			words = append(words, strings.TrimSpace(string(e.Data)))
		case event.TestEnded, event.FileEnded:
			failures = append(failures, e.Failures...)
		}
	})})
	return strings.Join(words, " "), failures
}
