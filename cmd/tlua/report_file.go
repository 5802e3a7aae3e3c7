package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/results"
)

// writeReport makes one report. The error names it.
func writeReport(w world, name string, run *results.Run, r reportFormat) error {
	if name == toStdout {
		return r.write(w.stdout, run, w.path("."))
	}
	if err := writeWhole(w.path(name), func(to io.Writer) error { return r.write(to, run, filepath.Dir(w.path(name))) }); err != nil {
		return fmt.Errorf("cannot write the report: %s (--%s)", job.IOError("", name, err).Message, r.flag)
	}
	return nil
}

// writeWhole writes a file that is there as a whole or not at all, and makes the
// folders that it is in. What is there already and no file, such as a pipe, is
// written to.
func writeWhole(path string, write func(io.Writer) error) error {
	mode := fs.FileMode(0o666)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // a link stays one
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(write(file), file.Close())
	case err == nil:
		mode = info.Mode().Perm()
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	temp := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d", filepath.Base(path), os.Getpid()))
	file, err := os.OpenFile(temp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	if info != nil {
		err = file.Chmod(mode) // whatever the umask is
	}
	err = errors.Join(err, write(file), file.Close())
	if err == nil {
		err = os.Rename(temp, path)
	}
	if err != nil {
		os.Remove(temp)
	}
	return err
}
