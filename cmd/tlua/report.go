package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/report/export"
	"github.com/tlua/tlua/core/report/html"
	"github.com/tlua/tlua/core/results"
)

// reportFormat is a kind of report that goes to a file.
type reportFormat struct {
	flag, usage string
	write       func(w io.Writer, run *results.Run, folder string) error // that the file is in
}

// reportFormats are those there are.
var reportFormats = []reportFormat{
	{"html", "a page with pictures of what the jobs did, which\nneeds no network, to `FILE`", html.Write},
	{"junit", "JUnit's XML, for Jenkins, GitLab and the like, to\n`FILE`", anywhere(export.JUnit)},
	{"tap", "TAP version 14 to `FILE`", anywhere(export.TAP)},
	{"json", "all that is known, as one document, to `FILE`", anywhere(export.JSON)},
	{"markdown", "a page of GitHub's Markdown to `FILE`", anywhere(export.Markdown)},
}

// anywhere makes a report of one that is the same in all folders.
func anywhere(write func(io.Writer, *results.Run) error) func(io.Writer, *results.Run, string) error {
	return func(w io.Writer, run *results.Run, _ string) error { return write(w, run) }
}

// toStdout is the FILE that stands for standard output.
const toStdout = "-"

// reportFlags are the flags of tlua report.
type reportFlags struct {
	files  []string // of reportFormats; "" is none
	github bool
}

// reportCommand makes the verb that makes reports.
func reportCommand(w world, code *int) *cobra.Command {
	f := &reportFlags{}
	c := &cobra.Command{
		Use:   "report [flags] [DIR...]",
		Short: "Makes reports of tests that were run",
		Long: "Makes reports of a run of tests from what it wrote down, in events.jsonl. DIR is\n" +
			"the folder with that file, or the file; of a folder with the folders of several\n" +
			"runs, as tlua test makes it, the newest counts. Without DIR it is " + resultsFolder + ",\n" +
			"without flags a summary is printed.\n\n" +
			"Several DIRs are made one run: the parts of a run with --shard, and those in\n" +
			"which tests that had failed were run again; one that passed at last is flaky.\n" +
			"If there are several parts, and one is missing, that fails the run.\n\n" +
			"FILE is - for standard output. The exit code tells whether the reports were\n" +
			"made, and of all parts, not how the tests went.",
		Example: "  tlua report\n" +
			"  tlua report --junit junit.xml --markdown summary.md\n" +
			"  tlua report --json - shard-1 shard-2 | jq '.tests[].result'\n" +
			"  tlua report --markdown - >> \"$GITHUB_STEP_SUMMARY\"",
		DisableFlagsInUseLine: true,
		RunE: func(_ *cobra.Command, args []string) (err error) {
			*code, err = makeReports(w, f, args)
			return err
		},
	}
	c.Flags().SortFlags = false
	f.add(c.Flags())
	return c
}

// add puts the flags into a verb's.
func (f *reportFlags) add(s *pflag.FlagSet) {
	f.files = make([]string, len(reportFormats))
	for i, r := range reportFormats {
		s.StringVar(&f.files[i], r.flag, "", r.usage)
	}
	s.BoolVar(&f.github, "github", false, "print annotations for GitHub's actions: failures\nbeside the lines where they happened")
}

// format gives the place of the file for a format.
func (f *reportFlags) format(flag string) (file *string, ok bool) {
	i := slices.IndexFunc(reportFormats, func(r reportFormat) bool { return r.flag == flag })
	if i < 0 {
		return nil, false
	}
	return &f.files[i], true
}

// any reports whether a report is asked for.
func (f *reportFlags) any() bool {
	return f.github || slices.ContainsFunc(f.files, func(name string) bool { return name != "" })
}

// makeReports makes what the flags ask for. The error is one of usage.
func makeReports(w world, f *reportFlags, dirs []string) (int, error) {
	hint := "no report was made"
	if len(dirs) == 0 {
		dirs, hint = []string{resultsFolder}, "tlua test writes that folder; another one is to be named"
	}
	if err := f.check(); err != nil {
		return 0, err
	}
	done := make(chan reported, 1)
	go func() { // it may wait for a pipe, and is left behind by what ends the command
		run, err := readRuns(w, dirs)
		if err != nil {
			done <- reported{err: &usageError{message: plainly(err), hint: hint}}
			return
		}
		done <- reported{code: f.make(w, run)}
	}()
	select {
	case r := <-done:
		return r.code, r.err
	case sig := <-w.signals:
		return bySignal(sig).code, nil
	}
}

// reported is how making reports ended.
type reported struct {
	code int
	err  error // of usage
}

// make makes the reports, and gives the exit code.
func (f *reportFlags) make(w world, run *results.Run) int {
	c := report.NewConsole(report.OptionsFor(w.stderr, w.getenv))
	defer c.Close()
	code := exitPassed
	for _, shard := range run.Missing {
		c.Failure(report.Failure{Message: "shard " + shard + " is missing"})
		code = exitFailed
	}
	err := f.write(w, run)
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range several.Unwrap() {
			if !nobodyReads(err) {
				c.Failure(report.Failure{Message: err.Error()})
				code = exitFailed
			}
		}
	}
	if nobodyReads(err) {
		return exitBrokenPipe
	}
	return code
}

// check refuses several reports to standard output: nobody could part them.
func (f *reportFlags) check() error {
	var there []string
	to := map[string]string{} // a file: the flag
	for i, r := range reportFormats {
		file := f.files[i]
		switch {
		case file == "":
		case file == toStdout:
			there = append(there, "--"+r.flag)
		case to[file] != "":
			return &usageError{message: fmt.Sprintf("%s and --%s cannot both be %s", to[file], r.flag, file), hint: "each report has a file of its own"}
		default:
			to[file] = "--" + r.flag
		}
	}
	if f.github {
		there = append(there, "--github")
	}
	if len(there) < 2 {
		return nil
	}
	return &usageError{
		message: strings.Join(there, " and ") + " cannot both go to standard output",
		hint:    "name a file for all but one",
	}
}

// write makes the reports, all that can be made. The error is a list of those
// that could not, a line for each.
func (f *reportFlags) write(w world, run *results.Run) error {
	var failed []error
	for i, r := range reportFormats {
		if f.files[i] != "" {
			failed = append(failed, writeReport(w, f.files[i], run, r))
		}
	}
	switch {
	case f.github:
		failed = append(failed, export.GitHub(w.stdout, run))
	case !f.any():
		var b bytes.Buffer
		_ = export.Text(&b, run) // memory takes all
		_, err := io.WriteString(w.stdout, report.OptionsFor(w.stdout, w.getenv).Text(b.String()))
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// readRuns reads the runs in dirs, as one. Artifacts are named as seen from here.
func readRuns(w world, dirs []string) (*results.Run, error) {
	var runs []*results.Run
	for _, dir := range dirs {
		path, err := results.Find(w.path(dir))
		if err != nil {
			return nil, err
		}
		run, err := results.Open(path)
		if err != nil {
			return nil, err
		}
		placeArtifacts(run, filepath.Dir(path))
		runs = append(runs, run)
	}
	return results.Merge(runs...), nil
}

// placeArtifacts names those of a run in dir as seen from here.
func placeArtifacts(run *results.Run, dir string) {
	for r := range run.Records() {
		for i, a := range r.Artifacts {
			if !filepath.IsAbs(a.Path) {
				r.Artifacts[i].Path = filepath.Join(dir, a.Path)
			}
		}
	}
}

// plainly gives an error without its code.
func plainly(err error) string {
	var e *job.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return err.Error()
}
