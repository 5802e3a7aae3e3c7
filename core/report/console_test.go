package report

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
)

// story is what the console is told in a run with everything in it.
func story() []event.Event {
	timeout := &job.Error{Op: "ctorrent.wait_completion", Code: job.ETIMEDOUT, Message: "no status line for 60000 ms"}
	events := []event.Event{
		{Kind: event.StepBegun, Block: true, Text: "make the files"},
		{Kind: event.StepEnded, Text: "make the files", Duration: 12 * time.Millisecond},
		{Kind: event.StepBegun, Block: true, Text: "transfer"},
		{Kind: event.StepBegun, Block: true, Text: "start the seed", Depth: 1},
		{Kind: event.Log, Level: slog.LevelWarn, Text: "port taken", Fields: map[string]any{"port": 5000.0, "by": "an other"}},
		{Kind: event.Log, Level: slog.LevelInfo, Text: "not for the console"},
		{Kind: event.StepEnded, Text: "start the seed", Depth: 1, Duration: 340 * time.Millisecond},
		{Kind: event.StepBegun, Block: true, Text: "wait for the leecher", Depth: 1},
	}
	for _, done := range []int64{0, 3, 9, 31, 30, 32, 77, 77} {
		events = append(events, progress("leecher", done, 77))
	}
	return append(events, []event.Event{
		{Kind: event.Match, Level: slog.LevelInfo, Job: "leecher", Filter: "rtt", Data: []byte("1\t2\x1b[2J\r\n")},
		{Kind: event.Match, Level: event.Silent, Job: "leecher", Data: []byte("silent")},
		{Kind: event.StepEnded, Text: "wait for the leecher", Depth: 1, Duration: 61 * time.Second, Err: timeout},
		{Kind: event.StepEnded, Text: "transfer", Duration: 63 * time.Second, Err: timeout},
		{Kind: event.Verdict, Text: "slow \u202ekroten"},
		{Kind: event.Artifact, Text: "trace", Path: "/tmp/trace.json"},
		{Kind: event.Skip, Text: "no größe"},
		{Kind: event.Log, Level: slog.LevelError, Text: "it broke"},
		{Kind: event.StepBegun, Text: "never ended"},
	}...)
}

func progress(job string, done, total int64) event.Event {
	return event.Event{Kind: event.Progress, Job: job, Run: 1, Text: "text",
		Progress: &event.Amount{Done: done, Total: total, Rate: 12.34, Unit: "pieces"}}
}

func tell(o Options, events ...event.Event) string {
	var b bytes.Buffer
	o.Out = &b
	c := NewConsole(o)
	for _, e := range events {
		c.Observe(e)
	}
	c.Close()
	return b.String()
}

func TestConsolePlain(t *testing.T) {
	equal(t, tell(Options{Unicode: true}, story()...), `▸ make the files
✓ make the files (12 ms)
▸ transfer
  ▸ start the seed
    warning: port taken by="an other" port=5000
  ✓ start the seed (340 ms)
  ▸ wait for the leecher
    leecher: 0% (0/77 pieces)
    leecher: 11% (9/77 pieces)
    leecher: 40% (31/77 pieces)
    leecher: 100% (77/77 pieces)
    leecher rtt: 1    2\x1b[2J
  ✗ wait for the leecher (1 min 01 s): ctorrent.wait_completion: ETIMEDOUT: no status line for 60000 ms
✗ transfer (1 min 03 s)
verdict: slow \u202ekroten
artifact: trace → /tmp/trace.json
skipped: no größe
error: it broke
▸ never ended
`)
}

func TestConsoleWithoutUnicode(t *testing.T) {
	equal(t, tell(Options{}, story()[16:]...), `  leecher rtt: 1    2\x1b[2J
FAIL wait for the leecher (1 min 01 s): ctorrent.wait_completion: ETIMEDOUT: no status line for 60000 ms
FAIL transfer (1 min 03 s): ctorrent.wait_completion: ETIMEDOUT: no status line for 60000 ms
verdict: slow \u202ekroten
artifact: trace -> /tmp/trace.json
skipped: no gr\u00f6\u00dfe
error: it broke
- never ended
`)
}

func TestConsoleColour(t *testing.T) {
	s := story()
	equal(t, tell(Options{Unicode: true, Color: true}, s[0], s[1], s[4], s[18]),
		"▸ make the files\n\x1b[32m✓\x1b[0m make the files\x1b[2m (12 ms)\x1b[0m\n"+
			"\x1b[33mwarning:\x1b[0m port taken \x1b[2mby=\"an other\" port=5000\x1b[0m\n"+
			"\x1b[31m✗\x1b[0m wait for the leecher\x1b[2m (1 min 01 s)\x1b[0m: "+
			"ctorrent.wait_completion: ETIMEDOUT: no status line for 60000 ms\n")
}

