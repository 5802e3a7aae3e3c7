package main

import (
	"bytes"
	"os"
	"path/filepath"
	"time"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// journal is what a run of tests is written down in: a file, or, where only
// reports are wanted, memory.
type journal struct {
	*results.Journal
	file      *os.File // nil: it is in memory
	text      bytes.Buffer
	artifacts *results.Artifacts
}

// openJournal begins the folder of this run, if it is to have one or if reports
// are asked for. Without one, nil, the tests count all the same.
func (t *tests) openJournal() (*journal, error) {
	j := &journal{}
	if t.f.output == "" {
		if !t.f.reports.any() {
			return nil, nil
		}
		j.Journal = results.NewJournal(&j.text)
		return j, nil
	}
	var err error
	if j.file, err = results.Create(t.w.path(t.f.output), time.Now()); err != nil {
		return nil, err
	}
	j.Journal = results.NewJournal(j.file)
	j.Dir = filepath.Dir(j.file.Name())
	j.artifacts = results.NewArtifacts(j.Dir)
	j.Failed = func(err error) { t.cut(j, err) }
	return j, nil
}

// folder is where the journal is, "" if it is in none.
func (j *journal) folder() string {
	if j == nil || j.file == nil {
		return ""
	}
	return j.Dir
}

// cut tells of a journal whose end is missing.
func (t *tests) cut(j *journal, err error) {
	t.complain("the results have no end: " + job.IOError("", j.file.Name(), err).Error())
}

// read gives the run as the journal has it.
func (j *journal) read(w world) (*results.Run, error) {
	if j.file == nil {
		return results.Read(&j.text)
	}
	return readRuns(w, []string{j.Dir})
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
			t.cut(j, err)
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
	run, err := j.read(w)
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
