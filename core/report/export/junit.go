package export

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// How much output of a test a JUnit report has, in bytes, if it failed and if it
// did not: GitLab reads 30 MB at most.
const (
	outputOfBad  = 64 << 10
	outputOfGood = 8 << 10
)

type junitSuites struct {
	XMLName  xml.Name      `xml:"testsuites"`
	Name     string        `xml:"name,attr"`
	Tests    int           `xml:"tests,attr"`
	Failures int           `xml:"failures,attr"`
	Errors   int           `xml:"errors,attr"`
	Time     string        `xml:"time,attr"`
	Suites   []*junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	XMLName    xml.Name     `xml:"testsuite"`
	Name       string       `xml:"name,attr"`
	Tests      int          `xml:"tests,attr"`
	Failures   int          `xml:"failures,attr"`
	Errors     int          `xml:"errors,attr"`
	Skipped    int          `xml:"skipped,attr"`
	Time       string       `xml:"time,attr"`
	Timestamp  string       `xml:"timestamp,attr"`
	Hostname   string       `xml:"hostname,attr,omitempty"`
	Properties *properties  `xml:"properties"`
	Cases      []*junitCase `xml:"testcase"`

	took time.Duration
}

type properties struct {
	List []property `xml:"property"`
}

type property struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	XMLName   xml.Name `xml:"testcase"`
	Classname string   `xml:"classname,attr"`
	Name      string   `xml:"name,attr"`
	File      string   `xml:"file,attr,omitempty"`
	Line      int      `xml:"line,attr,omitempty"`
	Time      string   `xml:"time,attr"`

	// The rest stands in the order of surefire's schema.
	Properties *properties  `xml:"properties"`
	Failure    *junitReason `xml:"failure"`
	Failures   []junitTry   // that did not decide
	Skipped    *junitReason `xml:"skipped"`
	Error      *junitReason `xml:"error"`
	Errors     []junitTry   // that did not decide
	SystemOut  string       `xml:"system-out,omitempty"`
}

type junitReason struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// junitTry is a failed attempt at a test that was tried again.
type junitTry struct {
	XMLName    xml.Name
	Message    string `xml:"message,attr"`
	Type       string `xml:"type,attr"`
	StackTrace string `xml:"stackTrace"`
}

// JUnit writes the run as JUnit's XML, of the kind that Jenkins and GitLab read: a
// testsuite for each file, in which a testcase is known by its classname and
// name. A test that passed at last has a flakyFailure for each attempt that did
// not; of one that did not, the first failure is its own, and the others are
// rerunFailures. What went wrong outside of tests is a testcase named after the
// file.
func JUnit(w io.Writer, run *results.Run) error {
	doc := junitOf(run)
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return err
	}
	b.WriteByte('\n')
	// Lines end as such where people read them; no attribute has several.
	_, err := w.Write(bytes.ReplaceAll(b.Bytes(), []byte("&#xA;"), []byte("\n")))
	return err
}

// junit makes the document.
type junit struct {
	run    *results.Run
	suites map[string]*junitSuite
	names  map[[2]string]bool // classnames and names there are
	doc    *junitSuites
}

func junitOf(run *results.Run) *junitSuites {
	j := &junit{run: run, suites: map[string]*junitSuite{}, names: map[[2]string]bool{}, doc: &junitSuites{Name: "tlua"}}
	for _, t := range run.Tests {
		j.add(t.File, j.test(t), took(t))
	}
	for _, f := range run.Files {
		if len(f.Failures) > 0 {
			c := &junitCase{Classname: classname(f.Path), Name: cmp.Or(strings.TrimSpace(report.Printable(f.Path)), "(no name)"), File: report.Printable(f.Path)}
			c.Error = reason(f.Failures, cmp.Or(f.Result, event.Errored))
			c.SystemOut = short(transcript(&f.Record), outputOfBad)
			c.Line = lineOf(f)
			j.add(f.Path, c, 0)
		}
	}
	for _, g := range run.Gaps() {
		c := &junitCase{Classname: "tlua", Name: "the run"}
		c.Error = reason([]event.Failure{{Message: g.Text}}, event.Result(g.Word))
		j.add("tlua", c, 0)
	}
	for _, s := range j.doc.Suites {
		s.Time = seconds(s.took)
		j.doc.Tests += s.Tests
		j.doc.Failures += s.Failures
		j.doc.Errors += s.Errors
	}
	j.doc.Time = seconds(run.Duration)
	return j.doc
}

