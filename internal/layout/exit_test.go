package layout

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
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
	const root = "../.."
	found := map[string]bool{}
	for _, folder := range []string{"core", "luabind"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(file string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
				return err
			}
			name, _ := filepath.Rel(root, filepath.Dir(file))
			calls, err := exitsIn(file)
			for _, call := range calls {
				found[name] = true
				if mayExit[name] == "" {
					t.Errorf("%s ends the process: return an error", call)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name := range mayExit {
		if !found[name] {
			t.Errorf("%s does not end its process any more; take it off the list", name)
		}
	}
}

// exitsIn gives the places in a file that name a function of exits.
func exitsIn(name string) (places []string, err error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	imported := map[string]string{}
	for _, i := range file.Imports {
		from, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return nil, err
		}
		imported[path.Base(from)] = from
		if i.Name != nil {
			imported[i.Name.Name] = from
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if pkg, ok := s.X.(*ast.Ident); ok && slices.Contains(exits[imported[pkg.Name]], s.Sel.Name) {
				places = append(places, files.Position(s.Pos()).String())
			}
		}
		return true
	})
	return places, nil
}
