package results

import (
	"fmt"
	"io"
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

// Keep copies a file, or a folder with all that is in it, and gives the copy's
// path. Others of the same name get a number: log.txt, log-2.txt.
func (a *Artifacts) Keep(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", job.IOError("", path, err)
	}
	if err := os.MkdirAll(a.dir, 0o755); err != nil {
		return "", job.IOError("", a.dir, err)
	}
	to := filepath.Join(a.dir, a.name(filepath.Base(path)))
	switch {
	case info.IsDir():
		err = os.CopyFS(to, os.DirFS(path))
	case info.Mode().IsRegular():
		err = copyFile(to, path)
	default:
		return "", job.Errorf("", job.EINVAL, "%s: neither a file nor a folder", path)
	}
	if err != nil {
		os.RemoveAll(to) // a part of an artifact is none
		return "", job.IOError("", to, err)
	}
	return to, nil
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
