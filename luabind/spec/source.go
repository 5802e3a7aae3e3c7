package spec

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/names"
	"github.com/tlua/tlua/core/suite"
	"github.com/tlua/tlua/luabind/vm"
)

// source is a file of tests, read and compiled once for all of its runs.
type source struct {
	shape
	proto *lua.FunctionProto
	lines []string
}

// sources are the files that were read.
type sources struct {
	mu   sync.Mutex
	read map[string]func() (*source, error)
}

// source gives a file.
func (x *Executor) source(path string) (*source, error) {
	x.sources.mu.Lock()
	if x.sources.read == nil {
		x.sources.read = map[string]func() (*source, error){}
	}
	get := x.sources.read[path]
	if get == nil {
		get = sync.OnceValues(func() (*source, error) { return x.load(path) })
		x.sources.read[path] = get
	}
	x.sources.mu.Unlock()
	return get()
}

func (x *Executor) load(path string) (*source, error) {
	file := path
	if x.o.Runtime.Dir != "" && !filepath.IsAbs(file) {
		file = filepath.Join(x.o.Runtime.Dir, file)
	}
	info, err := os.Stat(file)
	if err == nil && !info.Mode().IsRegular() && !info.IsDir() { // to read it may never end
		return nil, job.Errorf("", job.EINVAL, "%s: it is no regular file", path)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, job.IOError("", path, err)
	}
	s := &source{lines: strings.Split(string(text), "\n")}
	s.proto, err = vm.CompileSeen("@"+path, text, func(tree []ast.Stmt) (err error) {
		if s.shape, err = shapeOf(tree); err != nil {
			err = job.Errorf("", job.EINVAL, "%s: %v", path, err)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// line gives a line of the file, "" if it has none of that number.
func (s *source) line(n int) string {
	if n < 1 || n > len(s.lines) {
		return ""
	}
	return strings.TrimRight(s.lines[n-1], "\r")
}

// Check tells of what there is no use to begin with: a helper that cannot be read or
// is no Lua, and parameters that were asked for and that a file is not run with.
func (x *Executor) Check(files []suite.File) error {
	if strings.HasSuffix(x.o.Helper, ".lua") { // else it is a module, which the runtime looks for
		if _, err := x.source(x.o.Helper); err != nil {
			return err
		}
	}
	for _, f := range files {
		src, err := x.source(f.Path)
		if err != nil || f.Params == nil { // Run tells of files that cannot be read
			continue
		}
		if err := src.wants(f); err != nil {
			return err
		}
	}
	return nil
}

// wants tells why a file is never run with the parameters that were asked for, nil
// if it is.
func (s *source) wants(f suite.File) error {
	if s.params == nil {
		return job.Errorf("", job.EINVAL, "%s has no parameters: it does not call params", f.Path)
	}
	for _, p := range f.Params {
		known := s.values(p.Name)
		switch {
		case known == nil:
			return job.Errorf("", job.EINVAL, "%s has no parameter '%s'%s", f.Path, p.Name, s.otherName(p.Name))
		case !slices.ContainsFunc(s.params, func(set []event.Param) bool { return suite.Has(set, []event.Param{p}) }):
			return job.Errorf("", job.EINVAL, "%s is not run with %s: %s is one of %s", f.Path, p, p.Name, strings.Join(known, ", "))
		}
	}
	if !slices.ContainsFunc(s.params, func(set []event.Param) bool { return suite.Has(set, f.Params) }) {
		return job.Errorf("", job.EINVAL, "%s is not run with all of %s at once", f.Path, event.Suffix(f.Params)[1:])
	}
	return nil
}

// values gives those that a parameter has, in the order of the file.
func (s *source) values(name string) (all []string) {
	for _, set := range s.params {
		for _, p := range set {
			if _, value, _ := strings.Cut(p.String(), "="); p.Name == name && !slices.Contains(all, value) {
				all = append(all, value)
			}
		}
	}
	return all
}

// otherName says which parameter is perhaps meant by one that there is not.
func (s *source) otherName(name string) string {
	var known []string
	for _, set := range s.params {
		for _, p := range set {
			if !slices.Contains(known, p.Name) {
				known = append(known, p.Name)
			}
		}
	}
	if near := names.Nearest(name, known); near != "" {
		return ", did you mean '" + near + "'?"
	}
	return "; it has " + strings.Join(known, ", ")
}