func TestConsoleQuiet(t *testing.T) {
	equal(t, tell(Options{Quiet: true}, story()...), "error: it broke\n")
}

func TestConsoleNames(t *testing.T) {
	at := func(name string, e event.Event) event.Event { e.Runtime = name; return e }
	equal(t, tell(Options{Names: true},
		at("a.lua", event.Event{Kind: event.StepBegun, Block: true, Text: "one"}),
		at("b.lua", event.Event{Kind: event.StepBegun, Block: true, Text: "two"}),
		at("a.lua", event.Event{Kind: event.Verdict, Text: "v"}),
		at("b.lua", event.Event{Kind: event.StepEnded, Text: "two"}),
		at("", event.Event{Kind: event.Skip, Text: "all"}),
	), "[a.lua] - one\n[b.lua] - two\n[a.lua]   verdict: v\n[b.lua] ok two (0 ms)\nskipped: all\n")
}

func TestProgressLines(t *testing.T) {
	for name, c := range map[string]struct {
		events []event.Event
		want   string
	}{
		"the last one": {[]event.Event{progress("j", 1, 100), progress("j", 2, 100), progress("j", 3, 100), {Kind: event.JobEnded, Job: "j"}},
			"  j: 1% (1/100 pieces)\n  j: 3% (3/100 pieces)\n"},
		"only all is 100": {[]event.Event{progress("j", 9999, 10000)}, "  j: 99% (9999/10000 pieces)\n"},
		"less than before": {[]event.Event{progress("j", 50, 100), progress("j", 41, 100), progress("j", 40, 100)},
			"  j: 50% (50/100 pieces)\n  j: 40% (40/100 pieces)\n"},
		"total unknown": {[]event.Event{progress("j", 5, 0), progress("j", 6, 0), {Kind: event.JobEnded, Job: "j"}},
			"  j: 5 pieces\n  j: 6 pieces\n"},
		"only a text": {[]event.Event{{Kind: event.Progress, Job: "j", Text: "x\ny"}}, "  j: x\\ny\n"},
		"bytes": {[]event.Event{{Kind: event.Progress, Job: "j", Progress: &event.Amount{Done: 1_234_567, Total: 5e9, Unit: "B"}}},
			"  j: 0% (1.2 MB of 5 GB)\n"},
		"another run": {[]event.Event{progress("j", 5, 100), {Kind: event.Progress, Job: "j", Run: 2, Progress: &event.Amount{Done: 6, Total: 100}}},
			"  j: 5% (5/100 pieces)\n  j: 6% (6/100)\n"},
	} {
		t.Run(name, func(t *testing.T) { equal(t, tell(Options{}, c.events...), c.want) })
	}
}

// onTTY tells events to a console on a terminal and gives what is on it before
// it is closed.
func onTTY(t *testing.T, cols, rows uint16, o Options, events ...event.Event) string {
	y := openTTY(t, cols, rows)
	o.Out = y
	c := NewConsole(o)
	for _, e := range events {
		c.Observe(e)
	}
	c.foot.mu.Lock()
	c.foot.drawn = time.Time{} // so that the last status is drawn at once
	lines := c.foot.lines
	c.foot.mu.Unlock()
	c.foot.Set(lines)
	out := y.screen(int(cols), int(rows))
	c.Close()
	return out
}

func TestConsoleOnTerminal(t *testing.T) {
	events := append(story()[:11:11], progress("seed\x1b[2J", 77, 77), progress("leecher", 31, 77))
	equal(t, onTTY(t, 80, 24, Options{Unicode: true, Color: true}, events...), `✓ make the files (12 ms)
▸ transfer
  ▸ start the seed
    warning: port taken by="an other" port=5000
  ✓ start the seed (340 ms)
▸ transfer › wait for the leecher
leecher      ━━━━━━━━━━━━──────────────────  40%  31/77 pieces  12.3 pieces/s
seed\x1b[2J  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 100%  77/77 pieces  12.3 pieces/s
`)
}

func TestConsoleOnNarrowTerminal(t *testing.T) {
	var events []event.Event
	for i := range 9 {
		events = append(events, progress(fmt.Sprint("ctorrent#", i), int64(i), 9))
	}
	equal(t, onTTY(t, 60, 8, Options{}, events...), `ctorrent#0  ---------------   0%  0/9 pieces  12.3 pieces/s
ctorrent#1  #--------------  11%  1/9 pieces  12.3 pieces/s
ctorrent#2  ###------------  22%  2/9 pieces  12.3 pieces/s
... and 6 more
`)
	equal(t, onTTY(t, 30, 8, Options{}, events[3]), "ctorrent#3   33%  3/9 pieces \n")
}

