package spec_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/suite"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/spec"
)

// endsOf runs a file of tests, and gives the ends of its tests and its own.
func endsOf(t *testing.T, ctx context.Context, o spec.Options, so suite.Options, code string) (ends []event.Event) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "x_spec.lua"), []byte(code), 0o600))
	o.Runtime.Dir = dir
	so.Observer = observer(func(e event.Event) {
		if e.Kind == event.TestEnded || e.Kind == event.FileEnded && e.Failures != nil {
			ends = append(ends, e)
		}
	})
	suite.Run(ctx, []suite.File{{Path: "x_spec.lua"}}, spec.New(o), so)
	return ends
}

const forever = "while true do end"

// All of a file has a time: its top level, the functions of its blocks, and what is
// run once. It says where it was.
func TestTimeoutsOutsideOfTests(t *testing.T) {
	for _, c := range []struct {
		name, code string
		line       int
		message    string
		ends       []event.Kind
	}{
		{"a loop", forever + ` it("x")`, 1, "the file's top level did not end within 1s", []event.Kind{event.FileEnded}},
		{"a wait", "\n" + `sleep(60000) it("x")`, 2, "the file's top level did not end within 1s", []event.Kind{event.FileEnded}},
		{"a block", "describe('b', function()\n " + forever + ` it("x") end)`, 2, "b: the function of describe did not end within 1s", []event.Kind{event.FileEnded}},
		{"setup", "setup(function()\n " + forever + ` end) it("x", function() end)`, 2, "setup did not end within 1s", []event.Kind{event.TestEnded}},
		{"strict_setup", "strict_setup(function()\n " + forever + ` end) it("x", function() end)`, 2, "strict_setup did not end within 1s", []event.Kind{event.TestEnded}},
		{"lazy_setup", "lazy_setup(function()\n " + forever + ` end) it("x", function() end)`, 2, "lazy_setup did not end within 1s", []event.Kind{event.TestEnded}},
		{"teardown", "teardown(function()\n " + forever + ` end) it("x", function() end)`, 2, "teardown did not end within 1s", []event.Kind{event.TestEnded, event.FileEnded}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ends := endsOf(t, t.Context(), spec.Options{}, suite.Options{Timeout: time.Second}, c.code)
			var kinds []event.Kind
			for _, e := range ends {
				kinds = append(kinds, e.Kind)
			}
			require.Equal(t, c.ends, kinds)
			last := ends[len(ends)-1]
			require.Equal(t, event.TimedOut, last.Result)
			require.Len(t, last.Failures, 1)
			f := last.Failures[0]
			require.Equal(t, []any{"timeout", c.message, c.line}, []any{f.Kind, f.Message, f.Line})
			require.Contains(t, f.Traceback, "x_spec.lua:")
			if last.Kind == event.TestEnded {
				require.GreaterOrEqual(t, last.Duration, time.Second, "the setup's time is the test's")
			}
		})
	}
}

// A helper that hangs has no more time than a file.
func TestTimeoutOfTheHelper(t *testing.T) {
	helper := filepath.Join(t.TempDir(), "helper.lua")
	require.NoError(t, os.WriteFile(helper, []byte(forever), 0o600))
	for code, message := range map[string]string{
		`it("x", function() end)`: "the helper did not end within 50ms",
		`print(1)`:                "the test did not end within 50ms",
	} {
		ends := endsOf(t, t.Context(), spec.Options{Helper: helper}, suite.Options{Timeout: 50 * time.Millisecond}, code)
		require.Len(t, ends, 1)
		require.Equal(t, event.TimedOut, ends[0].Result)
		require.Equal(t, message, ends[0].Failures[0].Message)
	}
}

