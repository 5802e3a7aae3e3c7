package vm

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job/local"
)

// files holds a state's files, and whatever else of the system its scripts use.
type files struct {
	opts     Options
	mt       *lua.LTable    // of all files
	in, out  *lua.LUserData // what io.read and io.write use by default
	std      *file          // the standard input
	stdout   io.Writer
	stderr   io.Writer
	live     []func() error // ends what is open or running, oldest first; nil where nothing is left
	free     []int          // the places of live that are nil
	promised bool           // AtEnd was told of live
	zone     zone
}

// filesOf gives L's files. A state that New did not make has none but empty ones.
func filesOf(L *lua.LState) *files {
	st := stateOf(L)
	if st.files == nil {
		st.files = newFiles(Options{})
	}
	return st.files
}

func newFiles(o Options) *files {
	if o.Stdin == nil {
		o.Stdin = strings.NewReader("")
	}
	both := &sync.Mutex{}
	return &files{
		opts:   o,
		std:    standardInput(o.Stdin),
		stdout: &shared{mu: both, w: writer(o.Stdout)},
		stderr: &shared{mu: both, w: writer(o.Stderr)},
	}
}

func writer(w io.Writer) io.Writer {
	if w == nil {
		return io.Discard
	}
	return w
}

// shared is a standard output: of the script, and of the commands it runs.
type shared struct {
	mu *sync.Mutex // of both outputs, which may be the same writer
	w  io.Writer
}

// Write writes all of b before anybody else writes.
func (s *shared) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.w.Write(b)
}

// Flush flushes the writer.
func (s *shared) Flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return flushWriter(s.w)
}

// path makes a script's path one of the process's.
func (s *files) path(p string) string {
	if s.opts.Dir == "" || p == "" || filepath.IsAbs(p) {
		return p
	}
	return s.opts.Dir + "/" + p
}

// tempDir gives the folder for temporary files.
func (s *files) tempDir() (string, error) {
	if s.opts.TempDir == nil {
		return os.TempDir(), nil
	}
	return s.opts.TempDir()
}

// host gives what runs commands.
func (s *files) host() *local.Host {
	if s.opts.Host == nil {
		h := local.New()
		s.opts.Host = h
		s.keep(func() error {
			s.opts.Host = nil
			_, err := h.Close()
			return err
		})
	}
	return s.opts.Host
}

// keep has end called at the end of the script, unless forget is called before.
func (s *files) keep(end func() error) (forget func()) {
	if !s.promised && s.opts.AtEnd != nil {
		s.promised = true
		s.opts.AtEnd(s.end)
	}
	at := len(s.live)
	if n := len(s.free); n > 0 {
		at, s.free = s.free[n-1], s.free[:n-1]
		s.live[at] = end
	} else {
		s.live = append(s.live, end)
	}
	return func() {
		if at < len(s.live) { // it is empty while end works
			s.live[at] = nil
			s.free = append(s.free, at)
		}
	}
}

// end closes and removes what the script left.
func (s *files) end() error {
	s.promised = false
	live := s.live
	s.live, s.free = nil, nil
	var errs []error
	for _, end := range slices.Backward(live) {
		if end != nil {
			errs = append(errs, end())
		}
	}
	return errors.Join(errs...)
}

// installFiles makes the io library use o's files.
func installFiles(L *lua.LState, o Options) {
	lib, s := library(L, "io"), newFiles(o)
	stateOf(L).files = s
	s.mt = L.NewTable()
	L.G.Registry.RawSetString(fileClass, s.mt)
	std := func(name string, f *file) *lua.LUserData {
		ud := s.handle(L, f)
		lib.RawSetString(name, ud)
		return ud
	}
	s.in = std("stdin", s.std)
	s.out = std("stdout", standardOutput(s.stdout))
	std("stderr", standardOutput(s.stderr))
	installMethods(L, s)
	installIO(L, lib, s)
}

// standardInput makes a file of what may keep a reader waiting. A *bufio.Reader
// is shared with others: nothing more is taken from it than is read.
func standardInput(from io.Reader) *file {
	if r, ok := from.(*bufio.Reader); ok {
		return &file{standard: true, r: r, done: func() {}}
	}
	input := &patient{src: from}
	return &file{standard: true, r: bufio.NewReader(input), input: input, done: func() {}}
}

// standardOutput makes a file that keeps nothing back: others write there, too.
func standardOutput(w io.Writer) *file {
	return &file{standard: true, under: w, w: bufio.NewWriter(w), done: func() {}}
}

// handle makes the value that stands for f in scripts.
func (s *files) handle(L *lua.LState, f *file) *lua.LUserData {
	ud := L.NewUserData()
	ud.Value, ud.Metatable = f, s.mt
	return ud
}

// opened makes the handle of a file that is closed at the end of the script.
func (s *files) opened(L *lua.LState, f *file) *lua.LUserData {
	stop := f.done
	forget := s.keep(f.abandon)
	f.done = func() {
		stop()
		forget()
	}
	return s.handle(L, f)
}
