package luabind

import (
	"maps"
	"slices"
	"strings"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/names"
	"github.com/tlua/tlua/luabind/bind"
)

// PureLibs gives, for Options.Libs, what reaches nothing outside of the runtime:
// no file, no program, no network, no variable of the environment.
func PureLibs() []string {
	return []string{
		"coroutine", "math", "package", "string", "table", "io.write",
		"os.clock", "os.date", "os.difftime", "os.time", "json", "log", "re",
	}
}

// libs are the libraries that scripts get, "string", and single functions of
// them, "os.time"; nil are all.
type libs map[string]bool

func libsOf(names []string) libs {
	if names == nil {
		return nil
	}
	l := libs{}
	for _, name := range names {
		l[name] = true
	}
	return l
}

// has reports whether scripts get a name of a library; "" is the whole of it.
func (l libs) has(lib, name string) bool {
	return l == nil || l[lib] || name != "" && l[lib+"."+name]
}

// of gives what scripts get of modules. Those without a name are no library.
func (l libs) of(modules []*bind.Module) (kept []*bind.Module) {
	for _, m := range modules {
		if m.Name != "" {
			m.Funcs = slices.DeleteFunc(m.Funcs, func(f bind.Func) bool { return !l.has(m.Name, f.Name) })
			m.Values = slices.DeleteFunc(m.Values, func(v bind.Value) bool { return !l.has(m.Name, v.Name) })
		}
		if len(m.Funcs)+len(m.Values) > 0 {
			kept = append(kept, m)
		}
	}
	return kept
}

// check finds names of which there is no library: neither one of Lua's, whose
// names are given with what they hold, nor a module.
func (l libs) check(held map[string][]string, modules []*bind.Module) error {
	for _, m := range modules {
		if m.Name != "" {
			held[m.Name] = m.Names()
		}
	}
	whole := slices.Sorted(maps.Keys(held))
	all := slices.Clone(whole)
	for _, lib := range whole {
		for _, name := range slices.Sorted(slices.Values(held[lib])) {
			all = append(all, lib+"."+name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l)) {
		if slices.Contains(all, name) {
			continue
		}
		meant := ""
		if near := names.Nearest(name, all); near != "" {
			meant = `, did you mean "` + near + `"?`
		}
		return job.Errorf("", job.EINVAL, `Libs: there is no library or function %q%s (libraries: %s; functions: "os.time" and the like)`,
			name, meant, strings.Join(whole, ", "))
	}
	return nil
}