// lineOf gives where a file failed, 0 if that was not in it.
func lineOf(f *results.File) int {
	for _, x := range f.Failures {
		if x.Path == f.Path && x.Line > 0 {
			return x.Line
		}
	}
	return 0
}

// add puts a testcase into its file's suite.
func (j *junit) add(file string, c *junitCase, took time.Duration) {
	s := j.suites[file]
	if s == nil {
		s = &junitSuite{
			Name: report.Printable(file), Timestamp: j.began(file).UTC().Format("2006-01-02T15:04:05"),
			Hostname: report.Printable(j.run.Host), Properties: j.about(),
		}
		j.suites[file] = s
		j.doc.Suites = append(j.doc.Suites, s)
	}
	c.Name = j.distinct(c.Classname, c.Name)
	c.Time = seconds(took)
	s.took += took
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

// distinct gives a name that no other testcase of the class has: a suite may be
// repeated, and of those of the same name readers keep the first.
func (j *junit) distinct(class, name string) string {
	unique := name
	for n := 2; j.names[[2]string{class, unique}]; n++ {
		unique = fmt.Sprintf("%s (again %d)", name, n)
	}
	j.names[[2]string{class, unique}] = true
	return unique
}

// began gives when a file did.
func (j *junit) began(file string) time.Time {
	for _, f := range j.run.Files {
		if f.Path == file {
			return j.run.Started.Add(f.Begin)
		}
	}
	return j.run.Started
}

// about gives what is known of the run.
func (j *junit) about() *properties {
	p := &properties{}
	p.add("version", j.run.Version)
	p.add("command", report.Command(j.run.Argv))
	p.add("dir", j.run.Dir)
	p.add("shard", j.run.Shard)
	if j.run.Seed != 0 {
		p.add("seed", strconv.FormatUint(j.run.Seed, 10))
	}
	return p.orNone()
}

func (p *properties) add(name, value string) {
	if value != "" {
		p.List = append(p.List, property{report.Printable(name), report.Printable(value)})
	}
}

// orNone gives nothing instead of an empty list.
func (p *properties) orNone() *properties {
	if p.List == nil {
		return nil
	}
	return p
}

// test makes the testcase of a test.
func (j *junit) test(t *results.Test) *junitCase {
	c := &junitCase{
		Classname: classname(t.File), Name: cmp.Or(title(t), "(no name)"), File: report.Printable(t.File), Line: t.Line,
		Properties: about(t), SystemOut: output(t),
	}
	bad := slices.DeleteFunc(slices.Clone(t.Attempts), func(a *results.Attempt) bool { return !a.Result.Bad() })
	fails := j.run.Fails(t)
	switch {
	case !fails && t.Result.Bad():
		c.Skipped = &junitReason{Message: asExpected(t)}
	case !fails && (t.Result == event.Skipped || t.Result == event.Pending):
		c.Skipped = &junitReason{Message: cmp.Or(report.Printable(t.Reason), string(t.Result))}
	case !fails:
		j.tries(c, "flaky", t, bad)
	case t.Result == event.Flaky:
		c.fail(failuresOf(j.run, t, last(t)), event.Failed)
		j.tries(c, "flaky", t, bad)
	case len(bad) == 0:
		c.fail(failuresOf(j.run, t, last(t)), event.Failed)
	default:
		c.fail(failuresOf(j.run, t, bad[0]), bad[0].Result)
		j.tries(c, "rerun", t, bad[1:])
	}
	return c
}

// asExpected says of a test that failed as it was to why that was expected.
func asExpected(t *results.Test) string {
	message := "failed as expected"
	if note := note(t.Expected); note != "" {
		message += ": " + report.Printable(note)
	}
	return message
}

// fail says that it failed, or that something else went wrong.
func (c *junitCase) fail(failures []event.Failure, result event.Result) {
	if result == event.Failed {
		c.Failure = reason(failures, result)
	} else {
		c.Error = reason(failures, result)
	}
}

// reason has the message in its text, too: GitLab shows only that.
func reason(failures []event.Failure, result event.Result) *junitReason {
	return &junitReason{Message: headline(failures), Type: kind(failures, result), Text: short(explain(failures), outputOfBad)}
}

// kind names the kind of a failure. What an interruption made of a test is none of
// the test's.
func kind(failures []event.Failure, result event.Result) string {
	if result == event.Interrupted {
		return string(result)
	}
	for _, f := range failures {
		if kind := strings.TrimSpace(report.Printable(f.Kind)); !f.Soft && kind != "" {
			return kind
		}
	}
	return string(result)
}

// tries tells of failed attempts; what is flaky or rerun.
func (j *junit) tries(c *junitCase, what string, t *results.Test, attempts []*results.Attempt) {
	for _, a := range attempts {
		list, name := &c.Errors, what+"Error"
		if a.Result == event.Failed {
			list, name = &c.Failures, what+"Failure"
		}
		failures := failuresOf(j.run, t, a)
		*list = append(*list, junitTry{
			XMLName: xml.Name{Local: name}, Message: headline(failures), Type: kind(failures, a.Result),
			StackTrace: short(explain(failures), outputOfBad),
		})
	}
}

// about gives what is known of a test.
func about(t *results.Test) *properties {
	p := &properties{}
	for _, x := range t.Params {
		p.add("param."+x.Name, fmt.Sprint(x.Value))
	}
	for _, tag := range t.Tags {
		p.add("tag", tag)
	}
	for _, v := range last(t).Verdicts {
		p.add("verdict", v)
	}
	if len(t.Attempts) > 1 {
		p.add("attempts", strconv.Itoa(len(t.Attempts)))
	}
	if !t.Result.Bad() && t.Result != event.Skipped && t.Result != event.Pending {
		p.add("reason", t.Reason) // for which it passed, though a check failed
	}
	return p.orNone()
}

// output gives what was printed in all attempts at a test, and its artifacts, in
// the form in which Jenkins and GitLab attach them.
func output(t *results.Test) string {
	most := outputOfGood
	if t.Result.Bad() || t.Result == event.Flaky {
		most = outputOfBad
	}
	var b strings.Builder
	for _, a := range t.Attempts {
		if len(t.Attempts) > 1 {
			fmt.Fprintf(&b, "--- attempt %d: %s\n", a.N, a.Result)
		}
		b.WriteString(short(transcript(&a.Record), most/len(t.Attempts)))
	}
	for _, x := range last(t).Artifacts {
		b.WriteString("[[ATTACHMENT|" + report.Printable(x.Path) + "]]\n")
	}
	return b.String()
}

// classname makes a class of a file, as readers group by what is before its last
// dot: "a/b.c_spec.lua" is a.b_c_spec.
func classname(file string) string {
	file = strings.TrimSuffix(strings.TrimSpace(report.Printable(file)), ".lua")
	var parts []string
	for part := range strings.SplitSeq(file, "/") {
		if part != "" && part != "." {
			parts = append(parts, strings.ReplaceAll(part, ".", "_"))
		}
	}
	return cmp.Or(strings.Join(parts, "."), "tlua")
}

// seconds gives a time in seconds, with three digits behind the point.
func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }
