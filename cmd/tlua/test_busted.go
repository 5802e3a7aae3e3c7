package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/suite"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/vm/pattern"
)

// bustedFile is where a project keeps busted's settings.
const bustedFile = ".busted"

// bustedPath is what busted searches modules by before it looks elsewhere.
var bustedPath = []string{"./src/?.lua", "./src/?/?.lua", "./src/?/init.lua"}

// busted are the settings of a project for busted, as far as they are for tlua,
// too.
type busted struct {
	roots              []string
	included, excluded func(name string) bool // names of files
}

// isTest reports whether a file is one of tests, by its name.
func (b *busted) isTest(name string) bool { return b.included(name) && !b.excluded(name) }

// settings reads .busted, if the project has one, and sets those flags by it that
// are not given. The error is one of usage.
func (f *testFlags) settings(w world, flags *pflag.FlagSet) (b busted, err error) {
	b.included, b.excluded = suite.IsSpec, func(string) bool { return false }
	if !flags.Changed("lpath") {
		f.path = bustedPath
	}
	all, err := readBusted(w.path(bustedFile))
	if err != nil {
		return b, &usageError{message: err.Error(), hint: "busted's settings, which 'tlua test' reads as well"}
	}
	for _, name := range []string{"_all", "default"} { // what is more special comes last
		run, _ := all[name].(map[string]any)
		if err := b.take(f, flags, run); err != nil {
			return b, &usageError{message: fmt.Sprintf("%s: %s: %v", bustedFile, name, err), hint: "nothing was run"}
		}
	}
	return b, nil
}

func readBusted(path string) (map[string]any, error) {
	src, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, job.IOError("", bustedFile, err)
	}
	v, err := evaluate(bustedFile, src, append(luabind.PureLibs(), "os.getenv"))
	if err != nil {
		return nil, err
	}
	all, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s: it must return a table", bustedFile)
	}
	return all, nil
}

// take takes the settings that tlua has flags for.
func (b *busted) take(f *testFlags, flags *pflag.FlagSet, run map[string]any) error {
	if roots := words(run["ROOT"]); roots != nil {
		b.roots = roots
	}
	if p := words(run["pattern"]); p != nil {
		matches, err := matcher(p)
		if err != nil {
			return err
		}
		b.included = func(name string) bool { return strings.HasSuffix(name, ".lua") && matches(name) }
	}
	if p := words(run["exclude-pattern"]); p != nil {
		matches, err := matcher(slices.DeleteFunc(p, func(s string) bool { return s == "" }))
		if err != nil {
			return err
		}
		b.excluded = matches
	}
	if p, ok := run["lpath"].(string); ok && !flags.Changed("lpath") {
		f.path = append(slices.DeleteFunc(strings.Split(p, ";"), func(s string) bool { return s == "" }), bustedPath...)
	}
	for _, s := range []struct {
		flag string
		to   *[]string
	}{{"tags", &f.tags}, {"exclude-tags", &f.excludeTags}, {"filter", &f.filter}, {"filter-out", &f.filterOut}} {
		if list := words(run[s.flag]); list != nil && !flags.Changed(s.flag) {
			*s.to = list
		}
	}
	if h, ok := run["helper"].(string); ok && !flags.Changed("helper") {
		f.helper = h
	}
	if on, _ := run["shuffle"].(bool); on && !flags.Changed("shuffle") {
		_ = f.shuffle.Set(anySeed) // it is one
	}
	if on, ok := run["keep-going"].(bool); ok && !flags.Changed("fail-fast") {
		f.failFast = !on
	}
	if n, ok := run["repeat"].(float64); ok && !flags.Changed("repeat") {
		f.repeat = int(n)
	}
	return nil
}

// matcher gives what reports whether a name matches one of the patterns of Lua's.
func matcher(texts []string) (func(name string) bool, error) {
	var all []*pattern.Pattern
	for _, text := range texts {
		p := pattern.Compile(text)
		if _, err := matches(p, ""); err != nil {
			return nil, fmt.Errorf("pattern %q: %w", text, err)
		}
		all = append(all, p)
	}
	return func(name string) bool {
		return slices.ContainsFunc(all, func(p *pattern.Pattern) bool {
			yes, _ := matches(p, name)
			return yes
		})
	}, nil
}

// words gives a setting that is a text, or a list of texts.
func words(v any) (list []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, item := range v {
			list = append(list, fmt.Sprint(item))
		}
	}
	return list
}
