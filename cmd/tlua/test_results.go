package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// journal is what a run of tests is written down in: a file, and memory for what no
// file takes, if reports are to have it.
type journal struct {
	*results.Journal
	file      *os.File     // nil: there is none
	whole     int64        // bytes of its lines
	rest      bytes.Buffer // the lines that are not in the file
	reports   bool
	torn      func(error) // is told why the file has no end, though reports go on
	artifacts *results.Artifacts
}

// openJournal begins the folder of this run, if it is to have one or if reports
// are asked for. The journal is nil if it would be of no use; the error says why
// there is no folder. The tests count all the same.
func (t *tests) openJournal() (j *journal, err error) {
	j = &journal{reports: t.f.reports.any()}
	j.Journal = results.NewJournal(j)
	if t.f.output != "" {
		j.file, err = results.Create(t.w.path(t.f.output), time.Now())
	}
	if j.file == nil && !j.reports {
		return nil, err
	}
	if j.file != nil {
		j.Dir = filepath.Dir(j.file.Name())
		j.artifacts = results.NewArtifacts(j.Dir)
		j.Failed = func(err error) { t.cut(j, err, "") }
		j.torn = func(err error) { t.cut(j, err, "; the reports have it") }
	}
	return j, err
}

// Write writes a line.
func (j *journal) Write(line []byte) (int, error) {
	if j.file != nil && j.rest.Len() == 0 {
		n, err := j.file.Write(line)
		switch {
		case err == nil:
			j.whole += int64(n)
			return n, nil
		case !j.reports:
			return n, err
		}
		j.torn(err)
	}
	return j.rest.Write(line)
}

// folder is where the journal is, "" if it is in none.
func (j *journal) folder() string {
	if j == nil || j.file == nil {
		return ""
	}
	return j.Dir
}

// cut tells of a journal whose end is missing.
func (t *tests) cut(j *journal, err error, but string) {
	t.complain("the results have no end: " + job.IOError("", j.file.Name(), err).Error() + but)
}

// read gives the run as the journal has it.
func (j *journal) read() (*results.Run, error) {
	lines := io.Reader(&j.rest)
	if j.file != nil {
		f, err := os.Open(j.file.Name())
		if err != nil {
			return nil, job.IOError("", j.file.Name(), err)
		}
		defer f.Close()
		lines = io.MultiReader(io.LimitReader(f, j.whole), lines)
	}
	run, err := results.Read(lines)
	if err == nil {
		placeArtifacts(run, j.Dir)
	}
	return run, err
}

// complain tells of what does not fail the run.
func (t *tests) complain(text string) {
	_, _ = t.console.Write([]byte(report.OptionsFor(t.w.stderr, t.w.getenv).Text(text) + "\n"))
}

// close ends the journal, and makes the reports that are asked for. It reports
// whether all could be made.
func (j *journal) close(t *tests) bool {
	if j.file != nil {
		if err := j.file.Close(); err != nil && j.Err() == nil {
			t.cut(j, err, "")
		}
		if err := results.Prune(filepath.Dir(j.Dir), t.f.keepRuns); err != nil {
			t.complain("old results are not removed: " + err.Error())
		}
	}
	if !t.f.reports.any() {
		return true
	}
	w := t.w
	w.stdout = t.out
	run, err := j.read()
	if err == nil {
		err = t.f.reports.write(w, run)
	}
	if err != nil && !nobodyReads(err) {
		t.complain(err.Error())
	}
	return err == nil
}

// lastFailed chooses the tests that failed when they were run last. The error is
// one of usage.
func (t *tests) lastFailed() error {
	failed, err := results.LastFailed(t.w.path(t.f.output))
	if err != nil {
		return &usageError{message: "--last-failed: " + err.Error(), hint: "nothing was run"}
	}
	t.selection.Only = failed
	return nil
}
