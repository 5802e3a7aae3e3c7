package html

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
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
	Fill     literal // class of the result
	Word     string  // the result
	Kinds    string  // that the page can show alone
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
	Pack     int // that its details are in, if they are packed
}

// attempt is one attempt at a test.
type attempt struct {
	*results.Record
	N        int
	Of       int
	Fill     literal
	Word     string
	Worker   int
	Lane     string // the worker as it is named
	Folder   string // that links are seen from
	Begin    time.Duration
	End      time.Duration
	Open     bool
	Failures []event.Failure
	Reason   string
	Bad      bool
	OpenJobs bool
}

// entries are the rows for a run: those to be looked at first, the bad ones
// before the odd ones; else in the order in which they began. Their links are
// seen from folder.
func entries(run *results.Run, folder string) []*entry {
	var all []*entry
	again := repeater(run)
	for i, f := range run.Files {
		if e := fileEntry(f, i+1); e != nil {
			e.Repeat = again.File(f.Path, nil)
			all = append(all, e)
		}
	}
	for i, t := range run.Tests {
		e := testEntry(run, t, i+1)
		e.Repeat = again.Test(&t.Test)
		all = append(all, e)
	}
	slowest := time.Duration(1)
	for _, e := range all {
		slowest = max(slowest, e.Took)
	}
	for _, e := range all {
		for i, a := range e.Attempts {
			e.Attempts[i].Lane, e.Attempts[i].Folder = laneOf(run, a.Worker, a.Begin), folder
		}
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

func testEntry(run *results.Run, t *results.Test, n int) *entry {
	k := kinds(t)
	e := &entry{
		ID: fmt.Sprintf("t%d", n), File: t.File, Line: t.Line, Name: t.Name, Fill: fill(t.Result), Word: wordOf(t.Result),
		Kinds: strings.Join(k, " "), Params: strings.TrimPrefix(event.Suffix(t.Params), ":"), Tags: t.Tags, Reason: t.Reason,
		Test: true, Bad: run.Fails(t), Odd: t.Result == event.Flaky || slices.Contains(k, "orphan"),
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
		k = append(k, "outside")
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

// link is a path as a page in folder refers to it.
func link(folder, p string) string {
	from, err := filepath.Abs(folder)
	to, err2 := filepath.Abs(p)
	if rel, err3 := filepath.Rel(from, to); err == nil && err2 == nil && err3 == nil {
		p = rel
	}
	return (&url.URL{Path: path.Clean(filepath.ToSlash(p))}).String()
}
