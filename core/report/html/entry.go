package html

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// entry is a row of the list: a test, or what happened in a file outside of its
// tests. It is unfolded into its attempts.
type entry struct {
	ID       string
	File     string
	Line     int
	Name     string
	Fill     string // class of the result
	Word     string // the result
	Kinds    string // that the page can show alone
	Params   string
	Tags     []string
	Expected string
	Reason   string // why it failed or was skipped, in one line
	begin    time.Duration
	Took     time.Duration
	Share    float64 // of the time of the slowest, in percent
	Repeat   string
	Attempts []attempt
	Test     bool // not a file
	Bad      bool
	Odd      bool // not bad, and to be looked at
	Open     bool

	Detail template.HTML // "" if it is packed
	Pack   int           // that it is in; -1: in none
}

// attempt is one attempt at a test.
type attempt struct {
	*results.Record
	N        int
	Of       int
	Fill     string
	Word     string
	Worker   int
	Begin    time.Duration
	End      time.Duration
	Open     bool
	Failures []event.Failure
	Reason   string
	Bad      bool
	OpenJobs bool
}

// entries are the rows for a run: those to be looked at first, the bad ones
// before the odd ones; else in the order in which they began.
func entries(run *results.Run) []*entry {
	var all []*entry
	again := repeater(run)
	for i, f := range run.Files {
		if e := fileEntry(f, i+1); e != nil {
			e.Repeat = again.File(f.Path, nil)
			all = append(all, e)
		}
	}
	for i, t := range run.Tests {
		e := testEntry(t, i+1)
		e.Repeat = again.Test(&t.Test)
		all = append(all, e)
	}
	slowest := time.Duration(1)
	for _, e := range all {
		slowest = max(slowest, e.Took)
	}
	for _, e := range all {
		e.Share = 100 * float64(e.Took) / float64(slowest)
	}
	rank := func(e *entry) int {
		switch {
		case e.Bad && !e.Test:
			return 0
		case e.Bad:
			return 1
		case e.Odd:
			return 2
		}
		return 3
	}
	slices.SortStableFunc(all, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.begin, b.begin))
	})
	return all
}

func repeater(run *results.Run) *report.Repeater {
	r := report.NewRepeater(&run.Suite)
	for _, t := range run.Tests {
		r.See(&t.Test)
	}
	return r
}

func testEntry(t *results.Test, n int) *entry {
	k := kinds(t)
	e := &entry{
		ID: fmt.Sprintf("t%d", n), File: t.File, Line: t.Line, Name: t.Name, Fill: fill(t.Result), Word: wordOf(t.Result),
		Kinds: strings.Join(k, " "), Params: strings.TrimPrefix(event.Suffix(t.Params), ":"), Tags: t.Tags, Reason: t.Reason,
		Test: true, Bad: t.Unexpected(), Odd: t.Result == event.Flaky || slices.Contains(k, "orphan"),
	}
	if t.Number > 1 {
		e.Name += fmt.Sprintf(" (%d)", t.Number)
	}
	e.Expected = expected(t.Expected)
	if len(t.Attempts) > 0 {
		e.begin = t.Attempts[0].Begin
	}
	for i, a := range t.Attempts {
		e.Took += a.End - a.Begin
		last := i == len(t.Attempts)-1
		e.Attempts = append(e.Attempts, attempt{
			Record: &a.Record, N: a.N, Of: len(t.Attempts), Fill: fill(a.Result), Word: wordOf(a.Result), Worker: a.Worker,
			Begin: a.Begin, End: a.End, Failures: a.Failures, Reason: a.Reason,
			// Of a flaky test, what went wrong is read; else what came last.
			Open: len(t.Attempts) == 1 || last != (t.Result == event.Flaky), Bad: a.Result.Bad(), OpenJobs: e.Bad || a.Result.Bad(),
		})
		if len(a.Failures) > 0 {
			e.Reason = a.Failures[0].Message
		}
	}
	e.Reason = cut(firstLine(e.Reason), 200)
	return e
}

