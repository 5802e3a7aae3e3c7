package luabind

import (
	"slices"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
)

func (r *Runtime) fsModule() *bind.Module {
	return r.filesModule("fs", func() *job.Factory { return r.defaultFactory() })
}

// filesOf gives a table of the functions of fs for the files of f's host,
// always the same one.
func (r *Runtime) filesOf(L *lua.LState, f *job.Factory) *lua.LTable {
	if t := r.hostFiles[f]; t != nil {
		return t
	}
	t := L.NewTable()
	m := r.filesModule("fs", func() *job.Factory { return f })
	for _, fn := range m.Funcs {
		if r.libs.has("fs", fn.Name) {
			t.RawSetString(fn.Name, bind.Function(L, "fs."+fn.Name, fn.Call))
		}
	}
	r.hostFiles[f] = t
	return t
}

// filesModule declares fs for the files of one host.
func (r *Runtime) filesModule(name string, factory func() *job.Factory) *bind.Module {
	h := hostFiles{r: r, factory: factory}
	path := bind.Param{Name: "path", Type: "string"}
	pair := []bind.Param{{Name: "a", Type: "string"}, {Name: "b", Type: "string"}}
	one := func(name, doc, returns string, call func(fs job.FS, path string) (any, error)) bind.Func {
		return bind.Func{
			Name: name, Doc: doc, Params: []bind.Param{path}, Returns: []bind.Return{{Type: returns}},
			Call: func(c *bind.Call) error {
				v, err := call(h.fs(), h.path(c, 1, "path"))
				if err != nil {
					return err
				}
				return c.Return(v)
			},
		}
	}
	return &bind.Module{
		Name: name, Doc: "Works with files. Errors name the file.",
		Funcs: []bind.Func{
			{
				Name: "tmpdir", Doc: "Makes a folder of its own, which is removed at the end of the script.",
				Returns: []bind.Return{{Type: "string"}}, Call: h.tmpdir,
			},
			{
				Name: "write", Doc: "Writes a file, in place of one that is there.",
				Params: []bind.Param{path, {Name: "data", Type: "string"}},
				Call: func(c *bind.Call) error {
					return writeFile(h.fs(), h.path(c, 1, "path"), []byte(c.String(2, "data")))
				},
			},
			{
				Name: "mkdir", Doc: "Makes a folder, and those that it is in; it is no error if it is there.",
				Params: []bind.Param{path},
				Call: func(c *bind.Call) error {
					p := h.path(c, 1, "path")
					if err := h.fs().MkdirAll(p, dirPerm); err != nil {
						return job.IOError("", p, err)
					}
					return nil
				},
			},
			one("read", "The content of a file.", "string", func(fs job.FS, p string) (any, error) { return readFile(fs, p) }),
			{
				Name: "random", Doc: "Writes a file of random bytes; the same seed gives the same bytes.",
				Params: []bind.Param{path, {Name: "bytes", Type: "integer"}, {Name: "seed", Type: "integer", Optional: true, Doc: "default: another one each time"}},
				Call:   h.random,
			},
			{
				Name: "copy", Doc: "Copies a file, in place of one that is there.", Params: pair,
				Call: func(c *bind.Call) error {
					return copyFile(h.fs(), h.path(c, 1, "a"), h.path(c, 2, "b"))
				},
			},
			{
				Name: "remove", Doc: "Removes a file, or a folder with all that is in it.", Params: []bind.Param{path},
				Call: func(c *bind.Call) error { return removeFile(h.fs(), h.path(c, 1, "path")) },
			},
			one("exists", "Whether there is a file or folder.", "boolean", func(fs job.FS, p string) (any, error) { return exists(fs, p) }),
			one("size", "The size of a file, in bytes.", "integer", func(fs job.FS, p string) (any, error) { return fileSize(fs, p) }),
			one("sha256", "The SHA-256 of a file's content, in hexadecimal.", "string", func(fs job.FS, p string) (any, error) { return sha256sum(fs, p) }),
			{
				Name: "same", Doc: "Whether two files have the same content.", Params: pair, Returns: []bind.Return{{Type: "boolean"}},
				Call: func(c *bind.Call) error {
					same, err := sameFiles(h.fs(), h.path(c, 1, "a"), h.path(c, 2, "b"))
					if err != nil {
						return err
					}
					return c.Return(same)
				},
			},
			one("glob", "The files that a pattern with *, ? and [] fits, in order.", "string[]", func(fs job.FS, p string) (any, error) {
				names, err := fs.Glob(p)
				if err != nil {
					return nil, job.Errorf("", job.EINVAL, "%q is no pattern: %w", p, err)
				}
				slices.Sort(names)
				return append([]string{}, names...), nil
			}),
		},
	}
}

// hostFiles are the files of one host, as scripts name them.
type hostFiles struct {
	r       *Runtime
	factory func() *job.Factory
}

func (h hostFiles) fs() job.FS { return h.factory().FS() }

// path gives argument i, a path.
func (h hostFiles) path(c *bind.Call, i int, name string) string {
	p := c.String(i, name)
	if p == "" {
		c.Fail(i, name, "the path is empty")
	}
	return h.r.path(p)
}

func (h hostFiles) tmpdir(c *bind.Call) error {
	f := h.factory()
	dir, err := f.FS().MkdirTemp(f.TempDir(), "tlua-")
	if err != nil {
		return temporary(f.TempDir(), job.IOError("", f.TempDir(), err))
	}
	h.r.scope.undo = append(h.r.scope.undo, func() error { return f.FS().RemoveAll(dir) })
	return c.Return(dir)
}

func (h hostFiles) random(c *bind.Call) error {
	const exact = 1 << 53 // the largest size that a Lua number counts exactly
	path, size := h.path(c, 1, "path"), c.Int(2, "bytes", 0, exact)
	var seed *uint64
	if c.Has(3) {
		n := uint64(c.Int(3, "seed", 0, exact))
		seed = &n
	}
	return randomFile(c.Context(), h.fs(), path, int64(size), seed)
}
