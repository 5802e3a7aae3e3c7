package vm_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestBindingsCallLuaByProtect finds protected calls of gopher-lua's own. Such a
// call that fails detaches the variables of all functions that are running
// (https://github.com/yuin/gopher-lua/issues/448), and one that ends well makes
// the next error do so: bindings call vm.Protect.
func TestBindingsCallLuaByProtect(t *testing.T) {
	root := ".."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path == filepath.Join(root, "vm"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			if forbidden := ownProtectedCall(n); forbidden != "" {
				t.Errorf("%s: %s detaches the variables of running Lua functions; call vm.Protect", files.Position(n.Pos()), forbidden)
			}
			return true
		})
		return nil
	})
	require.NoError(t, err)
}

// ownProtectedCall gives the name of what n does, if that is forbidden.
func ownProtectedCall(n ast.Node) string {
	switch n := n.(type) {
	case *ast.SelectorExpr:
		switch n.Sel.Name {
		case "PCall", "GPCall", "DoString", "DoFile":
			return n.Sel.Name
		}
	case *ast.KeyValueExpr:
		key, _ := n.Key.(*ast.Ident)
		value, _ := n.Value.(*ast.Ident)
		if key != nil && key.Name == "Protect" && value != nil && value.Name == "true" {
			return "Protect: true"
		}
	}
	return ""
}
