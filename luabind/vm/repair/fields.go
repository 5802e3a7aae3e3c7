package repair

import (
	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"
)

// lastField puts the last value of a constructor into parentheses if it has a
// key: the compiler would put all values that it has behind the items, too.
func lastField(_ *pass, e ast.Expr) ast.Expr {
	if t, ok := e.(*ast.TableExpr); ok && len(t.Fields) > 0 {
		if last := t.Fields[len(t.Fields)-1]; last.Key != nil {
			last.Value = adjust(last.Value, true)
		}
	}
	return e
}

// itemsAgain tells whether the compiler would put items of t into the table a
// second time, from registers that have other values by then. The items go there
// in batches; after a full one it does so with each field that has a key, and
// with a last one that gives all its values.
func itemsAgain(t *ast.TableExpr) bool {
	items := 0
	for i, f := range t.Fields {
		if f.Key == nil && (i < len(t.Fields)-1 || !isMulti(f.Value)) {
			items++
		} else if items > 0 && items%lua.FieldsPerFlush == 0 {
			return true
		}
	}
	return false
}
