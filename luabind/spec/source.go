package spec

import (
	"os"
	"path/filepath"
	"strings"
	"sync"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"

	"github.com/tlua/tlua/core/job"
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