// Who ends the run is told where it was.
func TestInterruptedOutsideOfTests(t *testing.T) {
	for code, message := range map[string]string{
		`log.info "here" ` + forever + ` it("x")`:                                                    "the file's top level was stopped: terminated",
		`describe("b", function() log.info "here" ` + forever + ` end)`:                              "b: the function of describe was stopped: terminated",
		`describe("b", function() setup(function() log.info "here" ` + forever + ` end) it "x" end)`: "b: setup was stopped: terminated",
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		o := spec.Options{}
		var ends []event.Event
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "x_spec.lua"), []byte(code), 0o600))
		o.Runtime.Dir = dir
		suite.Run(ctx, []suite.File{{Path: "x_spec.lua"}}, spec.New(o), suite.Options{Observer: observer(func(e event.Event) {
			switch e.Kind {
			case event.Log:
				cancel(job.Errorf("", job.ECANCELED, "terminated"))
			case event.TestEnded, event.FileEnded:
				ends = append(ends, e)
			}
		})})
		require.Len(t, ends, 1, code)
		require.Equal(t, event.Interrupted, ends[0].Result)
		require.Len(t, ends[0].Failures, 1)
		f := ends[0].Failures[0]
		require.Equal(t, []any{"interrupted", message, 1}, []any{f.Kind, f.Message, f.Line})
		require.Contains(t, f.Traceback, "x_spec.lua:1")
	}
}

// What is run once after a block is run though the tests are to end.
func TestTeardownAfterAnInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	var told []string
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "x_spec.lua"), []byte(`
		teardown(function() log.info "torn down" end)
		lazy_teardown(function() error "lazy" end)
		it("x", function() log.info "here" `+forever+` end)`), 0o600))
	o := spec.Options{Runtime: luabind.Options{Dir: dir}}
	suite.Run(ctx, []suite.File{{Path: "x_spec.lua"}}, spec.New(o), suite.Options{Observer: observer(func(e event.Event) {
		switch e.Kind {
		case event.Log:
			told = append(told, e.Text)
			cancel(job.Errorf("", job.ECANCELED, "interrupted"))
		case event.TestEnded, event.FileEnded:
			for _, f := range e.Failures {
				told = append(told, f.Message)
			}
		}
	})})
	require.Equal(t, []string{"here", "the test was stopped: interrupted", "torn down", "lazy_teardown: lazy"}, told)
}

// Failures name the verb that the author wrote.
func TestVerbsInFailures(t *testing.T) {
	for _, verb := range []string{"setup", "strict_setup", "lazy_setup", "before_each", "teardown", "strict_teardown", "lazy_teardown", "after_each"} {
		ends := endsOf(t, t.Context(), spec.Options{}, suite.Options{}, verb+`(function() error("oops") end) it("x", function() end)`)
		last := ends[len(ends)-1]
		require.Len(t, last.Failures, 1, verb)
		require.Equal(t, verb+": oops", last.Failures[0].Message)
		require.NotEmpty(t, last.Failures[0].Traceback)
	}
}

// The first of the tests whose setup failed has its time, and the others do not.
func TestTimeOfASetup(t *testing.T) {
	ends := endsOf(t, t.Context(), spec.Options{}, suite.Options{}, `
		setup(function() sleep(200) error "x" end) it("a", function() end) it("b", function() end)`)
	require.Len(t, ends, 2)
	require.GreaterOrEqual(t, ends[0].Duration, 200*time.Millisecond)
	require.Less(t, ends[1].Duration, 200*time.Millisecond)
}

// What takes too long in the cleanup does not cost the others their turn.
func TestCleanupAfterCleanup(t *testing.T) {
	ctx, cancel := context.WithTimeoutCause(t.Context(), 500*time.Millisecond, job.Errorf("", job.ETIMEDOUT, "the cleanup did not end within 500ms"))
	defer cancel()
	ends := endsOf(t, t.Context(), spec.Options{Cleanup: ctx}, suite.Options{}, `
		after_each(function() error "third" end)
		it("x", function()
			cleanup(function() error "last" end)
			finally(function() `+forever+` end)
		end)`)
	require.Len(t, ends, 1)
	var messages []string
	for _, f := range ends[0].Failures {
		messages = append(messages, f.Kind+" "+f.Message)
	}
	require.Equal(t, []string{
		"cleanup ETIMEDOUT: the cleanup did not end within 500ms", "cleanup after_each: third", "cleanup last",
	}, messages)
}

