package repair

import (
	"strconv"

	"github.com/tlua/tlua/luabind/vm/number"
	"github.com/yuin/gopher-lua/ast"
)

// numeral writes a number so that the compiler reads it rightly: it takes some
// that begin with 0 for octal, and what is too large for it for no number.
func numeral(_ *pass, e ast.Expr) ast.Expr {
	n, ok := e.(*ast.NumberExpr)
	if !ok || len(n.Value) == 1 {
		return e
	}
	if f, ok := number.Parse(n.Value); ok {
		n.Value = strconv.FormatFloat(f, 'g', -1, 64)
	}
	return e
}
