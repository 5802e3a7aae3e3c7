package results

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
)

// failedName is the file in a folder of runs that tells which tests failed last in
// the runs that are no longer there.
const failedName = "failed.json"

// Prune removes the runs of base but for the newest keep of them, and those that
// go on. Which of their tests had failed is not forgotten.
func Prune(base string, keep int) error {
	unlock, err := lock(base)
	if err != nil {
		return err
	}
	defer unlock()
	runs, err := Runs(base)
	if err != nil || len(runs) <= keep {
		return err
	}
	old := slices.DeleteFunc(runs[max(keep, 1):], func(dir string) bool { return goesOn(filepath.Join(dir, JournalName)) })
	if len(old) == 0 {
		return nil
	}
	failed, err := remembered(base)
	if err != nil {
		return err
	}
	slices.Reverse(old) // what ran last counts
	for _, dir := range old {
		if run, err := Open(dir); err == nil { // else nobody can read it
			failed.add(run)
		}
	}
	if err := failed.write(base); err != nil {
		return err
	}
	for _, dir := range old {
		if err := os.RemoveAll(dir); err != nil {
			return job.IOError("", dir, err)
		}
	}
	return nil
}

// LastFailed gives the tests that failed, or ended otherwise than was expected,
// when they were run last, in whichever run that has its folder in base, or had. A
// file that failed outside of its tests is there with its path only, until it is run
// with all of its tests, and fails no more.
func LastFailed(base string) (map[event.TestID]bool, error) {
	failed, err := remembered(base)
	if err != nil {
		return nil, err
	}
	runs, err := Runs(base)
	if err != nil {
		return nil, err
	}
	for _, dir := range slices.Backward(runs) {
		run, err := Open(dir)
		if err != nil {
			return nil, err
		}
		failed.add(run)
	}
	return failed, nil
}

// failures are tests that failed when they were run last.
type failures map[event.TestID]bool

func (f failures) add(run *Run) {
	for _, t := range run.Tests {
		delete(f, t.ID())
		if run.Fails(t) {
			f[t.ID()] = true
		}
	}
	for _, file := range run.Files {
		if run.ranWhole(file) {
			delete(f, event.TestID{Unit: file.Path})
		}
	}
	for _, file := range run.Files { // of several runs of it, one may have failed
		if len(file.Failures) > 0 {
			f[event.TestID{Unit: file.Path}] = true
		}
	}
}

func remembered(base string) (failures, error) {
	path := filepath.Join(base, failedName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return failures{}, nil
	}
	if err != nil {
		return nil, job.IOError("", path, err)
	}
	var ids []event.TestID
	if err := json.Unmarshal(text, &ids); err != nil {
		return nil, job.Errorf("", job.EINVAL, "%s: %v; without this file, what failed in runs that are gone is forgotten", path, err)
	}
	f := failures{}
	for _, id := range ids {
		f[id] = true
	}
	return f, nil
}

// write puts the file there whole, or not at all.
func (f failures) write(base string) error {
	ids := make([]event.TestID, 0, len(f))
	for id := range f {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b event.TestID) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Number, b.Number))
	})
	text, err := json.MarshalIndent(ids, "", "\t")
	if err != nil {
		return err
	}
	path := filepath.Join(base, failedName)
	if err := os.WriteFile(path+".new", append(text, '\n'), 0o644); err != nil {
		return job.IOError("", path, err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return job.IOError("", path, err)
	}
	return nil
}
