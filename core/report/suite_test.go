package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

// play tells c of a run of two workers, in which all kinds of things happen. At each
// step of it, it calls now.
func play(c *Suite, now func(where string)) {
	test := func(file, name string, line int) *event.Test {
		return &event.Test{File: file, Name: name, Line: line, Number: 1}
	}
	tell := func(worker int, t *event.Test, attempt int, events ...event.Event) {
		for _, e := range events {
			e.Worker, e.Test, e.Attempt, e.Time = worker, t, attempt, time.Now()
			if c.Wants(e.Kind) {
				c.Observe(e)
			}
		}
	}
	printed := func(text string) event.Event { return event.Event{Kind: event.Printed, Data: []byte(text)} }
	tell(0, nil, 0, event.Event{Kind: event.SuiteBegun, Suite: &event.Suite{Seed: 7}})
	now("nothing")
	tell(1, nil, 0, event.Event{Kind: event.FileBegun, Path: "a.lua"}, printed("before all\n"))
	tell(2, nil, 0, event.Event{Kind: event.FileBegun, Path: "b.lua"}, printed("of b\n"))
	now("files")

	flaky := test("a.lua", "flaky", 3)
	tell(1, flaky, 1, event.Event{Kind: event.TestBegun},
		event.Event{Kind: event.StepBegun, Text: "outer"}, event.Event{Kind: event.StepBegun, Text: "one", Depth: 1},
		event.Event{Kind: event.StepBegun, Text: "deep", Depth: 2}, event.Event{Kind: event.StepEnded, Text: "deep", Depth: 2},
		event.Event{Kind: event.StepBegun, Text: "two", Depth: 1},
		event.Event{Kind: event.StepBegun, Text: "deep", Depth: 2}, event.Event{Kind: event.StepEnded, Text: "deep", Depth: 2},
		event.Event{Kind: event.WaitBegun, Op: "job.wait", Text: "x"})
	for i := range 22 {
		tell(1, flaky, 1, printed(fmt.Sprintf("line %d ", i)), printed("ends\n"))
	}
	tell(1, flaky, 1, printed(strings.Repeat("x", 5000)), printed("unfinished"))
	<-time.After(1500 * time.Millisecond)
	now("a test")
	failure := event.Failure{Kind: "failure", Message: "1 is not 2\nsecond line", Line: 4, Source: "x = 1", Diff: "-1\n+2\n 3", Traceback: "not told"}
	tell(1, flaky, 1,
		event.Event{Kind: event.WaitEnded, Op: "job.wait", Text: "x"},
		event.Event{Kind: event.TestEnded, Result: event.Failed, Failures: []event.Failure{failure}, Again: true, Duration: 1500 * time.Millisecond})
	tell(1, nil, 0, printed("between attempts\n"))
	tell(1, flaky, 2, event.Event{Kind: event.TestBegun}, printed("of no interest\n"),
		event.Event{Kind: event.WaitBegun, Op: "sleep", Text: "1 s"}, event.Event{Kind: event.WaitEnded, Op: "sleep", Text: "1 s"})
	now("again")
	tell(1, flaky, 2, event.Event{Kind: event.TestEnded, Result: event.Passed, Duration: 120 * time.Millisecond})

	slow := test("b.lua", "slow", 0)
	tell(2, slow, 1, event.Event{Kind: event.TestBegun},
		event.Event{Kind: event.TestEnded, Result: event.Passed, Duration: 3 * time.Second})
	tell(2, test("b.lua", "skips", 8), 1, event.Event{Kind: event.TestBegun},
		event.Event{Kind: event.TestEnded, Result: event.Skipped, Text: "no network", Duration: 2 * time.Second})
	tell(1, test("a.lua", "fast", 9), 1, event.Event{Kind: event.TestBegun}, event.Event{Kind: event.TestEnded, Result: event.Passed, Duration: time.Millisecond})
	tell(1, test("a.lua", "is to do", 10), 1, event.Event{Kind: event.TestBegun}, event.Event{Kind: event.TestEnded, Result: event.Pending})
	tell(1, test("a.lua", "breaks", 11), 1, event.Event{Kind: event.TestBegun},
		event.Event{Kind: event.TestEnded, Result: event.Errored, Duration: time.Millisecond, Failures: []event.Failure{
			{Kind: "failure", Soft: true, Message: "soft"},
			{
				Kind: "error", Message: "broken", Steps: []string{"one", "two"}, Waited: "sleep: 3 s", Tail: []string{"last"},
				Jobs: []string{"sh#1(running), last output:\n  hello"}, Traceback: "stack traceback:\n\ta.lua:12: in f",
			},
		}})
	for i := range 3 {
		tell(1, test("a.lua", fmt.Sprint("long ", i), 20+i), 1, event.Event{Kind: event.TestBegun},
			event.Event{Kind: event.TestEnded, Result: event.Passed, Duration: time.Duration(i+4) * time.Second})
	}
	now("between tests")
	tell(2, nil, 0, printed("outside\n"), event.Event{Kind: event.FileEnded, Path: "b.lua", Result: event.Errored, Failures: []event.Failure{{Kind: "error", Message: "teardown", Line: 2}}})
	now("one file")
	tell(1, nil, 0, event.Event{Kind: event.FileEnded, Path: "a.lua"})
	tell(0, nil, 0, event.Event{Kind: event.SuiteEnded, Result: event.Interrupted, Text: "enough", Duration: 12 * time.Second})
	now("the end")
	c.Summary("results/1")
}

