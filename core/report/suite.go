package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tlua/tlua/core/event"
)

// Suite is an observer that tells a person of tests: each when it ends, a failed
// one with all that helps to see why. On a terminal what passed is not told, but
// what runs now is shown below, a line for each worker.
type Suite struct {
	o    SuiteOptions
	s    style
	foot *Footer
	keys *keys // nil: there is no terminal

	mu      sync.Mutex
	about   event.Suite
	began   time.Time
	end     event.Event
	workers []*worker
	units   int // that have ended
	counts  map[event.Result]int
	expects expectations
	rounds  map[event.TestID]int // that were begun
	fails   int                  // tests and files that fail it
	flaky   int                  // tests that ought not to be
	bad     []ended
	repeat  *Repeater
	slow    []ended
	dots    int // on the line that is being written
	timer   *time.Timer
	paused  int // how often
	closed  bool
}

// SuiteOptions say what is told.
type SuiteOptions struct {
	Options
	Style  SuiteStyle
	Units  int // how many there are
	Rounds int // how often all is run
}

// SuiteStyle is a way to tell of tests.
type SuiteStyle string

// The styles.
const (
	Pretty   SuiteStyle = "pretty" // a line a test; on a terminal none for those that passed
	AllLines SuiteStyle = "lines"  // a line a test
	Dots     SuiteStyle = "dots"   // a character a test
	Brief    SuiteStyle = "quiet"  // the failed ones, and how it ended
)

// worker is what is known of one.
type worker struct {
	test     *event.Test // nil: none
	path     string      // of the file
	round    int         // of the test
	began    time.Time   // the test, or what is between two of them
	steps    []string
	waits    string
	printed  tail
	verdicts []string
}

type ended struct {
	test   *event.Test
	file   string // of a file's own failures
	took   time.Duration
	result event.Result
}

// tail is the end of what a test printed.
type tail struct {
	lines []string
	rest  string
}

const tailMax = 20 // lines

func (t *tail) write(p []byte) {
	text := t.rest + string(p)
	lines := strings.Split(text, "\n")
	t.rest = lines[len(lines)-1]
	if len(t.rest) > 4096 {
		t.rest = t.rest[len(t.rest)-4096:]
	}
	t.lines = append(t.lines, lines[:len(lines)-1]...)
	if n := len(t.lines) - tailMax; n > 0 {
		t.lines = slices.Delete(t.lines, 0, n)
	}
}

func (t *tail) all() []string {
	if t.rest == "" {
		return t.lines
	}
	return append(slices.Clone(t.lines), t.rest)
}

// NewSuite gives the observer. It is to be closed.
func NewSuite(o SuiteOptions) *Suite {
	return &Suite{o: o, s: style{color: o.Color, unicode: o.Unicode}, foot: NewFooter(o.Out), keys: keysOf(o.Out), counts: map[event.Result]int{}, rounds: map[event.TestID]int{}, repeat: NewRepeater(&event.Suite{})}
}

// Wants reports whether events of kind k are told, or needed for what is.
func (c *Suite) Wants(k event.Kind) bool {
	switch k {
	case event.SuiteBegun, event.SuiteEnded, event.FileBegun, event.FileEnded, event.TestBegun, event.TestEnded, event.Printed:
		return true
	case event.StepBegun, event.StepEnded, event.WaitBegun, event.WaitEnded, event.Verdict:
		return true
	}
	return false
}

// Observe tells of e.
func (c *Suite) Observe(e event.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.worker(e.Worker)
	switch e.Kind {
	case event.SuiteBegun:
		c.about, c.began, c.repeat = *e.Suite, e.Time, NewRepeater(e.Suite)
		c.keys.silence()
		c.greet()
	case event.FileBegun:
		*w = worker{path: e.Path, began: e.Time}
	case event.FileEnded:
		c.fileEnded(w, e)
	case event.TestBegun:
		c.testBegun(w, e)
	case event.TestEnded:
		c.testEnded(w, e)
	case event.SuiteEnded:
		c.end = e
	case event.Printed:
		w.printed.write(e.Data)
	case event.Verdict:
		w.verdicts = append(w.verdicts, e.Text)
	case event.StepBegun:
		w.steps = append(w.steps[:min(len(w.steps), e.Depth)], e.Text)
	case event.StepEnded:
		w.steps = w.steps[:min(len(w.steps), e.Depth)]
	case event.WaitBegun:
		w.waits = e.Op + ": " + e.Text
	case event.WaitEnded:
		w.waits = ""
	}
	c.draw()
}

