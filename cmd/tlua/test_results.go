package main

import (
	"os"
	"path/filepath"
	"time"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
	"github.com/tlua/tlua/core/suite"
)

// journal is what a run of tests is written down in.
type journal struct {
	*results.Journal
	file *os.File
	dir  string
	temp string // the folder that only the reports need; "" if it stays
}

// openJournal begins the folder of this run. Without one the tests count all the
// same.
func (t *tests) openJournal() *journal {
	base := t.f.output
	j := &journal{}
	if base == "" {
		if !t.f.reports.any() {
			return nil
		}
		var err error
		if base, err = os.MkdirTemp("", "tlua-"); err != nil {
			t.complain("no reports are made: " + err.Error())
			return nil
		}
		j.temp = base
	}
	f, err := results.Create(t.w.path(base), time.Now(), t.f.keepRuns)
	if err != nil {
		t.complain("no results are written: " + err.Error())
		return nil
	}
	j.Journal, j.file, j.dir = results.NewJournal(f), f, filepath.Dir(f.Name())
	j.Dir = j.dir
	j.Failed = func(err error) {
		t.complain("the results have no end: " + job.IOError("", f.Name(), err).Error())
	}
	return j
}

// complain tells of what does not fail the run.
func (t *tests) complain(text string) {
	_, _ = t.console.Write([]byte(report.OptionsFor(t.w.stderr, t.w.getenv).Text(text) + "\n"))
}

// close ends the journal, and makes the reports that are asked for. It reports
// whether all could be made.
func (j *journal) close(t *tests) bool {
	if err := j.file.Close(); err != nil && j.Err() == nil {
		t.complain("the results have no end: " + job.IOError("", j.file.Name(), err).Error())
	}
	if j.temp != "" {
		defer os.RemoveAll(j.temp)
	}
	if !t.f.reports.any() {
		return true
	}
	w := t.w
	w.stdout = t.out
	run, err := readRuns(w, []string{j.dir})
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
	t.selection.Only = map[suite.ID]bool{}
	for i := range failed {
		t.selection.Only[suite.IDOf(&failed[i])] = true
	}
	return nil
}