// What is told of all that happens in play.
var (
	attemptTold = "FAIL a.lua:3 flaky (1.5 s), attempt 1\n  a.lua:4: 1 is not 2\n    second line\n    | x = 1\n    -1\n    +2\n     3\n" +
		"    printed last:\n" + printedTold
	errorTold = "ERR  a.lua:11 breaks (1 ms)\n  check: soft\n  error: broken\n    in step: one > two\n    waited for sleep: 3 s\n" +
		"    last output:\n      | last\n    job: sh#1(running), last output:\n      | hello\n    stack traceback:\n      a.lua:12: in f\n"
	fileTold    = "ERR  b.lua:2 (outside of its tests)\n  b.lua:2: error: teardown\n    printed last:\n      | outside\n"
	slowestTold = `slowest:
     6.0 s  a.lua:22 long 2
     5.0 s  a.lua:21 long 1
     4.0 s  a.lua:20 long 0
     3.0 s  b.lua slow
     2.0 s  b.lua:8 skips
`
	summaryTold = `to repeat:
  tlua test a.lua:3 --shuffle=7  # flaky
  tlua test a.lua:11 --shuffle=7  # error
  tlua test b.lua --shuffle=7  # error
enough
results: results/1
5 passed, 1 with errors, 1 flaky, 1 skipped, 1 pending, 1 file failed outside of tests in 12.0 s
`
	printedTold = func() string {
		var b strings.Builder
		for i := range tailMax {
			fmt.Fprintf(&b, "      | line %d ends\n", i+2)
		}
		return b.String() + "      | " + strings.Repeat("x", 1000) + "... (3096 more bytes)\n"
	}()
)

func TestSuiteIsTold(t *testing.T) {
	for style, want := range map[SuiteStyle]string{
		Pretty: "shuffled by seed 7\n" + attemptTold + `flak a.lua:3 flaky (120 ms), attempt 2
ok   b.lua slow (3.0 s)
skip b.lua:8 skips (2.0 s): no network
ok   a.lua:9 fast (1 ms)
todo a.lua:10 is to do (0 ms)
` + errorTold + `ok   a.lua:20 long 0 (4.0 s)
ok   a.lua:21 long 1 (5.0 s)
ok   a.lua:22 long 2 (6.0 s)
` + fileTold + slowestTold + summaryTold,
		Dots:  "shuffled by seed 7\n" + attemptTold + "~.s.pE\n" + errorTold + "...\n" + fileTold + summaryTold,
		Brief: attemptTold + errorTold + fileTold + strings.NewReplacer("enough\nresults: results/1\n", "shuffled by seed 7\nenough\n").Replace(summaryTold),
	} {
		synctest.Test(t, func(t *testing.T) {
			var b bytes.Buffer
			c := NewSuite(SuiteOptions{Options: Options{Out: &b}, Style: style, Units: 2})
			play(c, func(string) {})
			require.NoError(t, c.Close())
			require.Equal(t, want, b.String(), style)
		})
	}
}

// A line has seventy dots at most.
func TestDotsFillLines(t *testing.T) {
	var b bytes.Buffer
	c := NewSuite(SuiteOptions{Options: Options{Out: &b}, Style: Dots})
	for range 75 {
		c.Observe(event.Event{Kind: event.TestEnded, Test: &event.Test{}, Result: event.Passed})
	}
	c.Summary("")
	require.NoError(t, c.Close())
	require.Equal(t, strings.Repeat(".", 70)+"\n"+strings.Repeat(".", 5)+"\n75 passed in 0 ms\n", b.String())
}