func TestConsoleLeavesNothingOnTerminal(t *testing.T) {
	y := openTTY(t, 80, 24)
	c := NewConsole(Options{Out: y})
	c.Observe(progress("j", 1, 2))
	c.Observe(event.Event{Kind: event.StepBegun, Block: true, Text: "one"})
	c.Observe(event.Event{Kind: event.StepEnded, Text: "one"})
	c.Observe(event.Event{Kind: event.JobEnded, Job: "j"})
	fmt.Fprintln(c, "logged")
	c.Close()
	equal(t, y.screen(80, 24), "ok one (0 ms)\nlogged\n")
}

func TestFailure(t *testing.T) {
	var b bytes.Buffer
	c := NewConsole(Options{Out: &b})
	err := fmt.Errorf("a.lua:3: %w", &job.Error{Code: job.ESHCMD, Message: "it failed", Tail: []string{"first", "\x1b]0;x\x07last"}})
	f := FailureOf(err)
	f.Traceback = "stack traceback:\n\ta.lua:3: in main chunk\n"
	c.Failure(f)
	c.Failure(Failure{Title: "a_spec.lua: adds", Message: "Expected:\n5\nPassed in:\n6\n"})
	c.Failure(FailureOf(errors.New("")))
	equal(t, b.String(), `error: a.lua:3: ESHCMD: it failed
stack traceback:
    a.lua:3: in main chunk
last output:
  | first
  | \x1b]0;x\x07last
FAIL a_spec.lua: adds
error: Expected:
  5
  Passed in:
  6
error: `+"\n")

	b.Reset()
	c = NewConsole(Options{Out: &b, Color: true, Unicode: true, Quiet: true})
	c.Failure(Failure{Title: "t", Message: "m", Traceback: "at", Tail: []string{"x"}})
	equal(t, b.String(), "\x1b[31m✗\x1b[0m \x1b[1mt\x1b[0m\n\x1b[31merror:\x1b[0m m\n\x1b[2mat\x1b[0m\nlast output:\n\x1b[2m  │ \x1b[0mx\n")
}

func TestConsoleIsSafeForMany(t *testing.T) {
	y := openTTY(t, 80, 24)
	c := NewConsole(Options{Out: y})
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			o := event.Named(fmt.Sprint(i), c)
			for j := range 50 {
				o.Observe(event.Event{Kind: event.StepBegun, Block: true, Text: "step"})
				o.Observe(progress("j", int64(j), 50))
				o.Observe(event.Event{Kind: event.StepEnded, Text: "step"})
			}
			o.Observe(event.Event{Kind: event.JobEnded, Job: "j"})
		})
	}
	all.Wait()
	c.Close()
	equal(t, y.screen(80, 24), strings.Repeat("ok step (0 ms)\n", 300))
}

func TestOptionsFor(t *testing.T) {
	y := openTTY(t, 80, 24)
	defer y.bytes()
	for _, c := range []struct {
		out            any
		env            map[string]string
		color, unicode bool
	}{
		{y, map[string]string{"TERM": "xterm", "LANG": "de_DE.UTF-8"}, true, true},
		{y, map[string]string{"TERM": "dumb", "LANG": "C.utf8"}, false, true},
		{y, map[string]string{"TERM": "xterm", "NO_COLOR": "1", "FORCE_COLOR": "1", "LC_ALL": "C", "LANG": "C.UTF-8"}, false, false},
		{&bytes.Buffer{}, map[string]string{"TERM": "xterm"}, false, false},
		{&bytes.Buffer{}, map[string]string{"FORCE_COLOR": "1", "LC_CTYPE": "C.UTF-8"}, true, true},
		{y, map[string]string{"FORCE_COLOR": "0"}, false, false},
	} {
		o := OptionsFor(c.out.(interface{ Write([]byte) (int, error) }), func(name string) string { return c.env[name] })
		if o.Color != c.color || o.Unicode != c.unicode {
			t.Errorf("%v gave %+v", c.env, o)
		}
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 ms", 999 * time.Millisecond: "999 ms", 59999 * time.Millisecond: "59.9 s", 2100 * time.Millisecond: "2.1 s",
		303 * time.Second: "5 min 03 s", 2*time.Hour + 4*time.Minute: "2 h 04 min",
	} {
		if got := duration(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
