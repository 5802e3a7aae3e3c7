package luabind

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"
	luar "layeh.com/gopher-luar"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/local"
	"github.com/tlua/tlua/core/names"
	"github.com/tlua/tlua/core/netaddr"
	"github.com/tlua/tlua/luabind/bind"
	"github.com/tlua/tlua/luabind/vm"
)

// cleanupTime is how long the functions given to cleanup may take in all.
const cleanupTime = 30 * time.Second

// Options are the parts of a runtime that have defaults.
type Options struct {
	Name     string           // of the runtime in events. Default: the first script's
	Args     []string         // the scripts' arg table
	Stdin    io.Reader        // Default: nothing to read
	Stdout   io.Writer        // of print and io.write. Default: nowhere
	Stderr   io.Writer        // of io.stderr. Default: nowhere
	Observer event.Observer   // is told what happens. Default: nobody
	Dir      string           // what relative paths are relative to. Default: the process's working directory
	KeepTemp func(dir string) // has temporary folders stay, and is told of each. Default: they are removed
	// KeepArtifact copies a file or a folder that a script names as an artifact to
	// where it stays, and gives its path there; with an error as well, a part of it is
	// missing. Default: artifacts are where they are.
	KeepArtifact func(path string) (string, error)

	Host     func() job.Host // makes the host of a factory. Default: this machine
	OnOrphan job.OnOrphan    // what is made of processes that jobs leave running. Default: job.OrphanFails
	Modules  []*bind.Module  // the embedder's own, beside the built-in ones

	// Libs closes the runtime in: scripts get no libraries but these, Lua's
	// ("string", "table", …) and tlua's ("job", "fs", …), whole or single
	// functions of them ("os.time"), beside Lua's basic functions, the verbs and
	// Modules. What is left out cannot be reached in another way: loadfile and
	// dofile, and require's search for files, go with "io", require and module
	// with "package", artifact with "fs". Default, nil: all; PureLibs gives those
	// that reach nothing outside. A name that there is not is EINVAL.
	//
	// Libs bounds what scripts reach, not what they use: the context ends a loop,
	// but nothing limits memory, and a pattern of Lua's own may take a long time.
	Libs []string
}

// Runtime is one Lua state with everything that its scripts create. It belongs
// to one goroutine at a time; runtimes share nothing.
type Runtime struct {
	opts      Options
	libs      libs
	L         *lua.LState
	ctx       context.Context
	observer  event.Observer
	wants     event.Mask
	started   time.Time
	scope     *scope // the innermost
	env       environment
	numbers   job.Numbers
	pool      netaddr.Pool
	machine   *local.Host  // where Lua's own libraries work
	factory   *job.Factory // the default one; nil before it is needed
	classes   classes
	progress  *progress
	hostFiles map[*job.Factory]*lua.LTable // fs for the files of a factory's host
	temp      string                       // the folder of os.tmpname; "" before it is needed
	depth     int                          // of nested steps
	closed    bool
}

// classes are the kinds of handles.
type classes struct {
	job, filter, message, factory, app, tracker *bind.Class
}

// New makes a runtime whose scripts end when ctx does. Close it.
func New(ctx context.Context, o Options) (*Runtime, error) {
	if o.Stdin == nil {
		o.Stdin = bytes.NewReader(nil)
	}
	if o.Stdout == nil {
		o.Stdout = io.Discard
	}
	if o.Stderr == nil {
		o.Stderr = io.Discard
	}
	if o.Observer == nil {
		o.Observer = event.Nobody
	}
	if o.Host == nil {
		o.Host = func() job.Host { return newMachine(o) }
	}
	r := &Runtime{
		opts: o, libs: libsOf(o.Libs), ctx: ctx, machine: newMachine(o), started: time.Now(), progress: newProgress(),
		scope: &scope{}, hostFiles: map[*job.Factory]*lua.LTable{},
	}
	r.L = vm.New(vm.Options{
		Stdin: o.Stdin, Stdout: o.Stdout, Stderr: o.Stderr, Dir: o.Dir,
		Environ: r.env.all, Host: r.machine, TempDir: r.tempDir, Embedded: embedded,
		AtEnd: func(undo func() error) { r.scope.atEnd(undo) },
	})
	r.observer = event.Named(o.Name, o.Observer)
	r.wants = event.MaskOf(o.Observer)
	r.L.SetContext(ctx)
	r.setArgs("", o.Args)
	r.env.open(r.L)
	if err := r.openLibs(); err != nil {
		r.L.Close()
		return nil, err
	}
	vm.KeepLibraries(r.L)
	return r, nil
}