// fileEntry is nil if nothing happened outside of the file's tests.
func fileEntry(f *results.File, n int) *entry {
	r := &f.Record
	if len(f.Failures)+len(r.Jobs)+len(r.Output)+len(r.Logs)+len(r.Orphans)+len(r.Verdicts)+len(r.Artifacts)+len(r.Steps) == 0 {
		return nil
	}
	e := &entry{
		ID: fmt.Sprintf("f%d", n), File: f.Path, Name: "outside of its tests", Fill: "file", Word: "file",
		Bad: len(f.Failures) > 0, Odd: len(r.Orphans) > 0, begin: f.Begin, Took: f.End - f.Begin,
	}
	var k []string
	if e.Bad {
		e.Fill, e.Word = fill(event.Errored), "error"
		e.Reason = cut(firstLine(f.Failures[0].Message), 200)
		k = append(k, "error")
	}
	if e.Odd {
		k = append(k, "orphan")
	}
	e.Kinds = strings.Join(k, " ")
	e.Attempts = []attempt{{Record: r, N: 1, Of: 1, Fill: e.Fill, Word: e.Word, Worker: f.Worker, Begin: f.Begin, End: f.End,
		Failures: f.Failures, Open: true, OpenJobs: e.Bad}}
	return e
}

// wordOf is a result as it is read.
func wordOf(r event.Result) string {
	if r == event.TimedOut {
		return "timed out"
	}
	return report.Printable(string(r))
}

// expected says what a test was expected to come to.
func expected(e *results.Expected) string {
	if e == nil || e.New {
		return either(e != nil, "nothing was expected of it", "")
	}
	s := either(e.As, "as expected", "unexpected; expected: "+cmp.Or(e.Want, wordOf(e.Result)))
	for _, more := range []string{e.Key, e.Note} {
		if more != "" {
			s += ", " + more
		}
	}
	return s
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimLeft(s, "\r\n"), "\n")
	return s
}

// link is a path as a page refers to it.
func link(p string) string {
	return (&url.URL{Path: path.Clean(filepath.ToSlash(p))}).String()
}

// stepRow is a step in the tree, with its place on the test's axis.
type stepRow struct {
	*results.Step
	Depth int
	X, W  string // percents
}

// stepRows are a record's steps, one after the other.
func (a attempt) StepRows() []stepRow {
	s := scale{from: a.Begin, to: a.End}
	var rows []stepRow
	var walk func([]*results.Step, int)
	walk = func(steps []*results.Step, depth int) {
		for _, st := range steps {
			x := s.x(st.Begin)
			rows = append(rows, stepRow{st, min(depth, 6), percent(min(x, 99)), percent(max(s.x(st.End)-x, 1))})
			walk(st.Steps, depth+1)
		}
	}
	walk(a.Steps, 0)
	return rows
}

// Picture is what happened in the attempt, as it is drawn.
func (a attempt) Picture() template.HTML {
	if p := gantt(a.Record, a.Begin, a.End); p != nil {
		return p.HTML()
	}
	return ""
}

// Script is what the script printed, and the log.
func (a attempt) Script() template.HTML {
	if rows := scriptRows(a.Record); len(rows) > 0 {
		return rowsHTML(rows, a.Begin)
	}
	return ""
}

// Output is what a run of a job wrote and was sent.
func (a attempt) Output(r *results.JobRun) template.HTML {
	if rows := runRows(r); len(rows) > 0 {
		return rowsHTML(rows, a.Begin)
	}
	return ""
}

// Matches counts the matches of a run of a job by filter.
func (a attempt) Matches(r *results.JobRun) []matchCount { return matchCounts(r, a.Begin) }

// Since is a moment in the attempt.
func (a attempt) Since(t time.Duration) string { return seconds(t - a.Begin) }

// diffLine is a line of a difference, with its side: + or -.
type diffLine struct{ Class, Sign, Text string }

func diff(text string) []diffLine {
	var all []diffLine
	for _, l := range lines(text) {
		switch {
		case strings.HasPrefix(l, "+"):
			all = append(all, diffLine{"plus", "+", l[1:]})
		case strings.HasPrefix(l, "-"):
			all = append(all, diffLine{"minus", "-", l[1:]})
		default:
			all = append(all, diffLine{"same", " ", strings.TrimPrefix(l, " ")})
		}
	}
	return all
}

// first gives the first n of a list, and beyond how many more there are.
func first(n int, list any) any {
	v := reflect.ValueOf(list)
	return v.Slice(0, min(n, v.Len())).Interface()
}

func beyond(n int, list any) int { return max(0, reflect.ValueOf(list).Len()-n) }

// functions are what the templates call.
var functions = template.FuncMap{
	"printable": report.Printable,
	"lines":     lines,
	"took":      report.Duration,
	"diff":      diff,
	"link":      link,
	"command":   report.Command,
	"failing":   bad,
	"sub":       func(a, b time.Duration) time.Duration { return a - b },
	"count":     count,
	"first":     first,
	"beyond":    beyond,
}
