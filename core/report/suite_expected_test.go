package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

// told gives what is told of a test that ended so.
func told(t *testing.T, o SuiteOptions, e event.Event) string {
	t.Helper()
	var b bytes.Buffer
	o.Out = &b
	c := NewSuite(o)
	test := &event.Test{File: "a.lua", Name: "x", Line: 3}
	if e.Attempt == 0 {
		e.Attempt = 1
	}
	c.Observe(event.Event{Kind: event.TestBegun, Test: test, Worker: 1, Attempt: e.Attempt})
	c.Observe(event.Event{Kind: event.Verdict, Text: "no\x1broute", Test: test, Worker: 1})
	e.Kind, e.Test, e.Worker = event.TestEnded, test, 1
	c.Observe(e)
	c.Observe(event.Event{Kind: event.SuiteEnded, Duration: time.Second})
	c.Summary("")
	require.NoError(t, c.Close())
	return b.String()
}

func TestExpectationsAreTold(t *testing.T) {
	pretty := SuiteOptions{Options: Options{Unicode: true}, Style: Pretty}
	ascii := SuiteOptions{Style: Pretty}
	failures := []event.Failure{{Kind: "failure", Message: "1 is not 2", Path: "a.lua"}}
	as := &event.Expected{Result: event.Failed, As: true, Want: "failed", Key: "BUG-\x1b1"}
	not := &event.Expected{Result: event.Failed, Want: "failed or error", Key: "BUG-1", Note: "a\nnote"}
	const repeat = "to repeat:\n  tlua test a.lua:3  # "
	const took = " a.lua:3 x (0 ms)"
	for _, c := range []struct {
		name string
		o    SuiteOptions
		e    event.Event
		want string
	}{
		{"as expected", pretty, event.Event{Result: event.Failed, Failures: failures, Expected: as},
			"✗ FAILED (expected, BUG-\\x1b1)" + took + "\n1 failed; 1 as expected in 1.0 s\n"},
		{"and without UTF-8", ascii, event.Event{Result: event.Failed, Failures: failures, Expected: as},
			"FAIL (expected, BUG-\\x1b1)" + took + "\n1 failed; 1 as expected in 1.0 s\n"},
		{"quietly", SuiteOptions{Style: Brief}, event.Event{Result: event.Failed, Failures: failures, Expected: as},
			"1 failed; 1 as expected in 1.0 s\n"},
		{"as a dot", SuiteOptions{Style: Dots}, event.Event{Result: event.Failed, Failures: failures, Expected: as},
			"x\n1 failed; 1 as expected in 1.0 s\n"},
		{"passed as expected", pretty, event.Event{Result: event.Passed, Expected: &event.Expected{Result: event.Passed, As: true}},
			"✓ (expected)" + took + "\n1 passed; 1 as expected in 1.0 s\n"},
		{"another result", pretty, event.Event{Result: event.Passed, Expected: not},
			"✗ PASSED (unexpected, BUG-1)" + took + "\n  expected: failed or error (a\\nnote)\n  verdict: no\\x1broute\n" + repeat + "passed\n1 passed; 1 unexpected in 1.0 s\n"},
		{"and without UTF-8", ascii, event.Event{Result: event.Skipped, Text: "why", Expected: not},
			"SKIPPED (unexpected, BUG-1)" + took + ": why\n  expected: failed or error (a\\nnote)\n  verdict: no\\x1broute\n" + repeat + "skipped\n1 skipped; 1 unexpected in 1.0 s\n"},
		{"as a dot", SuiteOptions{Style: Dots}, event.Event{Result: event.Passed, Expected: not},
			"X\nPASSED (unexpected, BUG-1)" + took + "\n  expected: failed or error (a\\nnote)\n  verdict: no\\x1broute\n" + repeat + "passed\n1 passed; 1 unexpected in 1.0 s\n"},
		{"another failure", pretty, event.Event{Result: event.TimedOut, Failures: failures, Expected: not},
			"✗ TIMEOUT (unexpected, BUG-1)" + took + "\n  expected: failed or error (a\\nnote)\n  verdict: no\\x1broute\n  1 is not 2\n" + repeat + "timeout\n1 timed out; 1 unexpected in 1.0 s\n"},
		{"new", pretty, event.Event{Result: event.Failed, Failures: failures, Expected: &event.Expected{New: true, Want: "passed"}},
			"✗ FAILED (new)" + took + "\n  1 is not 2\n" + repeat + "failed\n1 failed; 1 new in 1.0 s\n"},
		{"to be tried again", pretty, event.Event{Result: event.Failed, Failures: failures, Again: true},
			"✗ FAILED" + took + ", attempt 1\n  1 is not 2\nno tests were run in 1.0 s\n"},
		{"not to be tried again", pretty, event.Event{Result: event.Failed, Failures: failures, Expected: as},
			"✗ FAILED (expected, BUG-\\x1b1)" + took + "\n1 failed; 1 as expected in 1.0 s\n"},
		{"flaky as expected", pretty, event.Event{Result: event.Passed, Attempt: 2, Expected: &event.Expected{Result: event.Flaky, As: true}},
			"~ flaky (expected)" + took + ", attempt 2\n1 flaky; 1 as expected in 1.0 s\n"},
		{"flaky", pretty, event.Event{Result: event.Passed, Attempt: 2, Expected: &event.Expected{Result: event.Passed, As: true}},
			"~ flaky (expected)" + took + ", attempt 2\n" + repeat + "flaky\n1 flaky; 1 as expected in 1.0 s\n"},
	} {
		got := told(t, c.o, c.e)
		require.Equal(t, c.want, got, c.name)
		require.NotContains(t, strings.ReplaceAll(got, "\n", ""), "\x1b", c.name)
	}
}

// Colours tell good from bad, and what was expected from what was there.
func TestSuiteInColour(t *testing.T) {
	o := SuiteOptions{Options: Options{Color: true}, Style: Pretty}
	failures := []event.Failure{{Kind: "failure", Message: "x", Diff: "-1\n+2\n 3"}}
	text := told(t, o, event.Event{Result: event.Failed, Failures: failures})
	require.Contains(t, text, "\x1b[31mFAIL\x1b[0m \x1b[2ma.lua:3\x1b[0m \x1b[1mx\x1b[0m")
	require.Contains(t, text, "    \x1b[32m-1\x1b[0m\n    \x1b[31m+2\x1b[0m\n    \x1b[2m 3\x1b[0m\n")
	text = told(t, o, event.Event{Result: event.Failed, Expected: &event.Expected{Result: event.Failed, As: true}})
	require.Contains(t, text, "\x1b[33mFAIL\x1b[0m (expected)")
	text = told(t, o, event.Event{Result: event.Passed, Expected: &event.Expected{Result: event.Failed}})
	require.Contains(t, text, "\x1b[31mPASSED\x1b[0m (unexpected)")
}

// Nothing is drawn, nor any time waited for, when the end was told.
func TestSuiteIsClosed(t *testing.T) {
	c := NewSuite(SuiteOptions{Options: Options{Out: new(bytes.Buffer)}})
	c.foot.size = func() (int, int) { return 80, 24 } // as on a terminal
	c.Observe(event.Event{Kind: event.SuiteBegun, Suite: &event.Suite{}})
	require.NotNil(t, c.timer)
	require.NoError(t, c.Close())
	c.tick() // that was on its way
	require.Nil(t, c.timer)
}