func newMachine(o Options) *local.Host {
	h := local.New()
	h.KeepTemp = o.KeepTemp
	return h
}

// openLibs makes the modules, and takes away what Libs leaves out.
func (r *Runtime) openLibs() error {
	own := r.modules()
	if r.libs != nil {
		if err := r.libs.check(vm.Libraries(r.L), own); err != nil {
			return err
		}
		vm.Restrict(r.L, r.libs.has)
		own = r.libs.of(own)
	}
	return r.open(append(own, r.opts.Modules...))
}

// open makes modules known to the scripts. Two of one name would hide each
// other.
func (r *Runtime) open(modules []*bind.Module) error {
	seen := map[string]bool{}
	for _, m := range modules {
		if m.Name != "" && seen[m.Name] {
			return job.Errorf("", job.EEXIST, "there are two modules of the name %q", m.Name)
		}
		seen[m.Name] = true
		if err := m.Open(r.L); err != nil {
			return fmt.Errorf("module %q: %w", m.Name, err)
		}
	}
	return nil
}

// setArgs makes the global arg, as lua does: the script at 0.
func (r *Runtime) setArgs(script string, args []string) {
	t := r.L.NewTable()
	if script != "" {
		t.RawSetInt(0, lua.LString(script))
	}
	for i, a := range args {
		t.RawSetInt(i+1, lua.LString(a))
	}
	r.L.SetGlobal("arg", t)
}

// Set makes a Go value a global of the scripts, by gopher-luar: structs with
// their fields and methods, maps, slices, functions. Names are snake_case.
func (r *Runtime) Set(name string, value any) {
	config := luar.GetConfig(r.L)
	snake := func(name string) []string { return []string{names.Snake(name)} }
	config.FieldNames = func(_ reflect.Type, f reflect.StructField) []string { return snake(f.Name) }
	config.MethodNames = func(_ reflect.Type, m reflect.Method) []string { return snake(m.Name) }
	r.L.SetGlobal(name, luar.New(r.L, value))
}

// Result is what a script returned.
type Result struct {
	Values  []any  // nil, bool, float64, string, []any, map[string]any; other values as tostring gives them
	Skipped string // the reason given to skip, "" if the script was not skipped
}

// RunFile runs a script. A file that cannot be read or does not compile is a
// *LoadError, what the script raised a *vm.Error or, for one of tlua's own
// errors, something that matches it.
func (r *Runtime) RunFile(path string, args ...string) (Result, error) {
	src, err := os.ReadFile(r.path(path))
	if err != nil {
		return Result{}, &LoadError{Err: job.IOError("", path, err)}
	}
	return r.run("@"+path, path, src, args)
}

// RunReader runs the script that rd holds; name is what positions in it show.
func (r *Runtime) RunReader(name string, rd io.Reader, args ...string) (Result, error) {
	src, err := io.ReadAll(rd)
	if err != nil {
		return Result{}, &LoadError{Err: job.IOError("", name, err)}
	}
	return r.run("="+name, name, src, args)
}

// RunString runs code; name is what positions in it show.
func (r *Runtime) RunString(name, code string, args ...string) (Result, error) {
	return r.run("="+name, name, []byte(code), args)
}

// LoadError is that of a script that never ran: it could not be read, or it is
// no Lua.
type LoadError struct{ Err error }

// Error gives the cause's message.
func (e *LoadError) Error() string { return e.Err.Error() }

