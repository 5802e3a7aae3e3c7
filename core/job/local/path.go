package local

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

// lookPath finds the program that a process with the given environment would
// run: one with a slash is taken as it is, from the spec's folder if it is
// relative; others are searched in the environment's PATH, or, if it has none,
// in the spec's or this process's.
func lookPath(s job.Spec, env []string) (string, error) {
	program, dir := s.Argv[0], s.Dir
	if program == "" {
		return "", job.Errorf("", job.EINVAL, "the program's name is empty")
	}
	if strings.Contains(program, "/") {
		// It goes to the kernel as it was given, and is resolved in dir. If that
		// fails, there is time to see why.
		return program, nil
	}
	path, ok := getenv(env, "PATH")
	if !ok {
		path = cmp.Or(s.Path, os.Getenv("PATH"))
	}
	var denied error
	for _, d := range filepath.SplitList(path) {
		if d == "" {
			d = "."
		}
		if !filepath.IsAbs(d) {
			d = filepath.Join(dir, d)
		}
		at, err := filepath.Abs(filepath.Join(d, program))
		if err != nil {
			continue
		}
		if _, err := os.Stat(at); err != nil {
			continue // nor is a folder that may not be looked into one with the program
		}
		if err := executable(program, at); err == nil {
			return at, nil
		} else if denied == nil {
			denied = err
		}
	}
	if denied != nil {
		return "", denied
	}
	hint := ""
	if strings.ContainsAny(program, " \t") {
		hint = "; its arguments go into args"
	}
	return "", job.Errorf("", job.ENOENT, "no program %q in PATH (%s)%s", program, path, hint)
}

// unfit says why a program whose name has a slash cannot be run, if that is in
// the file.
func unfit(s job.Spec) error {
	if program := s.Argv[0]; strings.Contains(program, "/") {
		return executable(program, within(s.Dir, program))
	}
	return nil
}

// within gives path as seen from dir.
func within(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// missing says what was not there of a program whose file is at path now: what
// runs it, or the file itself a moment ago.
func missing(program, path string) error {
	by := interpreter(path)
	if by == "" {
		return job.Errorf("", job.ENOENT, "%q: its interpreter is missing", program)
	}
	if _, err := os.Stat(by); err == nil {
		return job.Errorf("", job.ENOENT, "no program %q", program)
	}
	return job.Errorf("", job.ENOENT, "%q: there is no %q, its interpreter", program, by)
}

// interpreter names what a script's first line says that runs it, "" if it says
// nothing.
func interpreter(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	line := make([]byte, 256) // more of it the system does not read either
	n, _ := io.ReadFull(f, line)
	text, _, _ := strings.Cut(string(line[:n]), "\n")
	command, ok := strings.CutPrefix(text, "#!")
	words := strings.Fields(command)
	if !ok || len(words) == 0 {
		return ""
	}
	return words[0]
}

// executable says why the file at path, which the user calls name, cannot be
// run.
func executable(name, path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return job.Errorf("", job.ENOENT, "no program %q", name)
	case err != nil:
		return job.IOError("", name, err)
	case info.IsDir():
		return job.Errorf("", job.EACCES, "%q is a folder, not a program", name)
	case unix.Access(path, unix.X_OK) != nil:
		return job.Errorf("", job.EACCES, "%q is not executable (chmod +x would make it so)", name)
	}
	return nil
}