func (c *Suite) worker(n int) *worker {
	for len(c.workers) <= n {
		c.workers = append(c.workers, &worker{})
	}
	return c.workers[n]
}

func (c *Suite) greet() {
	if c.o.Style != Brief {
		c.print(c.seed())
	}
}

// print writes text above what is shown below.
func (c *Suite) print(text string) {
	_, _ = io.WriteString(c.foot, text) // there is nobody else to be told
}

// Write puts p above what is shown below.
func (c *Suite) Write(p []byte) (int, error) { return c.foot.Write(p) }

// Note tells a person something that is no event.
func (c *Suite) Note(text string) { c.print(c.s.line(text) + "\n") }

// Close ends what is shown below.
func (c *Suite) Close() error {
	c.mu.Lock()
	c.closed = true
	if c.timer != nil {
		c.timer.Stop()
	}
	c.keys.restore()
	c.mu.Unlock()
	return c.foot.Close()
}

// fileEnded tells of what went wrong outside of tests.
func (c *Suite) fileEnded(w *worker, e event.Event) {
	c.units++
	printed := w.printed.all()
	*w = worker{}
	if len(e.Failures) == 0 {
		return
	}
	c.fails++
	c.bad = append(c.bad, ended{file: e.Path, result: e.Result})
	var b strings.Builder
	place := c.s.line(e.Path)
	if n := e.Failures[0].Line; n > 0 {
		place += fmt.Sprintf(":%d", n)
	}
	fmt.Fprintf(&b, "%s %s\n", c.mark(e.Result), c.s.paint(bold, place+" (outside of its tests)"))
	c.failures(&b, e.Path, e.Failures, printed)
	c.endDots()
	c.print(b.String())
}

func (c *Suite) testBegun(w *worker, e event.Event) {
	c.repeat.See(e.Test)
	if e.Attempt == 1 {
		c.rounds[e.Test.ID()]++
		w.round = c.rounds[e.Test.ID()]
	}
	*w = worker{path: w.path, test: e.Test, round: w.round, began: e.Time}
}

// testEnded tells of a test, or of an attempt at it.
func (c *Suite) testEnded(w *worker, e event.Event) {
	printed, verdicts, round := w.printed.all(), w.verdicts, w.round
	*w = worker{path: w.path, round: round, began: e.Time}
	result := e.Result.At(e.Attempt)
	fails := e.Expected.Fails(result)
	if !e.Again {
		c.count(e, result)
	}
	if c.o.Style == Dots && !e.Again {
		c.dot(dotOf(result, e.Expected))
	}
	if !fails && !c.tells(result) {
		return
	}
	var b strings.Builder
	b.WriteString(c.compared(result, e.Expected) + " " + c.title(e.Test, e.Duration))
	if c.o.Rounds > 1 {
		fmt.Fprintf(&b, ", round %d", round)
	}
	if e.Attempt > 1 || e.Again {
		fmt.Fprintf(&b, ", attempt %d", e.Attempt)
	}
	if e.Text != "" {
		b.WriteString(": " + c.s.line(e.Text))
	}
	b.WriteByte('\n')
	if fails {
		c.unlike(&b, e.Expected, verdicts)
		c.failures(&b, e.Test.File, e.Failures, printed)
	}
	c.endDots()
	c.print(b.String())
}

// tells reports whether there is a line for a test of that result, though it does
// not fail the suite.
func (c *Suite) tells(r event.Result) bool {
	return c.o.Style == AllLines || c.o.Style == Pretty && !(c.foot.Live() && r == event.Passed)
}

// count takes note of a test's result.
func (c *Suite) count(e event.Event, result event.Result) {
	end := ended{test: e.Test, took: e.Duration, result: result}
	c.counts[result]++
	c.expects.count(e.Expected)
	c.slow = append(c.slow, end)
	slices.SortFunc(c.slow, func(a, b ended) int { return int(b.took - a.took) })
	c.slow = c.slow[:min(len(c.slow), slowest)]
	flaky := result == event.Flaky && (e.Expected == nil || e.Expected.Result != event.Flaky)
	if flaky {
		c.flaky++
	}
	if c.about.FailedBy(result, e.Expected) {
		c.fails++
	}
	if flaky || e.Expected.Fails(result) {
		c.bad = append(c.bad, end)
	}
}