// Unwrap gives the cause: a *vm.SyntaxError, or a *job.Error.
func (e *LoadError) Unwrap() error { return e.Err }

func (r *Runtime) run(chunk, script string, src []byte, args []string) (Result, error) {
	if r.closed {
		return Result{}, job.Errorf("", job.EBADF, "the runtime was closed")
	}
	if r.opts.Name == "" {
		r.opts.Name = script
		r.observer = event.Named(script, r.opts.Observer)
	}
	proto, err := vm.Compile(chunk, src)
	if err != nil {
		return Result{}, &LoadError{Err: err}
	}
	if args == nil {
		args = r.opts.Args
	}
	r.setArgs(script, args)
	values, err := r.protect(r.L.NewFunctionFromProto(proto), strings2lua(args)...)
	return r.result(values, err)
}

func strings2lua(args []string) []lua.LValue {
	out := make([]lua.LValue, len(args))
	for i, a := range args {
		out[i] = lua.LString(a)
	}
	return out
}

// protect calls a Lua function from Go, with no Lua function below it.
func (r *Runtime) protect(fn *lua.LFunction, args ...lua.LValue) ([]lua.LValue, error) {
	return vm.Protect(r.L, fn, args...)
}

// result turns what a script gave or raised into what the embedder gets.
func (r *Runtime) result(values []lua.LValue, err error) (Result, error) {
	var skip *skipped
	if errors.As(err, &skip) {
		return Result{Skipped: skip.reason}, nil
	}
	if exit := vm.ExitOf(err); exit != nil {
		if exit.Code == 0 {
			return Result{}, nil
		}
		return Result{}, exit
	}
	res := Result{}
	for _, v := range values {
		res.Values = append(res.Values, r.goValue(v))
	}
	return res, err
}

// path makes a script's path one of the process's.
func (r *Runtime) path(p string) string {
	if r.opts.Dir == "" || p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(r.opts.Dir, p)
}

// tempDir gives the folder for the temporary files of Lua's own libraries. It is
// removed at the end of the script, with what scripts put beside those files.
func (r *Runtime) tempDir() (string, error) {
	if r.temp != "" {
		return r.temp, nil
	}
	files := r.machine.FS()
	dir, err := files.MkdirTemp("", "tlua-")
	if err != nil {
		return "", temporary(os.TempDir(), err)
	}
	r.temp = dir
	r.scope.outermost().atEnd(func() error {
		r.temp = ""
		return files.RemoveAll(dir)
	})
	return dir, nil
}

// program makes a script's name of a program one for a job that has no folder
// of its own: without a slash it is searched in PATH.
func (r *Runtime) program(p string) string {
	if !strings.Contains(p, "/") {
		return p
	}
	return r.path(p)
}

// defaultFactory gives the factory of job.create and its like.
func (r *Runtime) defaultFactory() *job.Factory {
	if r.factory == nil {
		r.factory = r.newFactory()
	}
	return r.factory
}

func (r *Runtime) newFactory() *job.Factory {
	return job.NewFactory(r.opts.Host(), job.FactoryOptions{
		Observer: r.observer, Environ: r.env.changes, Numbers: &r.numbers, OnOrphan: r.opts.OnOrphan,
	})
}

// Close runs what the scripts left to cleanup, and destroys what they created.
// Closing twice is no error.
func (r *Runtime) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), cleanupTime)
	defer cancel()
	return r.Shutdown(ctx)
}

// Shutdown is Close with a bound on the time of the cleanup functions; when ctx
// ends, what lives on is killed.
func (r *Runtime) Shutdown(ctx context.Context) error {
	if r.closed {
		return nil
	}
	r.closed = true
	var err error
	for r.scope.outer != nil {
		err = errors.Join(err, r.Leave(ctx))
	}
	r.L.SetContext(ctx)
	err = errors.Join(err, r.scope.end(ctx, r.clean))
	if r.factory != nil {
		err = errors.Join(err, r.factory.Close())
	}
	r.L.Close()
	return errors.Join(err, job.CloseHost(r.machine, r.opts.OnOrphan, r.observer))
}
