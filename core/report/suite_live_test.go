package report

import (
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

// live gives a suite whose terminal is a buffer, and what is shown below now.
func live(o SuiteOptions, cols, rows int) (c *Suite, shown func() []string) {
	var b buffer
	o.Out = &b
	c = NewSuite(o)
	c.foot = onBuffer(&b, cols, rows)
	return c, func() []string {
		synctest.Wait()
		c.foot.mu.Lock()
		defer c.foot.mu.Unlock()
		return c.foot.shown
	}
}

func happens(c *Suite, k event.Kind, worker int, e event.Event) {
	e.Kind, e.Worker, e.Time = k, worker, time.Now()
	c.Observe(e)
}

// The time of a worker is that of its test, or of what is between two of them.
func TestTimesBelow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, shown := live(SuiteOptions{Options: Options{Unicode: true}, Units: 3}, 80, 24)
		defer c.Close()
		test := &event.Test{File: "a.lua", Name: "one"}
		happens(c, event.SuiteBegun, 0, event.Event{Suite: &event.Suite{}})
		happens(c, event.FileBegun, 1, event.Event{Path: "a.lua"})
		<-time.After(2500 * time.Millisecond)
		require.Equal(t, []string{"▸ 1 a.lua 2.0 s", strings.Repeat("─", 30) + " 0/3 files, 0 tests 2.0 s"}, shown())
		happens(c, event.TestBegun, 1, event.Event{Test: test})
		happens(c, event.StepBegun, 1, event.Event{Text: "outer"})
		happens(c, event.StepBegun, 1, event.Event{Text: "inner", Depth: 1})
		<-time.After(time.Second)
		require.Equal(t, []string{"▸ 1 one › outer › inner", strings.Repeat("─", 30) + " 0/3 files, 0 tests 3.0 s"}, shown())
		happens(c, event.TestEnded, 1, event.Event{Test: test, Result: event.TimedOut, Attempt: 1})
		<-time.After(500 * time.Millisecond)
		require.Equal(t, "▸ 1 a.lua", shown()[0])
		<-time.After(3 * time.Second)
		require.Equal(t, []string{"▸ 1 a.lua 3.5 s", strings.Repeat("─", 30) + " 0/3 files, 1 test, 1 timed out 7.0 s"}, shown())
		happens(c, event.FileEnded, 1, event.Event{Path: "a.lua"})
		<-time.After(time.Second)
		require.Equal(t, []string{strings.Repeat("━", 9) + strings.Repeat("─", 21) + " 1/3 files, 1 test, 1 timed out 8.0 s"},
			[]string{sgr.ReplaceAllString(strings.Join(shown(), "\n"), "")})
	})
}

// What tells most stays where there is not room for all: the end of a name, the
// innermost step, and the times.
func TestNarrowLinesBelow(t *testing.T) {
	u := style{unicode: true}
	long := running{head: "▸ 1 ", name: "a describe with a long name does the thing 日本", steps: " › first step › nap", took: " 2.6 s"}
	for _, c := range []struct {
		r     running
		s     style
		cols  int
		whole string
	}{
		{long, u, 80, "▸ 1 a describe with a long name does the thing 日本 › first step › nap 2.6 s"},
		{long, u, 60, "▸ 1 …long name does the thing 日本 › first step › nap 2.6 s"},
		{long, u, 40, "▸ 1 …the thing 日本…st step › nap 2.6 s"},
		{long, style{}, 40, "▸ 1 ...he thing 日本...step › nap 2.6 s"},
		{running{head: "▸ 1 ", name: "short", steps: " › a step with a very long name", took: " 2.6 s"}, u, 40, "▸ 1 short…p with a very long name 2.6 s"},
		{long, u, 16, "▸ 1 …本…p 2.6 s"},
		{long, u, 5, "▸ 1  2.6 s"},
	} {
		got := c.r.line(c.s, c.cols)
		require.Equal(t, c.whole, got)
		require.LessOrEqual(t, width(got), max(c.cols-1, 10))
	}
	d := done{percent: 33, text: "1/3 files, 9 tests, 2 failed", took: " 3.4 s"}
	require.Equal(t, "━━━━━━━━━─────────────────── 1/3 files, 9 tests, 2 failed 3.4 s", d.line(u, 64))
	require.Equal(t, "━──── 1/3 files, 9 tests, 2 failed 3.4 s", d.line(u, 41))
	require.Equal(t, "1/3 files, 9 tests, 2 failed 3.4 s", d.line(u, 40))
	require.Equal(t, "1/3 files, 9 3.4 s", d.line(u, 19))
}

