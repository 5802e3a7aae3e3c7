package suite

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
)

// Pattern is the end of the names of files that are tests wherever they are
// found, unless it is said otherwise; others are run when they are named.
const Pattern = "_spec.lua"

// IsSpec reports whether a file's name ends in Pattern.
func IsSpec(name string) bool { return strings.HasSuffix(name, Pattern) }

// folders are looked into, those of them that there are, when nothing is named.
var folders = []string{"spec", "tests", "scripts"}

// File is a file of tests, or a part of one.
type File struct {
	Path   string
	Line   int           // only the tests around this line; 0: all
	Params []event.Param // only runs with these; nil: all
}

// Find gives the files that args name: files as they are, with ":LINE" or
// ":name=value,…" behind their names for a part of them; folders for the files
// of tests below them. Without args it looks into spec/, tests/ and scripts/, or,
// if there is none of them, into dir itself. Paths are relative to dir. ENOENT if
// a file is not there. isTest says by a file's name whether it is one of tests.
func Find(dir string, args []string, isTest func(name string) bool) ([]File, error) {
	if len(args) == 0 {
		args = defaults(dir)
	}
	var all []File
	for _, arg := range args {
		found, err := find(dir, arg, isTest)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return distinct(dir, all), nil
}

func defaults(dir string) []string {
	var there []string
	for _, f := range folders {
		if info, err := os.Stat(filepath.Join(dir, f)); err == nil && info.IsDir() {
			there = append(there, f)
		}
	}
	if there == nil {
		return []string{"."}
	}
	return there
}

// distinct leaves out what is there already: a file that is named beside its
// folder, say, or by its whole path as well.
func distinct(dir string, all []File) []File {
	var out []File
	there := map[string][]File{} // by the whole path
	for _, f := range all {
		path, err := filepath.Abs(below(dir, f.Path))
		if err != nil {
			path = f.Path
		}
		if !slices.ContainsFunc(there[path], func(g File) bool {
			return g.Line == 0 && g.Params == nil || g.Line == f.Line && slices.Equal(g.Params, f.Params)
		}) {
			there[path] = append(there[path], f)
			out = append(out, f)
		}
	}
	return out
}

func find(dir, arg string, isTest func(string) bool) ([]File, error) {
	info, err := os.Stat(below(dir, arg))
	switch {
	case err == nil && info.IsDir():
		return walk(dir, arg, isTest)
	case err == nil:
		return []File{{Path: filepath.ToSlash(filepath.Clean(arg))}}, nil
	}
	path, part, ok := split(dir, arg)
	if !ok {
		return nil, job.IOError("", arg, err)
	}
	f := File{Path: filepath.ToSlash(filepath.Clean(path))}
	if info, perr := os.Stat(below(dir, path)); perr != nil || info.IsDir() {
		return nil, job.IOError("", cmp.Or(path, arg), cmp.Or(perr, err))
	}
	if err := f.part(part); err != nil {
		return nil, job.Errorf("", job.EINVAL, "%q: %v", arg, err)
	}
	return []File{f}, nil
}

// split takes a file's name from what is behind it: up to the last colon that has
// one before it, or else the first. There may be colons on both sides.
func split(dir, arg string) (path, part string, ok bool) {
	for i := strings.LastIndexByte(arg, ':'); i > 0; i = strings.LastIndexByte(arg[:i], ':') {
		if info, err := os.Stat(below(dir, arg[:i])); err == nil && !info.IsDir() {
			return arg[:i], arg[i+1:], true
		}
	}
	return strings.Cut(arg, ":")
}

func below(dir, path string) string {
	if dir == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// walk finds the files of tests below a folder, in the order of their names.
// Folders whose names begin with a dot are left out, and so are links to folders.
// A folder that cannot be read is given itself: to run it fails, and the others are
// run.
func walk(dir, folder string, isTest func(string) bool) (all []File, err error) {
	root, err := filepath.EvalSymlinks(below(dir, folder))
	if err != nil {
		return nil, job.IOError("", folder, err)
	}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil: // those who run it are told why
		case d.IsDir() && path != root && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case d.IsDir() || !isTest(d.Name()):
			return nil
		}
		rel := strings.TrimPrefix(path, root)
		all = append(all, File{Path: filepath.ToSlash(filepath.Join(folder, rel))})
		return nil
	})
	return all, err
}

// part reads what is behind a file's name: a line, or the values of parameters.
func (f *File) part(text string) error {
	if n, err := strconv.Atoi(text); err == nil {
		if n < 1 {
			return fmt.Errorf("lines are counted from 1")
		}
		f.Line = n
		return nil
	}
	var err error
	f.Params, err = readParams(text)
	return err
}

// paramValue gives a value as Has compares it: 1 and 1.0 are the same.
func paramValue(text string) any {
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return n
	}
	return text
}

// Unit is what one worker runs at a time: a file, with one set of parameters.
type Unit struct {
	File
	Values []event.Param // that it is run with
}

// String gives the file's name, and the parameters as they are given on the
// command line.
func (u Unit) String() string { return u.Path + event.Suffix(u.Values) }

// Has reports whether all of want are among the parameters.
func Has(params, want []event.Param) bool {
	for _, w := range want {
		if !slices.ContainsFunc(params, func(p event.Param) bool { return p.Name == w.Name && fmt.Sprint(p.Value) == fmt.Sprint(w.Value) }) {
			return false
		}
	}
	return true
}
