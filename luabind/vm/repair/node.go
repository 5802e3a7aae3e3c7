package repair

import "github.com/yuin/gopher-lua/ast"

// place makes nodes that belong to one place of the source, so that errors in
// them name the line of what they stand for.
type place struct{ first, last int }

func placeOf(n ast.PositionHolder) place { return place{n.Line(), n.LastLine()} }

// put gives n the place.
func put[N ast.PositionHolder](at place, n N) N {
	n.SetLine(at.first)
	n.SetLastLine(at.last)
	return n
}

func (at place) ident(name string) ast.Expr { return put(at, &ast.IdentExpr{Value: name}) }

func (at place) null() ast.Expr { return put(at, &ast.NilExpr{}) }

func (at place) number(text string) ast.Expr { return put(at, &ast.NumberExpr{Value: text}) }

func (at place) index(object, key ast.Expr) ast.Expr {
	return put(at, &ast.AttrGetExpr{Object: object, Key: key})
}

func (at place) local(names []string, values ...ast.Expr) ast.Stmt {
	return put(at, &ast.LocalAssignStmt{Names: names, Exprs: values})
}

func (at place) assign(target, value ast.Expr) ast.Stmt {
	return put(at, &ast.AssignStmt{Lhs: []ast.Expr{target}, Rhs: []ast.Expr{value}})
}

func (at place) do(ss ...ast.Stmt) ast.Stmt {
	return put(at, &ast.DoBlockStmt{Stmts: ss})
}

// isMulti tells whether an expression at the end of a list gives all its values.
func isMulti(e ast.Expr) bool { return isAdjustable(e) && !isAdjusted(e) }

// isAdjustable tells whether an expression can have several values at all.
func isAdjustable(e ast.Expr) bool {
	switch e.(type) {
	case *ast.FuncCallExpr, *ast.Comma3Expr:
		return true
	}
	return false
}

// isAdjusted tells whether parentheses cut an expression to one value.
func isAdjusted(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.FuncCallExpr:
		return e.AdjustRet
	case *ast.Comma3Expr:
		return e.AdjustRet
	}
	return false
}

// adjust puts an expression into parentheses, or takes it out of them.
func adjust(e ast.Expr, on bool) ast.Expr {
	switch e := e.(type) {
	case *ast.FuncCallExpr:
		e.AdjustRet = on
	case *ast.Comma3Expr:
		e.AdjustRet = on
	}
	return e
}
