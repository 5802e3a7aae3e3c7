package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/results"
)

// screen keeps what a running command tells, for those who wait for a part of it.
type screen struct {
	mu      sync.Mutex
	text    bytes.Buffer
	changed chan struct{}
}

func newScreen() *screen { return &screen{changed: make(chan struct{})} }

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.changed)
	s.changed = make(chan struct{})
	return s.text.Write(p)
}

func (s *screen) all() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// await waits until there is such a text behind the first from bytes, and gives
// where it ends.
func (s *screen) await(t *testing.T, from int, want string) int {
	t.Helper()
	late := time.After(patience)
	for {
		s.mu.Lock()
		text, changed := s.text.String(), s.changed
		s.mu.Unlock()
		if i := strings.Index(text[from:], want); i >= 0 {
			return from + i + len(want)
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("no %q in:\n%s", want, text)
		}
	}
}

// running is a running tlua test.
type running struct {
	*exec.Cmd
	screen *screen
	stdin  io.WriteCloser
	dir    string
}

// startTests runs tlua test in a folder with these files.
func startTests(t *testing.T, files map[string]string, args ...string) *running {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	r := &running{Cmd: exec.Command("tlua", append([]string{"test"}, args...)...), screen: newScreen(), dir: dir}
	r.Dir, r.Stderr, r.Env = dir, r.screen, append(os.Environ(), "LC_ALL=C.UTF-8")
	var err error
	r.stdin, err = r.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, r.Start())
	late := time.AfterFunc(2*patience, func() { _ = r.Process.Kill() })
	t.Cleanup(func() { late.Stop() })
	return r
}

func (r *running) ends(t *testing.T, code int) {
	t.Helper()
	_ = r.Wait()
	require.Equal(t, code, r.ProcessState.ExitCode(), r.screen.all())
}

// Ctrl-C ends the tests that run, and cleans up; no other begins.
func TestInterruptedTests(t *testing.T) {
	t.Parallel()
	r := startTests(t, map[string]string{"a_spec.lua": `
		it("waits", function()
			cleanup(function() fs.write("cleaned", "") end)
			local j = job.create{program = "sleep", args = {"1000"}}
			j:start()
			fs.write("pid", tostring(j:pid()))
			fs.write("begun", "")
			j:wait(100000)
		end)
		it("never begins", function() fs.write("second", "") end)`})
	awaitFile(t, filepath.Join(r.dir, "begun"))
	require.NoError(t, r.Process.Signal(syscall.SIGINT))
	r.ends(t, exitInterrupt)
	text := r.screen.all()
	require.Contains(t, text, "✗ INTERRUPTED a_spec.lua:2 waits")
	require.Contains(t, text, "\ninterrupted (SIGINT); 1 file was not run to its end\nresults: tlua-results/")
	require.FileExists(t, filepath.Join(r.dir, "cleaned"))
	require.NoFileExists(t, filepath.Join(r.dir, "second"))
	pid, err := os.ReadFile(filepath.Join(r.dir, "pid"))
	require.NoError(t, err)
	require.NoDirExists(t, "/proc/"+string(pid))
}

// Who ends a run while a file is loaded is told which, and where it was.
func TestInterruptedLoading(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "✗ INTERRUPTED a_spec.lua:2 (outside of its tests)\n  a_spec.lua:2: interrupted: the file's top level was stopped: terminated\n"},
		{[]string{"--list"}, "✗ a_spec.lua:2\nerror: the file's top level was stopped: terminated\n"},
	} {
		r := startTests(t, map[string]string{"a_spec.lua": `fs.write("begun", "")
			for _ = 1, 1 do while true do end end it("x", function() end)`}, c.args...)
		awaitFile(t, filepath.Join(r.dir, "begun"))
		require.NoError(t, r.Process.Signal(syscall.SIGTERM))
		r.ends(t, exitTerminate)
		require.Contains(t, r.screen.all(), c.want)
	}
}

// awaitFile waits until there is a file.
func awaitFile(t *testing.T, path string) {
	t.Helper()
	require.Eventually(t, func() bool {
		_, err := os.Stat(path)
		return err == nil
	}, patience, time.Millisecond)
}

