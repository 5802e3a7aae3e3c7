package spec_test

import (
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

// A file that is one test has what tests have.
func TestScripts(t *testing.T) {
	t.Parallel()
	for code, want := range map[string][]string{
		`print("one") io.stderr:write("two\n") cleanup(function() print "three" end)`: {"one", "stderr: two", "three", "passed x_spec"},
		`while true do end`: {"timeout x_spec", "  timeout: the test did not end within 100ms"},
		`set_timeout(-1) local n = 0 repeat sleep(60) n = n + 1 until n == 2`: {"passed x_spec"},
		`check.equal(1, 2) print "on"`:                                        {"on", "failed x_spec", "  failure: the values are not equal"},
		`expect_fail "a bug" assert(false)`:                                   {"passed x_spec: failed as expected: a bug", "  failure: assertion failed!"},
		`expect_fail() assert(true)`:                                          {"failed x_spec", "  failure: it passed, though it was expected to fail: no reason given"},
		`lock "port" print(arg[0])`:                                           {"x_spec.lua", "passed x_spec"},
		`cleanup(function() while true do end end) error "first"`:             {"error x_spec", "  error: first", "  cleanup: ETIMEDOUT: the cleanup did not end within 150ms"},
		`set_timeout(-1) local j = job.create{program = "sh", args = {"-c", "setsid sleep 1000 & exit 0"}} j:start() j:wait()`: {
			"failed x_spec", "  orphan: ",
		},
	} {
		x, o := spec.Options{}, suite.Options{}
		if strings.Contains(code, "while true") || strings.Contains(code, "repeat sleep") { // the others have as much as they need
			x.CleanupTime, o.Timeout = 150*time.Millisecond, 100*time.Millisecond
		}
		got := course(t, code, x, o)
		require.Len(t, got, len(want), "%s: %q", code, got)
		for i, w := range want {
			if w != "  orphan: " {
				require.Equal(t, w, got[i], code)
			}
			require.Contains(t, got[i], w, code)
		}
	}
}

// Who waits for what another test holds waits no longer than it has time.
func TestLock(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, code := range map[string]string{
		"a_spec.lua": `
			it("holds it", function()
				lock "port"
				fs.write("held", "")
				eventually(20000, function() return fs.exists("over") end)
			end)`,
		"b_spec.lua": `
			it("waits for it", function()
				finally(function() fs.write("over", "") end)
				eventually(20000, function() return fs.exists("held") end)
				set_timeout(1)
				lock "port"
			end)`,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(code), 0o600))
	}
	sum := suite.Run(t.Context(), []suite.File{{Path: "a_spec.lua"}, {Path: "b_spec.lua"}},
		spec.New(spec.Options{Runtime: luabind.Options{Dir: dir}}), suite.Options{Workers: 2})
	require.Equal(t, map[event.Result]int{event.Passed: 1, event.TimedOut: 1}, sum.Results)
}
