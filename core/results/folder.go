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

	"github.com/tlua/tlua/core/job"
)

// JournalName is the name of the journal in the folder of a run.
const JournalName = "events.jsonl"

// runName is how the folders of runs are called.
var runName = regexp.MustCompile(`^\d{8}-\d{6}\.\d{3}-\d+$`)

// Latest is the link to the newest run's folder.
const Latest = "latest"

// Create makes the folder of a run that begins now, in base, which is made if
// there is none, and opens its journal. As long as the file is open, Prune leaves
// the run alone.
func Create(base string, now time.Time) (*os.File, error) {
	if err := os.MkdirAll(base, 0o755); err != nil {
		return nil, job.IOError("", base, err)
	}
	unlock, err := lock(base)
	if err != nil {
		return nil, err
	}
	defer unlock()
	name := fmt.Sprintf("%s-%d", now.Format("20060102-150405.000"), os.Getpid())
	dir := filepath.Join(base, name)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return nil, job.IOError("", dir, err)
	}
	f, err := os.OpenFile(filepath.Join(dir, JournalName), os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, job.IOError("", filepath.Join(dir, JournalName), err)
	}
	if err := hold(f); err != nil {
		f.Close()
		return nil, err
	}
	link(base, name)
	return f, nil
}

// link has Latest point to the newest run, where links can be made: it is for
// people only.
func link(base, name string) {
	made := filepath.Join(base, "."+name)
	if os.Symlink(name, made) == nil && os.Rename(made, filepath.Join(base, Latest)) != nil {
		_ = os.Remove(made) // as Latest is something of others
	}
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
