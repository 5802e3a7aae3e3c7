package event

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Test is one test of a suite, by which its events are told apart: they all
// point to the same one.
type Test struct {
	File   string // as it was given or found, with slashes
	Name   string // full name: the names of the blocks around it, and its own, joined by blanks
	Line   int    // where it begins in File; 0: it is all of it
	Number int    // 1; 2 and so on for those after it with the same file and name
	Tags   []string
	Params []Param // that the file is run with
}

// TestID tells a test from all others of a suite, in all of its runs.
type TestID struct {
	Unit   string // the file, with its parameters
	Name   string
	Number int
}

// ID gives the test's.
func (t *Test) ID() TestID { return TestID{t.File + Suffix(t.Params), t.Name, t.Number} }

// Title gives the test's full name, with the parameters that it is run with:
// "copy [size=1, tool=cp]".
func (t *Test) Title() string {
	if len(t.Params) == 0 {
		return t.Name
	}
	all := make([]string, len(t.Params))
	for i, p := range t.Params {
		all[i] = p.String()
	}
	return t.Name + " [" + strings.Join(all, ", ") + "]"
}

// Param is one of the values that a test is run with.
type Param struct {
	Name  string
	Value any // string, float64 or bool
}

// String gives "name=value", as it stands on the command line: a text is in quotes
// where it would be read as another, or as something else.
func (p Param) String() string {
	switch v := p.Value.(type) {
	case float64:
		return quoted(p.Name) + "=" + strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		if n, err := strconv.ParseFloat(v, 64); err == nil && fmt.Sprint(n) != v {
			return quoted(p.Name) + "=" + strconv.Quote(v)
		}
		return quoted(p.Name) + "=" + quoted(v)
	}
	return fmt.Sprintf("%s=%v", quoted(p.Name), p.Value)
}

// quoted puts a name or a value into quotes if it has to be.
func quoted(s string) string {
	odd := func(r rune) bool { return strings.ContainsRune(",=\"", r) || !strconv.IsPrint(r) }
	if strings.ContainsFunc(s, odd) || !utf8.ValidString(s) {
		return strconv.Quote(s)
	}
	return s
}

// Suffix gives parameters as they stand behind a file's name: ":size=1,peers=4";
// "" if there are none.
func Suffix(params []Param) string {
	var b strings.Builder
	for i, p := range params {
		b.WriteByte(":,"[min(i, 1)])
		b.WriteString(p.String())
	}
	return b.String()
}

// Result is how an attempt at a test ended, or a test.
type Result string

// The results.
const (
	Passed      Result = "passed"
	Failed      Result = "failed"      // a check did not hold
	Errored     Result = "error"       // something else went wrong
	TimedOut    Result = "timeout"     // it took longer than it may
	Skipped     Result = "skipped"     // it ended itself, with a reason
	Pending     Result = "pending"     // it is to be written yet
	Interrupted Result = "interrupted" // the suite was ended
	Flaky       Result = "flaky"       // of a test: it passed, not at the first attempt
)

// Bad reports whether the result is one that fails a suite.
func (r Result) Bad() bool {
	switch r {
	case Failed, Errored, TimedOut, Interrupted:
		return true
	}
	return false
}

// Expected is what was said of a test's result before it was known. nil: nothing,
// and the result is a good one, or there are no expectations at all.
type Expected struct {
	Result Result // of several that were expected, the one that it came to, or else the first
	As     bool   // it came to what was expected
	New    bool   // it did not pass, and nothing was said of it
	Want   string // all that was expected, such as `failed or timeout, with the verdict "no route"`
	Key    string // of the bug
	Note   string
}

// Fails reports whether a test with this result fails its suite.
func (x *Expected) Fails(r Result) bool {
	if x == nil || x.New {
		return r.Bad()
	}
	return !x.As
}

// At gives what a test came to whose attempt of that number ended so: what passed,
// and not at first, is flaky.
func (r Result) At(attempt int) Result {
	if r == Passed && attempt > 1 {
		return Flaky
	}
	return r
}

// Failure is one reason for which a test did not pass.
type Failure struct {
	Kind      string // "failure": a check; "error"; "timeout"; "interrupted"; "orphan"; "cleanup"
	Message   string // without Diff
	Path      string // where; "" if that is not known
	Line      int
	Source    string // that line
	Traceback string
	Diff      string   // where both are known, their lines: "-" expected, "+" actual, " " both
	Expected  string   // as a reader sees it
	Actual    string   // as a reader sees it
	Soft      bool     // the test went on
	Steps     []string // in which it happened, outermost first
	Waited    string   // what was waited for then
	Jobs      []string // that there were then, each with its state and last lines
	Tail      []string // the last lines of output of the job concerned, oldest first
}

// TellsValues reports whether the message tells what was expected and what was
// there, or there is nothing to be told.
func (f Failure) TellsValues() bool {
	return strings.Contains(f.Message, f.Expected) && strings.Contains(f.Message, f.Actual)
}

// Suite is what is known of a suite at its beginning.
type Suite struct {
	Argv     []string
	Dir      string
	Seed     uint64 // of the order; 0: as written
	Workers  int
	Shard    string   // such as "1/3"; "" is all
	Platform []string // what is known of where it runs, such as "linux" and "cpus=4"
	Version  string   // of tlua
	Host     string
	Go       string // release, system and processor that it was built for

	FailOnFlaky bool // flaky tests fail it, unless they were expected to be flaky
}

// FailedBy reports whether a test with this result, of which x was said before,
// fails the suite.
func (s *Suite) FailedBy(r Result, x *Expected) bool {
	return x.Fails(r) || s.FailOnFlaky && r == Flaky && (x == nil || x.Result != Flaky)
}
