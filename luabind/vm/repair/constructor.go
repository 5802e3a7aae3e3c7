package repair

import "github.com/yuin/gopher-lua/ast"

// storedAtOnce is how many items of a list go into a table at once.
const storedAtOnce = 50

// lastField puts the value of a last field with a key into parentheses. The
// compiler takes a call or "..." there for the end of the list, so that
// {1, k = f()} stores whatever is on the stack as items, too.
func lastField(_ *pass, e ast.Expr) ast.Expr {
	t, ok := e.(*ast.TableExpr)
	if !ok || len(t.Fields) == 0 {
		return e
	}
	if f := t.Fields[len(t.Fields)-1]; f.Key != nil {
		adjust(f.Value, true)
	}
	return e
}

// storedTwice tells whether the compiler stores the same items of t twice, the
// second time with what has come into their registers since, as it does where
// such a load is complete and a field with a key or the values of a call follow.
func storedTwice(t *ast.TableExpr) bool {
	items := 0
	for i, f := range t.Fields {
		follows := f.Key != nil || i == len(t.Fields)-1 && isMulti(f.Value)
		if follows && items > 0 && items%storedAtOnce == 0 {
			return true
		}
		if f.Key == nil {
			items++
		}
	}
	return false
}
