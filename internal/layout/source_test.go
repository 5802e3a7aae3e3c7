package layout

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// source is a file of the project that is no test.
type source struct {
	name     string // from the root on
	files    *token.FileSet
	tree     *ast.File
	imported map[string]string // packages by the names that they have here
}

// sources gives the files below some folders.
func sources(t *testing.T, folders ...string) (all []source) {
	t.Helper()
	const root = "../.."
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(file string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
				return err
			}
			s := source{files: token.NewFileSet(), imported: map[string]string{}}
			s.name, _ = filepath.Rel(root, file)
			s.tree, err = parser.ParseFile(s.files, file, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for _, i := range s.tree.Imports {
				from, err := strconv.Unquote(i.Path.Value)
				if err != nil {
					return err
				}
				s.imported[path.Base(from)] = from
				if i.Name != nil {
					s.imported[i.Name.Name] = from
				}
			}
			all = append(all, s)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// of gives the package that a name is selected from, "" if it is from a value.
func (s source) of(sel *ast.SelectorExpr) string {
	if x, ok := sel.X.(*ast.Ident); ok {
		return s.imported[x.Name]
	}
	return ""
}

func (s source) at(n ast.Node) token.Position { return s.files.Position(n.Pos()) }
