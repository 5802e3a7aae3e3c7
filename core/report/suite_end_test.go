package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

// summary gives the last that is told of a suite in which that happened.
func summary(t *testing.T, o SuiteOptions, s event.Suite, what func(*Suite)) string {
	t.Helper()
	var b bytes.Buffer
	o.Out = &b
	c := NewSuite(o)
	happens(c, event.SuiteBegun, 0, event.Event{Suite: &s})
	what(c)
	b.Reset()
	c.Summary("tlua-results/1")
	require.NoError(t, c.Close())
	return b.String()
}

// ran has a test begin and end.
func ran(c *Suite, test *event.Test, r event.Result) {
	happens(c, event.TestBegun, 1, event.Event{Test: test, Attempt: 1})
	happens(c, event.TestEnded, 1, event.Event{Test: test, Attempt: 1, Result: r})
}

// A command is told once, and not more of them than can be read.
func TestRepeatedOnce(t *testing.T) {
	got := summary(t, SuiteOptions{}, event.Suite{}, func(c *Suite) {
		test := &event.Test{File: "a.lua", Name: "x", Line: 3}
		for _, r := range []event.Result{event.Failed, event.TimedOut, event.Failed} {
			ran(c, test, r)
		}
		for n := range 2 {
			ran(c, &event.Test{File: "b.lua", Name: fmt.Sprint("case ", n), Line: 1}, event.Errored)
		}
	})
	require.Equal(t, `to repeat:
  tlua test a.lua:3  # failed, timeout
  tlua test b.lua:1 --name "case 0"  # error
  tlua test b.lua:1 --name "case 1"  # error
results: tlua-results/1
2 failed, 2 with errors, 1 timed out in 0 ms
`, got)
	many := func(c *Suite) {
		for n := range 2500 {
			ran(c, &event.Test{File: "a.lua", Name: "x", Line: n + 1}, event.Failed)
		}
	}
	got = summary(t, SuiteOptions{}, event.Suite{Argv: []string{"tlua", "test", "--helper", "h.lua"}}, many)
	require.Contains(t, got, "\n  tlua test a.lua:20 --helper h.lua  # failed\n  ... 2480 more: tlua test --last-failed --helper h.lua\nresults: tlua-results/1\n2500 failed in ")
	require.Equal(t, 24, strings.Count(got, "\n"))
	got = summary(t, SuiteOptions{Options: Options{Unicode: true}}, event.Suite{Argv: []string{"tlua", "test", "--output="}}, many)
	require.Contains(t, got, "  # failed\n  … 2480 more\nresults: tlua-results/1\n2500 failed in ")
}

// Why the suite failed or came early is told, and where more is, if it did.
func TestWhyItFailed(t *testing.T) {
	x := &event.Test{File: "a.lua", Name: "x", Line: 3}
	passes := func(c *Suite) { ran(c, x, event.Passed) }
	flaky := func(c *Suite) {
		happens(c, event.TestBegun, 1, event.Event{Test: x, Attempt: 2})
		happens(c, event.TestEnded, 1, event.Event{Test: x, Attempt: 2, Result: event.Passed})
	}
	early := func(e event.Event, before func(*Suite)) func(*Suite) {
		return func(c *Suite) {
			before(c)
			happens(c, event.SuiteEnded, 0, e)
		}
	}
	breaks := func(c *Suite) {
		for range 2 { // with two sets of parameters
			happens(c, event.FileBegun, 1, event.Event{Path: "a.lua"})
			happens(c, event.FileEnded, 1, event.Event{Path: "a.lua", Result: event.Errored, Failures: []event.Failure{{Message: "no"}}})
		}
	}
	const repeat = "to repeat:\n  tlua test a.lua:3  # "
	for _, c := range []struct {
		name  string
		style SuiteStyle
		suite event.Suite
		what  func(*Suite)
		want  string
	}{
		{"it did not", Pretty, event.Suite{FailOnFlaky: true}, passes, "1 passed in 0 ms\n"},
		{"flaky, and may be", Pretty, event.Suite{}, flaky, repeat + "flaky\n1 flaky in 0 ms\n"},
		{"flaky, and may not be", Pretty, event.Suite{FailOnFlaky: true}, flaky,
			repeat + "flaky\n1 flaky test failed the run (--fail-on-flaky)\nresults: tlua-results/1\n1 flaky in 0 ms\n"},
		{"interrupted", Pretty, event.Suite{}, early(event.Event{Result: event.Interrupted, Text: "interrupted (SIGINT); 1 file was not begun"}, passes),
			"interrupted (SIGINT); 1 file was not begun\nresults: tlua-results/1\n1 passed in 0 ms\n"},
		{"by its failures", Dots, event.Suite{}, early(event.Event{Text: "the first failure ended it; 1 file was not begun"}, func(c *Suite) { ran(c, x, event.Failed) }),
			repeat + "failed\nended early: the first failure ended it; 1 file was not begun\nresults: tlua-results/1\n1 failed in 0 ms\n"},
		{"a file, in two ways", AllLines, event.Suite{}, breaks,
			"to repeat:\n  tlua test a.lua  # error\nresults: tlua-results/1\n1 file failed outside of tests in 0 ms\n"},
		{"quietly", Brief, event.Suite{Seed: 7}, func(c *Suite) { ran(c, x, event.Failed) },
			"to repeat:\n  tlua test a.lua:3 --shuffle=7  # failed\nshuffled by seed 7\n1 failed in 0 ms\n"},
		{"quietly, if it did not", Brief, event.Suite{Seed: 7}, passes, "1 passed in 0 ms\n"},
	} {
		require.Equal(t, c.want, summary(t, SuiteOptions{Style: c.style}, c.suite, c.what), c.name)
	}
}
