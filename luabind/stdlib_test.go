package luabind_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/vm"
	"github.com/tlua/tlua/stdlib"
)

const stdlibTests = "../stdlib/testdata"

// scriptsIn gives the tests of the standard library in a folder. They check
// themselves, and print how many calls they have made.
func scriptsIn(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(stdlibTests, folder, "*.lua"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for i, file := range files {
		files[i] = filepath.Join(folder, filepath.Base(file))
	}
	return files
}

// runScript runs a test of the standard library here.
func runScript(t *testing.T, file string) string {
	t.Helper()
	h := newHost(t, func(o *luabind.Options) { o.Dir = stdlibTests })
	_, err := h.RunFile(file)
	require.NoError(t, err)
	return h.out.String()
}

// The assertions hold and fail as those of luassert do.
func TestAssertionsAsLuassert(t *testing.T) {
	t.Parallel()
	for _, file := range scriptsIn(t, "same") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), "lua5.1", file)
			cmd.Dir = stdlibTests
			theirs, err := cmd.CombinedOutput()
			require.NoError(t, err, "lua5.1 or luassert is missing, or failed (apt-get install lua5.1 lua-busted): %s", theirs)
			require.NotEmpty(t, theirs)
			require.Equal(t, string(theirs), runScript(t, file))
		})
	}
}

// What is not luassert's: messages, check, eventually.
func TestAssertionsOfTheirOwn(t *testing.T) {
	t.Parallel()
	for _, file := range scriptsIn(t, "own") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			runScript(t, file)
		})
	}
}

// All that is embedded can be required, and positions in it are known for such.
func TestModulesOfTheStandardLibrary(t *testing.T) {
	where, err := os.ReadFile("../stdlib/assert/where.lua")
	require.NoError(t, err)
	require.Contains(t, string(where), `"^`+strings.NewReplacer("(", "%(", ")", "%)").Replace(stdlib.Prefix)+`"`)
	h := newHost(t)
	for _, m := range stdlib.Modules() {
		require.NotEmpty(t, h.run(`return type(require(arg[1]))`, m.Name), m.Name)
		require.Equal(t, []any{true}, h.run(`local before = {} for k in pairs(_G) do before[k] = true end
			package.loaded[arg[1]] = nil require(arg[1])
			for k in pairs(_G) do assert(before[k], k) end return true`, m.Name), m.Name)
	}
	require.Equal(t, []any{true}, h.run(`return assert == _G.assert and require "luassert" ~= assert`))
}

// A module in place of one of luassert's comes only out of package.preload; check
// and eventually make way for files.
func TestEmbeddedModulesAndFiles(t *testing.T) {
	h := newHost(t)
	for _, name := range []string{"say", "check", "luassert", "eventually"} {
		require.NoError(t, os.WriteFile(filepath.Join(h.dir, name+".lua"), []byte(`return "file"`), 0o600))
	}
	require.Equal(t, []any{"table", "table", "file", "file"},
		h.run(`package.path = "./?.lua" return type(require "say"), type(require "luassert"), require "check", require "eventually"`))
	require.Equal(t, []any{"mine"}, newHost(t).run(`package.preload["say"] = function() return "mine" end return require "say"`))
	require.Contains(t, newHost(t).fails(`require "luassert.nothing"`), "module 'luassert.nothing' not found:")
	require.Contains(t, newHost(t).fails(`require "tlua"`), "module 'tlua' not found:")
}

// Runtimes that have no more than package and string have the assertions, too.
func TestAssertionsInClosedRuntimes(t *testing.T) {
	code := `local assert, spy = require "luassert", require "luassert.spy"
		local s = spy.new()
		s({1})
		assert.spy(s).was.called_with({1})
		assert.same({1, {2}}, {1, {2}})
		assert.same(setmetatable({}, {__metatable = 1}), {})
		return tostring(select(2, pcall(function() assert.equal(1, 2) end))), require "check".is_true(true), debug`
	h := newHost(t, only(luabind.PureLibs()...))
	require.Equal(t, []any{"test.lua:7: the values are not equal\ngot:      2\nexpected: 1", true, nil}, h.run(code))
	h = newHost(t, only("string"))
	require.Contains(t, h.fails(`require "luassert"`), "attempt to call a nil value (global 'require')")
}

// Runtimes share the code of the modules, and nothing else.
func TestAssertionsAreSharedByNobody(t *testing.T) {
	one, other := newHost(t), newHost(t)
	one.run(`require "luassert":register("assertion", "odd", function() return true end)`)
	one.run(`require "luassert".is_odd(1)`)
	require.Contains(t, other.fails(`require "luassert".is_odd(1)`), "there is no assertion 'odd'")
}

// A failure that nobody catches is told with its place, once.
func TestFailureThatNobodyCatches(t *testing.T) {
	h := newHost(t)
	_, err := h.RunString("test.lua", `require "luassert".is_true(false)`)
	var e *vm.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "test.lua:1: the values differ\ngot:      false\nexpected: true", e.Error())
}
