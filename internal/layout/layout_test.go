// Package layout tests what holds for the whole tree: which way imports point,
// and that every package says what it is for.
package layout

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/tlua/tlua"

// order lists the packages from the bottom up: each may import those before
// it, and none after it. A new package is added where it belongs.
var order = []string{
	"core/proc",
	"internal/leak",
	"core/event",
	"core/names",
	"core/expr",
	"core/job/stream",
	"core/job",
	"core/job/guard",
	"core/job/local",
	"core/job/jobtest",
	"core/tool",
	"core/metainfo",
	"core/netaddr",
	"core/tracker",
	"core/ctorrent",
	"core/results",
	"core/report",
	"core/suite",
	"core/expect",
	"core/report/export",
	"core/report/html",
	"luabind/vm/number",
	"luabind/vm/grammar",
	"luabind/vm/repair",
	"luabind/vm/pattern",
	"luabind/vm",
	"luabind/bind",
	"stdlib",
	"luabind",
	"luabind/spec",
	"cmd/tlua",
	"internal/bench",
	"internal/layout",
}

// notInCore are the modules of others that the core does without: it knows no
// Lua and no command line.
var notInCore = []string{"github.com/yuin/gopher-lua", "layeh.com/gopher-luar", "github.com/spf13/cobra"}

type pkg struct {
	ImportPath, Doc           string
	Imports, GoFiles          []string
	TestImports, XTestImports []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Doc,Imports,GoFiles,TestImports,XTestImports", module+"/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p pkg
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < len(order) {
		t.Fatalf("go list gave %d packages, the table has %d", len(all), len(order))
	}
	return all
}

func core(path string) bool { return strings.HasPrefix(path, module+"/core/") }

func TestImportsPointDown(t *testing.T) {
	level := map[string]int{}
	for i, name := range order {
		level[module+"/"+name] = i
	}
	for _, p := range packages(t) {
		at, ok := level[p.ImportPath]
		if !ok {
			t.Errorf("%s is not in the table of packages, in layout_test.go", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			if to, ours := level[imported]; ours && to >= at {
				t.Errorf("%s imports %s, which is above it", p.ImportPath, imported)
			}
			for _, other := range notInCore {
				if core(p.ImportPath) && (imported == other || strings.HasPrefix(imported, other+"/")) {
					t.Errorf("%s imports %s, which the core does without", p.ImportPath, imported)
				}
			}
		}
		// Tests of the core know no Lua either.
		for _, imported := range append(p.TestImports, p.XTestImports...) {
			if core(p.ImportPath) && strings.HasPrefix(imported, module+"/luabind") {
				t.Errorf("a test of %s imports %s", p.ImportPath, imported)
			}
		}
	}
}

func TestPackagesHaveComments(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.GoFiles) > 0 && p.Doc == "" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}
