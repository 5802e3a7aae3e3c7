package local

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// files is this machine's file system.
type files struct{ host *Host }

func (files) Stat(name string) (fs.FileInfo, error)   { return os.Stat(name) }
func (files) Open(name string) (io.ReadCloser, error) { return os.Open(name) }

func (files) Create(name string, perm fs.FileMode) (io.WriteCloser, error) {
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, perm)
}

func (files) MkdirAll(name string, perm fs.FileMode) error { return os.MkdirAll(name, perm) }
func (files) Rename(from, to string) error                 { return os.Rename(from, to) }
func (files) Chmod(name string, perm fs.FileMode) error    { return os.Chmod(name, perm) }
func (files) Remove(name string) error                     { return os.Remove(name) }
func (files) Glob(pattern string) ([]string, error)        { return filepath.Glob(pattern) }

// RenameNew asks the kernel not to replace anything; a file system that cannot
// do that can still make a second name and drop the first.
func (files) RenameNew(from, to string) error {
	err := renameNoReplace(from, to)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
		if err := os.Link(from, to); err != nil {
			return err
		}
		return os.Remove(from)
	}
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}
