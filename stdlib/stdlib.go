// Package stdlib holds the modules of scripts that are written in Lua: the
// assertions, with the names and semantics of luassert, and what belongs to them.
package stdlib

import (
	"embed"
	"io/fs"
	"regexp"
	"strings"
)

// tests are the definitions of what scripts have in tests only.
//
//go:embed tests.lua
var tests string

// TestOnly gives the names that scripts have in tests only: the verbs of busted,
// check, params and so on.
func TestOnly() (names []string) {
	definition := regexp.MustCompile(`(?m)^(?:function )?(\w+)(?:\(| = \{\}$)`)
	for _, m := range definition.FindAllStringSubmatch(tests, -1) {
		names = append(names, m[1])
	}
	return names
}

//go:embed say.lua check.lua eventually.lua busted.lua assert busted
var files embed.FS

// Prefix is how positions in the modules begin: "(tlua)/assert/spy.lua:12:".
const Prefix = "(tlua)/"

// Module is one of the modules.
type Module struct {
	Name string // as require is given it
	File string // as positions show it
	Text []byte
	// Replaces says that the name is that of a module of others, which this one
	// takes the place of: it comes before a file of that name. Others come behind.
	Replaces bool
}

// Modules gives all modules.
func Modules() []Module {
	var all []Module
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := files.ReadFile(path)
		name := nameOf(path)
		all = append(all, Module{
			Name: name, File: Prefix + path, Text: text,
			Replaces: strings.HasPrefix(path, folder) || strings.HasPrefix(path, "busted") || name == "say",
		})
		return err
	})
	if err != nil {
		panic(err) // the files are a part of the program
	}
	return all
}

// folder has the modules of luassert.
const folder = "assert/"

// nameOf gives the name of the module in a file.
func nameOf(path string) string {
	name := strings.TrimSuffix(path, ".lua")
	if rest, ok := strings.CutPrefix(name, folder); ok {
		name = strings.TrimSuffix("luassert/"+rest, "/init")
	}
	return strings.ReplaceAll(name, "/", ".")
}