// What took long is told where there is something that did not.
func TestSlowTests(t *testing.T) {
	for _, c := range []struct {
		took []time.Duration
		want string
	}{
		{[]time.Duration{time.Minute}, ""},
		{[]time.Duration{999 * time.Millisecond, 500 * time.Millisecond}, ""},
		{[]time.Duration{99 * time.Millisecond, time.Second, 100 * time.Millisecond}, "slowest:\n     1.0 s  a\n    100 ms  a\n"},
	} {
		var b bytes.Buffer
		s := NewSuite(SuiteOptions{Options: Options{Out: &b}, Style: Pretty})
		for _, d := range c.took {
			s.Observe(event.Event{Kind: event.TestEnded, Test: &event.Test{File: "a"}, Result: event.Passed, Duration: d})
		}
		b.Reset()
		s.Summary("")
		require.NoError(t, s.Close())
		require.Equal(t, c.want+fmt.Sprintf("%d passed in 0 ms\n", len(c.took)), strings.ReplaceAll(b.String(), "a \n", "a\n"))
	}
}

func TestSuiteTellsWhatRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := NewSuite(SuiteOptions{Options: Options{Out: new(bytes.Buffer)}})
		now := map[string]string{}
		play(c, func(where string) { now[where] = c.Now() })
		require.NoError(t, c.Close())
		const file, output = ": a.lua, for 0 ms\n", "    last output:\n"
		b := func(time string) string { return "worker 2: b.lua, for " + time + "\n" + output + "      | of b\n" }
		require.Equal(t, map[string]string{
			"nothing":       "nothing is running\n",
			"files":         "worker 1" + file + output + "      | before all\n" + b("0 ms"),
			"a test":        "worker 1: a.lua:3 flaky, for 1.5 s\n    in step: outer > two\n    waited for job.wait: x\n" + output + printedTold + b("1.5 s"),
			"again":         "worker 1: a.lua:3 flaky, for 0 ms\n" + output + "      | of no interest\n" + b("1.5 s"),
			"between tests": "worker 1" + file + "worker 2: b.lua, for 0 ms\n",
			"one file":      "worker 1" + file,
			"the end":       "nothing is running\n",
		}, now)
	})
}

// A terminal shows what runs, and keeps what is to be read later.
func TestSuiteOnATerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b buffer
		c := NewSuite(SuiteOptions{Options: Options{Out: &b}, Style: Pretty, Units: 2})
		rows := 24
		c.foot.size = func() (int, int) { return 2000, rows }
		status := map[string]string{}
		play(c, func(where string) {
			<-time.After(drawGap)
			synctest.Wait()
			status[where] = strings.Join(c.foot.shown, "\n")
			if where == "again" {
				rows = 4
			}
		})
		require.NoError(t, c.Close())
		const none, half, full = "------------------------------", "###############---------------", "##############################"
		const none0, counts = " 0/2 files, 0 tests ", ", 9 tests, 1 with errors, 1 flaky, 1 skipped, 1 pending"
		require.Equal(t, map[string]string{
			"nothing":       none + none0 + "0 ms",
			"files":         "> 1 a.lua\n> 2 b.lua\n" + none + none0 + "50 ms",
			"a test":        "> 1 flaky > outer > two\n> 2 b.lua\n" + none + none0 + "1.0 s",
			"again":         "> 1 flaky\n> 2 b.lua 1.6 s\n" + none + none0 + "1.6 s",
			"between tests": none + " 0/2 files" + counts + " 1.7 s",
			"one file":      "> 1 a.lua\n" + half + " 1/2 files" + counts + " 1.7 s",
			"the end":       full + " 2/2 files" + counts + " 1.8 s",
		}, status)
		s := &screen{t: t, cols: 2000, rows: 24}
		s.feed(strings.ReplaceAll(b.take(), "\n", "\r\n"))
		require.Equal(t, "shuffled by seed 7\n"+attemptTold+"flak a.lua:3 flaky (120 ms), attempt 2\nskip b.lua:8 skips (2.0 s): no network\n"+
			"todo a.lua:10 is to do (0 ms)\n"+errorTold+fileTold+slowestTold+summaryTold, strings.Join(s.lines, "\n"))
	})
}
