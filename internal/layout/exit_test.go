package layout

import (
	"go/ast"
	"path"
	"slices"
	"testing"
)

// exits are the functions that end the process, by package.
var exits = map[string][]string{
	"os":                         {"Exit"},
	"syscall":                    {"Exit"},
	"golang.org/x/sys/unix":      {"Exit"},
	"log":                        {"Fatal", "Fatalf", "Fatalln"},
	"github.com/sirupsen/logrus": {"Exit", "Fatal", "Fatalf", "Fatalln"},
}

// mayExit are the packages that end their process all the same, each with the
// reason.
var mayExit = map[string]string{
	"core/job/guard": "the guardian is a process of its own: no program has it as a library",
}

// A library leaves the end of the process to the program: one that embeds it goes
// on whatever a script does.
func TestLibrariesDoNotExit(t *testing.T) {
	found := map[string]bool{}
	for _, s := range sources(t, "core", "luabind") {
		ast.Inspect(s.tree, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && slices.Contains(exits[s.of(sel)], sel.Sel.Name) {
				name := path.Dir(s.name)
				found[name] = true
				if mayExit[name] == "" {
					t.Errorf("%v ends the process: return an error", s.at(sel))
				}
			}
			return true
		})
	}
	for name := range mayExit {
		if !found[name] {
			t.Errorf("%s does not end its process any more; take it off the list", name)
		}
	}
}
