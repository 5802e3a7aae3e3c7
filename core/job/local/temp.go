package local

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
)

// MkdirTemp makes a folder that goes with this process, however that ends: the
// guardian knows of it before it is there.
func (f files) MkdirTemp(dir, prefix string) (string, error) {
	h := f.host
	if dir == "" {
		dir = os.TempDir()
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for {
		name := filepath.Join(dir, prefix+strconv.FormatUint(rand.Uint64(), 10))
		if h.KeepTemp == nil {
			h.keepLocked(name)
		}
		if err = os.Mkdir(name, 0o700); err == nil {
			if h.temps == nil {
				h.temps = map[string]bool{}
			}
			h.temps[name] = true
			return name, nil
		}
		h.forgetLocked(name)
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
}

// RemoveAll removes a file, or a folder with all that is in it; but a temporary
// folder stays if the host is to keep those.
func (f files) RemoveAll(name string) error {
	h := f.host
	h.mu.Lock()
	temporary := h.temps[name]
	delete(h.temps, name)
	h.mu.Unlock()
	if temporary && h.KeepTemp != nil {
		h.KeepTemp(name)
		return nil
	}
	err := os.RemoveAll(name)
	if temporary && err == nil {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.forgetLocked(name)
	}
	return err
}

// keepLocked has the guardian remove a folder if this process cannot. One that
// does not start is no reason to have no folder.
func (h *Host) keepLocked(dir string) {
	if g, err := h.guardLocked(); err == nil {
		g.Keep(dir)
	}
}

func (h *Host) forgetLocked(dir string) {
	if h.guard != nil {
		h.guard.Forget(dir)
	}
}