// SIGUSR1 asks what is running, and so does the terminal's SIGQUIT.
func TestWhatIsRunning(t *testing.T) {
	t.Parallel()
	r := startTests(t, map[string]string{"a_spec.lua": `
		it("waits", function()
			print "a word"
			step "on the way"
			fs.write("begun", "")
			sleep(100000)
		end)`})
	awaitFile(t, filepath.Join(r.dir, "begun"))
	at := 0
	for _, sig := range []os.Signal{syscall.SIGUSR1, syscall.SIGQUIT} {
		require.NoError(t, r.Process.Signal(sig))
		at = r.screen.await(t, at, "worker 1: a_spec.lua:2 waits, for ")
		at = r.screen.await(t, at, "    in step: on the way\n")
		at = r.screen.await(t, at, "  │ a word\n")
	}
	require.NoError(t, r.Process.Signal(syscall.SIGTERM))
	r.ends(t, exitTerminate)
}

// A failed test can be looked at before what it made is gone.
func TestPauseOnFail(t *testing.T) {
	t.Parallel()
	r := startTests(t, map[string]string{"a_spec.lua": `
		it("fails", function()
			local j = job.create{program = "sleep", args = {"1000"}}
			j:start()
			fs.write("pid", tostring(j:pid()))
			error "on purpose"
		end)
		it("goes on", function() end)`}, "--pause-on-fail")
	r.screen.await(t, 0, "Enter goes on\n")
	pid, err := os.ReadFile(filepath.Join(r.dir, "pid"))
	require.NoError(t, err)
	require.DirExists(t, "/proc/"+string(pid))
	require.Contains(t, r.screen.all(), "sleep#1(pid "+string(pid)+", running)")
	_, err = io.WriteString(r.stdin, "\n")
	require.NoError(t, err)
	r.ends(t, exitFailed)
	require.NoDirExists(t, "/proc/"+string(pid))
	require.Contains(t, r.screen.all(), "✓ a_spec.lua:8 goes on")
}