// A file that is none, such as a pipe that nobody writes to, is refused.
func TestFilesThatAreNone(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, unix.Mkfifo(filepath.Join(dir, "x_spec.lua"), 0o600))
	var failures []event.Failure
	x := spec.New(spec.Options{Runtime: luabind.Options{Dir: dir}})
	suite.Run(t.Context(), []suite.File{{Path: "x_spec.lua"}, {Path: "."}}, x, suite.Options{Observer: observer(func(e event.Event) {
		failures = append(failures, e.Failures...)
	})})
	require.Equal(t, []event.Failure{
		{Kind: "error", Path: "x_spec.lua", Message: "EINVAL: x_spec.lua: it is no regular file"},
		{Kind: "error", Path: ".", Message: "EISDIR: .: is a directory"},
	}, failures)
}

// Processes that are left are told of as such: nobody has called destroy.
func TestOrphansAreTold(t *testing.T) {
	ends := endsOf(t, t.Context(), spec.Options{}, suite.Options{}, `it("x", function()
		local j = job.create{program = "sh", args = {"-c", "setsid sleep 100 & exit 3"}}
		j:start() j:wait()
		error "x"
	end)`)
	require.Len(t, ends[0].Failures, 2)
	require.Equal(t, []string{"sh#1(exited with code 3)"}, ends[0].Failures[0].Jobs)
	require.Equal(t, "orphan", ends[0].Failures[1].Kind)
	require.Regexp(t, `^a process was left running by sh#1`, ends[0].Failures[1].Message)
}

// What cannot be run at all is known before anything is run.
func TestCheck(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	write("a.lua", `params{size = {1, 4096}, tool = {"cp", "dd"}}`)
	write("b.lua", `print(1)`)
	write("c.lua", `params{{n = 1, m = 1}, {n = 2, m = 2}}`)
	write("bad.lua", `f(`)
	for _, c := range []struct {
		helper, file string
		params       []event.Param
		want         string
	}{
		{"", "a.lua", nil, ""},
		{"", "a.lua", []event.Param{{Name: "size", Value: 1.0}}, ""},
		{"", "none.lua", []event.Param{{Name: "size", Value: 1.0}}, ""},
		{"b.lua", "a.lua", nil, ""},
		{"", "a.lua", []event.Param{{Name: "sise", Value: 1.0}}, "EINVAL: a.lua has no parameter 'sise', did you mean 'size'?"},
		{"", "a.lua", []event.Param{{Name: "peers", Value: 1.0}}, "EINVAL: a.lua has no parameter 'peers'; it has size, tool"},
		{"", "a.lua", []event.Param{{Name: "size", Value: 7.0}}, "EINVAL: a.lua is not run with size=7: size is one of 1, 4096"},
		{"", "b.lua", []event.Param{{Name: "size", Value: 1.0}}, "EINVAL: b.lua has no parameters: it does not call params"},
		{"", "c.lua", []event.Param{{Name: "n", Value: 1.0}, {Name: "m", Value: 2.0}}, "EINVAL: c.lua is not run with all of n=1,m=2 at once"},
		{"none.lua", "a.lua", nil, "ENOENT: none.lua: no such file or directory"},
		{"bad.lua", "a.lua", nil, "bad.lua:1: unexpected symbol near '<eof>'"},
	} {
		x := spec.New(spec.Options{Runtime: luabind.Options{Dir: dir}, Helper: c.helper})
		err := x.Check([]suite.File{{Path: c.file, Params: c.params}})
		if c.want == "" {
			require.NoError(t, err)
			continue
		}
		require.EqualError(t, err, c.want)
	}
}