// The line about all stays, however many workers there are.
func TestManyWorkersBelow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for rows, want := range map[int][]string{
			24: {"> 1 a", "> 2 a", "> 3 a", "> 4 a", "0/9 files, 0 tests 0 ms"},
			8:  {"> 1 a", "> 2 a", "... and 2 more", "0/9 files, 0 tests 0 ms"},
			5:  {"0/9 files, 0 tests 0 ms"},
			3:  {"0/9 files, 0 tests 0 ms"},
			2:  {"0/9 files, 0 tests 0 ms"},
		} {
			c, shown := live(SuiteOptions{Units: 9}, 25, rows)
			happens(c, event.SuiteBegun, 0, event.Event{Suite: &event.Suite{}})
			for n := range 4 {
				happens(c, event.FileBegun, n+1, event.Event{Path: "a"})
			}
			<-time.After(drawGap)
			lines := shown()
			require.Regexp(t, `^0/9 files, 0 tests \d+ ms$`, lines[len(lines)-1], rows)
			lines[len(lines)-1] = regexp.MustCompile(`\d+ ms`).ReplaceAllString(lines[len(lines)-1], "0 ms")
			require.Equal(t, want, lines, rows)
			c.Close()
		}
	})
}

// While a person is to type, nothing is shown below.
func TestPausedSuite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, shown := live(SuiteOptions{Units: 1}, 80, 24)
		defer c.Close()
		happens(c, event.SuiteBegun, 0, event.Event{Suite: &event.Suite{}})
		happens(c, event.FileBegun, 1, event.Event{Path: "a"})
		<-time.After(time.Second)
		require.Len(t, shown(), 2)
		first, second := c.Pause(), c.Pause()
		require.Empty(t, shown())
		first()
		happens(c, event.FileBegun, 2, event.Event{Path: "b"})
		<-time.After(2 * time.Second)
		require.Empty(t, shown())
		second()
		<-time.After(drawGap)
		require.Len(t, shown(), 3)
	})
}

// Lines has a line for each test on a terminal, too; rounds and attempts are told
// apart.
func TestLinesOfTests(t *testing.T) {
	x := &event.Test{File: "a.lua", Name: "copies", Line: 3, Params: []event.Param{{Name: "size", Value: 1.0}}}
	y := &event.Test{File: "b.lua", Name: "y", Params: []event.Param{{Name: "size", Value: 1.0}, {Name: "tool", Value: "a b"}}}
	for _, c := range []struct {
		style SuiteStyle
		want  string
	}{
		{AllLines, "ok   a.lua:3 copies [size=1] (0 ms), round 1\n" +
			"FAIL b.lua y [size=1, tool=a b] (0 ms), round 1, attempt 1\n" +
			"flak b.lua y [size=1, tool=a b] (0 ms), round 1, attempt 2\n" +
			"ok   a.lua:3 copies [size=1] (0 ms), round 2\n" +
			"ok   b.lua y [size=1, tool=a b] (0 ms), round 2\n"},
		{Pretty, "FAIL b.lua y [size=1, tool=a b] (0 ms), round 1, attempt 1\n" +
			"flak b.lua y [size=1, tool=a b] (0 ms), round 1, attempt 2\n"},
	} {
		y0 := openTTY(t, 80, 24)
		s := NewSuite(SuiteOptions{Options: Options{Out: y0}, Style: c.style, Units: 2, Rounds: 2})
		for round := range 2 {
			ran(s, x, event.Passed)
			if round == 0 {
				happens(s, event.TestBegun, 1, event.Event{Test: y, Attempt: 1})
				happens(s, event.TestEnded, 1, event.Event{Test: y, Attempt: 1, Result: event.Failed, Again: true})
				happens(s, event.TestBegun, 1, event.Event{Test: y, Attempt: 2})
				happens(s, event.TestEnded, 1, event.Event{Test: y, Attempt: 2, Result: event.Passed})
			} else {
				ran(s, y, event.Passed)
			}
		}
		s.Close()
		require.Equal(t, c.want, y0.screen(80, 24))
	}
}