// Changed files are run again, and all of them if something else changed.
func TestWatch(t *testing.T) {
	t.Parallel()
	r := startTests(t, map[string]string{
		"a_spec.lua": `it("one", function() assert.is_true(require "mod") end)`,
		"b_spec.lua": `it("two", function() end)`,
		"mod.lua":    `return true`,
	}, "--watch", "-j1")
	const waits = "waiting for changes; Ctrl-C ends it\n"
	at := r.screen.await(t, 0, "2 passed in ")
	at = r.screen.await(t, at, waits)
	require.NoError(t, os.WriteFile(filepath.Join(r.dir, "b_spec.lua"), []byte(`it("new", function() end)`), 0o644))
	at = r.screen.await(t, at, "b_spec.lua:1 new ")
	at = r.screen.await(t, at, "1 passed in ")
	at = r.screen.await(t, at, waits)
	require.NoError(t, os.WriteFile(filepath.Join(r.dir, "mod.lua"), []byte(`return 1 > 2`), 0o644))
	at = r.screen.await(t, at, "1 passed, 1 failed in ")
	at = r.screen.await(t, at, waits)
	require.NoError(t, os.Mkdir(filepath.Join(r.dir, "sub"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(r.dir, "mod.lua"), []byte(`return true`), 0o644))
	at = r.screen.await(t, at, "2 passed in ")
	r.screen.await(t, at, waits)
	require.NoError(t, r.Process.Signal(syscall.SIGINT))
	r.ends(t, exitInterrupt)
}

// A second Ctrl-C ends the cleanup as well.
func TestInterruptedCleanup(t *testing.T) {
	t.Parallel()
	r := startTests(t, map[string]string{"a_spec.lua": `
		it("waits", function()
			cleanup(function() fs.write("cleaning", "") sleep(100000) end)
			fs.write("begun", "")
			sleep(100000)
		end)`})
	awaitFile(t, filepath.Join(r.dir, "begun"))
	require.NoError(t, r.Process.Signal(syscall.SIGINT))
	awaitFile(t, filepath.Join(r.dir, "cleaning"))
	require.NoError(t, r.Process.Signal(syscall.SIGINT))
	r.ends(t, exitInterrupt)
	require.Contains(t, r.screen.all(), "1 interrupted in ", "it ended in good order, and was not given up")
}

// After SIGTERM all that cleans up has its time, as at any other end, and more of it
// than what hangs has; then what happened is told, and the reports are made.
func TestTerminatedTestsCleanUp(t *testing.T) {
	t.Parallel()
	r := startTests(t, map[string]string{"a_spec.lua": `
		describe("a server", function()
			lazy_teardown(function() fs.write("lazy", "") end)
			teardown(function() fs.write("torn", "") error("no server") end)
			it("waits", function()
				finally(function() sleep(5500) fs.write("cleaned", "") end)
				fs.write("begun", "")
				sleep(100000)
			end)
		end)`}, "--junit", "out.xml")
	awaitFile(t, filepath.Join(r.dir, "begun"))
	require.NoError(t, r.Process.Signal(syscall.SIGTERM))
	r.screen.await(t, 0, "cleaning up; another Ctrl-C kills at once\n")
	r.ends(t, exitTerminate)
	for _, name := range []string{"cleaned", "lazy", "torn"} {
		require.FileExists(t, filepath.Join(r.dir, name))
	}
	require.Contains(t, r.screen.all(), "a_spec.lua:4: error: a server: teardown: no server\n")
	require.Contains(t, r.screen.all(), "\nterminated (SIGTERM)\n")
	require.Contains(t, r.screen.all(), "\n1 interrupted, 1 file failed outside of tests in ")
	out, err := os.ReadFile(filepath.Join(r.dir, "out.xml"))
	require.NoError(t, err)
	require.Contains(t, string(out), `name="a server waits"`)
	run, err := results.Open(filepath.Join(r.dir, resultsFolder))
	require.NoError(t, err)
	require.False(t, run.Cut)
	require.Equal(t, "terminated (SIGTERM)", run.Stopped)
}

// Who looks at a failed test is not waited for when the tests are to end.
func TestInterruptedPause(t *testing.T) {
	t.Parallel()
	r := startTests(t, map[string]string{"a_spec.lua": `it("fails", function() error "on purpose" end)`}, "--pause-on-fail")
	r.screen.await(t, 0, "Enter goes on\n")
	require.NoError(t, r.Process.Signal(syscall.SIGINT))
	r.ends(t, exitInterrupt)
	require.Contains(t, r.screen.all(), "✗ ERROR a_spec.lua:1 fails (", "it had failed before")
	require.Contains(t, r.screen.all(), "\ninterrupted (SIGINT)\n")
}

// Mistakes end no watch, in files of tests and of what is expected of them; what is
// hidden, and what only looks changed, is no change.
func TestWatchGoesOn(t *testing.T) {
	t.Parallel()
	const known = `return {{test = "fails", expect = "failed"}}`
	r := startTests(t, map[string]string{
		"a_spec.lua": `it("fails", function() assert.is_true(false) end)`,
		"b_spec.lua": `it("passes", function() end)`,
		"known.lua":  `return {}`,
	}, "--watch", "-j1", "--expect", "known.lua", "a_spec.lua", "b_spec.lua")
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o644))
	}
	at := 0
	tells := func(want string) {
		t.Helper()
		at = r.screen.await(t, at, want)
		at = r.screen.await(t, at, "waiting for changes; Ctrl-C ends it\n")
	}
	tells("1 passed, 1 failed; 1 new in ")
	require.NoError(t, os.Mkdir(filepath.Join(r.dir, ".hidden"), 0o755))
	write("known.lua", known)
	tells("1 passed, 1 failed; 1 as expected in ")
	write("known.lua", "return {")
	tells("known.lua:1: ")
	write("known.lua", known)
	tells("1 passed, 1 failed; 1 as expected in ")
	require.NoError(t, os.Remove(filepath.Join(r.dir, "a_spec.lua")))
	tells("ENOENT: a_spec.lua: no such file or directory")
	write("a_spec.lua", `it("fails", function() end)`)
	tells("1 passed; 1 unexpected in ")
	write(".hidden/c.lua", "")
	require.NoError(t, os.Chmod(filepath.Join(r.dir, "b_spec.lua"), 0o600))
	write("a_spec.lua", `it("fails", function() assert.is_true(false) end)`)
	before := at
	tells("1 failed; 1 as expected in ")
	require.NotContains(t, r.screen.all()[before:], "b_spec.lua", "it did not change")
	require.NoError(t, r.Process.Signal(syscall.SIGINT))
	r.ends(t, exitInterrupt)
}
