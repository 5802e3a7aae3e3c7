package results

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/tlua/tlua/core/job"
)

// Artifacts are the files that tests want kept, in the folder of a run.
type Artifacts struct {
	dir  string
	mu   sync.Mutex
	seen map[string]int // how many there are of a name
}

// NewArtifacts keeps artifacts in the folder "artifacts" of a run, which is made
// for the first.
func NewArtifacts(run string) *Artifacts {
	return &Artifacts{dir: filepath.Join(run, "artifacts"), seen: map[string]int{}}
}

// Keep copies a file, or a folder with the files and folders that are in it, and
// gives the copy's path. Others of the same name get a number: log.txt, log-2.txt.
// With an error and a path, a folder was copied but for what the error names: a
// socket, say.
func (a *Artifacts) Keep(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", job.IOError("", path, err)
	}
	if err := os.MkdirAll(a.dir, 0o755); err != nil {
		return "", job.IOError("", a.dir, err)
	}
	to := filepath.Join(a.dir, a.name(filepath.Base(path)))
	var left []string
	switch {
	case info.IsDir():
		left, err = copyFolder(to, path)
	case info.Mode().IsRegular():
		err = copyFile(to, path)
	default:
		return "", job.Errorf("", job.EINVAL, "%s: neither a file nor a folder", path)
	}
	if err != nil {
		os.RemoveAll(to) // a part of an artifact is none
		return "", job.IOError("", to, err)
	}
	if left != nil {
		return to, job.Errorf("", job.EINVAL, "%s is neither a file nor a folder, and left out", strings.Join(left, ", "))
	}
	return to, nil
}

// copyFolder copies what is in a folder. Links become what they lead to; what is
// neither a file nor a folder is left out.
func copyFolder(to, from string) (left []string, err error) {
	err = filepath.WalkDir(from, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch info, err := os.Stat(path); {
		case err == nil && info.Mode().IsRegular():
			return copyFile(filepath.Join(to, rel), path)
		case err == nil && info.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		default:
			left = append(left, path)
			return nil
		}
	})
	return left, err
}

// name gives a name that none has yet.
func (a *Artifacts) name(base string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	ext := filepath.Ext(base)
	for {
		a.seen[base]++
		n := a.seen[base]
		if n == 1 {
			return base
		}
		name := fmt.Sprintf("%s-%d%s", strings.TrimSuffix(base, ext), n, ext)
		if a.seen[name] == 0 {
			a.seen[name] = 1
			return name
		}
	}
}

func copyFile(to, from string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	if e := dst.Close(); err == nil {
		err = e
	}
	return err
}
