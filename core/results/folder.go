package results

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
)

// JournalName is the name of the journal in the folder of a run.
const JournalName = "events.jsonl"

// runName is how the folders of runs are called.
var runName = regexp.MustCompile(`^\d{8}-\d{6}\.\d{3}-\d+$`)

// Create makes the folder of a run that begins now, in base, which is made if
// there is none, and opens its journal. Of the older runs keep-1 stay: the newest.
func Create(base string, now time.Time, keep int) (*os.File, error) {
	dir := filepath.Join(base, fmt.Sprintf("%s-%d", now.Format("20060102-150405.000"), os.Getpid()))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, job.IOError("", dir, err)
	}
	f, err := os.OpenFile(filepath.Join(dir, JournalName), os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, job.IOError("", filepath.Join(dir, JournalName), err)
	}
	runs, err := Runs(base)
	for i, dir := range runs {
		if i >= max(keep, 1) && err == nil {
			err = os.RemoveAll(dir)
		}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// Runs gives the folders of runs in base, the newest first. None if there is no
// base.
func Runs(base string) (dirs []string, err error) {
	all, err := os.ReadDir(base)
	if err != nil && !os.IsNotExist(err) {
		return nil, job.IOError("", base, err)
	}
	for _, e := range all {
		if e.Type() == fs.ModeDir && runName.MatchString(e.Name()) {
			dirs = append(dirs, filepath.Join(base, e.Name()))
		}
	}
	slices.Reverse(dirs) // by name they begin with the oldest
	return dirs, nil
}

// Find gives the journal that path names: itself, that in the folder of a run, or
// that of the newest run in a base. ENOENT if there is none.
func Find(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", job.IOError("", path, err)
	}
	if !info.IsDir() {
		return path, nil
	}
	file := filepath.Join(path, JournalName)
	if _, err := os.Stat(file); err == nil {
		return file, nil
	}
	dirs, err := Runs(path)
	if err != nil {
		return "", err
	}
	if len(dirs) == 0 {
		return "", job.Errorf("", job.ENOENT, "%s: there is no %s, and no folder of a run", path, JournalName)
	}
	return filepath.Join(dirs[0], JournalName), nil
}

// Open reads the run whose journal path names, as Find finds it.
func Open(path string) (*Run, error) {
	path, err := Find(path)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, job.IOError("", path, err)
	}
	defer f.Close()
	run, err := Read(f)
	var wrong *job.Error
	if errors.As(err, &wrong) {
		return nil, job.Errorf("", wrong.Code, "%s: %s", path, wrong.Message)
	}
	if err != nil {
		return nil, job.IOError("", path, err)
	}
	return run, nil
}

// LastFailed gives the tests in the runs of base that failed, or ended otherwise
// than was expected, when they were run last.
func LastFailed(base string) ([]event.Test, error) {
	dirs, err := Runs(base)
	if err != nil {
		return nil, err
	}
	seen, failed := map[event.TestID]bool{}, []event.Test(nil)
	for _, dir := range dirs {
		run, err := Open(dir)
		if err != nil {
			return nil, err
		}
		for _, t := range run.Tests {
			id := t.ID()
			if !seen[id] && t.Unexpected() {
				failed = append(failed, t.Test)
			}
			seen[id] = true
		}
	}
	return failed, nil
}
