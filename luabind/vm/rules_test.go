package vm_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// instead says what to do instead of something of gopher-lua's.
var instead = map[string]string{
	// A protected call of gopher-lua's own that fails detaches the variables of
	// all functions that are running
	// (https://github.com/yuin/gopher-lua/issues/448), and one that ends well
	// makes the next error do so.
	"PCall": "vm.Protect", "GPCall": "vm.Protect", "Protect: true": "vm.Protect",
	// Chunks that it loads itself are not repaired, nor are states that it makes.
	"DoString": "vm.Compile", "DoFile": "vm.Compile", "LoadString": "vm.Compile", "LoadFile": "vm.Compile", "Load": "vm.Compile",
	"NewState": "vm.New",
}

// TestBindingsUseTheRepairedLua finds what goes around this package.
func TestBindingsUseTheRepairedLua(t *testing.T) {
	root := "../.."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path == filepath.Join(root, "luabind", "vm"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		if !slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"github.com/yuin/gopher-lua"` }) {
			return nil
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if forbidden := aroundRepairs(n); forbidden != "" {
				t.Errorf("%s: %s goes around the repairs; call %s", files.Position(n.Pos()), forbidden, instead[forbidden])
			}
			return true
		})
		return nil
	})
	require.NoError(t, err)
}

// aroundRepairs gives the name of what n does, if that is forbidden.
func aroundRepairs(n ast.Node) string {
	name := ""
	switch n := n.(type) {
	case *ast.SelectorExpr:
		name = n.Sel.Name
	case *ast.KeyValueExpr:
		key, _ := n.Key.(*ast.Ident)
		value, _ := n.Value.(*ast.Ident)
		if key != nil && value != nil {
			name = key.Name + ": " + value.Name
		}
	}
	if instead[name] == "" {
		return ""
	}
	return name
}
