package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

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
	c.Summary(time.Second, nil)
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
2 failed, 2 with errors, 1 timed out in 1.0 s
`, got)
	many := func(c *Suite) {
		for n := range 2500 {
			ran(c, &event.Test{File: "a.lua", Name: "x", Line: n + 1}, event.Failed)
		}
	}
	got = summary(t, SuiteOptions{}, event.Suite{Argv: []string{"tlua", "test", "--helper", "h.lua"}}, many)
	require.Contains(t, got, "\n  tlua test a.lua:20 --helper h.lua  # failed\n  ... 2480 more: tlua test --last-failed --helper h.lua\n2500 failed in ")
	require.Equal(t, 23, strings.Count(got, "\n"))
	got = summary(t, SuiteOptions{Options: Options{Unicode: true}}, event.Suite{Argv: []string{"tlua", "test", "--output="}}, many)
	require.Contains(t, got, "  # failed\n  … 2480 more\n2500 failed in ")
}
