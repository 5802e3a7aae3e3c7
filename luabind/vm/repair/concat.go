package repair

import "github.com/yuin/gopher-lua/ast"

// Concat is the name of the function that joins in place of "..". No script can
// define it: who compiles the repaired chunk puts the function there.
const Concat = "(concat)"

// joining calls a function for "..", with all operands of a chain: the
// interpreter writes numbers in Go's form, 0.3333333333333333 and +Inf, where
// Lua's is 0.33333333333333 and inf.
func joining(_ *pass, e ast.Expr) ast.Expr {
	c, ok := e.(*ast.StringConcatOpExpr)
	if !ok {
		return e
	}
	operands := []ast.Expr{c.Lhs}
	if chain, ok := joined(c.Rhs); ok {
		operands = append(operands, chain...)
	} else {
		operands = append(operands, adjust(c.Rhs, true))
	}
	at := placeOf(c)
	return adjust(put(at, &ast.FuncCallExpr{Func: at.ident(Concat), Args: operands}), true)
}

// joined gives the operands of what joining has made.
func joined(e ast.Expr) ([]ast.Expr, bool) {
	c, ok := e.(*ast.FuncCallExpr)
	if !ok {
		return nil, false
	}
	if fn, ok := c.Func.(*ast.IdentExpr); ok && fn.Value == Concat {
		return c.Args, true
	}
	return nil, false
}
