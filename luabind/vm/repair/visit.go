package repair

import "github.com/yuin/gopher-lua/ast"

// visit calls f for e and every expression in it, and if deep also for those in
// the bodies of functions.
func visit(e ast.Expr, deep bool, f func(ast.Expr)) {
	if e == nil {
		return
	}
	f(e)
	each := func(es ...ast.Expr) {
		for _, e := range es {
			visit(e, deep, f)
		}
	}
	switch e := e.(type) {
	case *ast.AttrGetExpr:
		each(e.Object, e.Key)
	case *ast.TableExpr:
		for _, field := range e.Fields {
			each(field.Key, field.Value)
		}
	case *ast.FuncCallExpr:
		each(e.Func, e.Receiver)
		each(e.Args...)
	case *ast.LogicalOpExpr:
		each(e.Lhs, e.Rhs)
	case *ast.RelationalOpExpr:
		each(e.Lhs, e.Rhs)
	case *ast.StringConcatOpExpr:
		each(e.Lhs, e.Rhs)
	case *ast.ArithmeticOpExpr:
		each(e.Lhs, e.Rhs)
	case *ast.UnaryMinusOpExpr:
		each(e.Expr)
	case *ast.UnaryNotOpExpr:
		each(e.Expr)
	case *ast.UnaryLenOpExpr:
		each(e.Expr)
	case *ast.FunctionExpr:
		if deep {
			visitStmts(e.Stmts, f)
		}
	}
}

// visitStmts calls f for every expression in ss.
func visitStmts(ss []ast.Stmt, f func(ast.Expr)) {
	for _, s := range ss {
		visitParts(s, func(e ast.Expr) { visit(e, true, f) }, func(ss []ast.Stmt) { visitStmts(ss, f) })
	}
}

// visitParts calls expr for the expressions of s itself, and block for the
// statements in it.
func visitParts(s ast.Stmt, expr func(ast.Expr), block func([]ast.Stmt)) {
	each := func(es []ast.Expr) {
		for _, e := range es {
			expr(e)
		}
	}
	switch s := s.(type) {
	case *ast.AssignStmt:
		each(s.Lhs)
		each(s.Rhs)
	case *ast.LocalAssignStmt:
		each(s.Exprs)
	case *ast.FuncCallStmt:
		expr(s.Expr)
	case *ast.DoBlockStmt:
		block(s.Stmts)
	case *ast.WhileStmt:
		expr(s.Condition)
		block(s.Stmts)
	case *ast.RepeatStmt:
		block(s.Stmts)
		expr(s.Condition)
	case *ast.IfStmt:
		expr(s.Condition)
		block(s.Then)
		block(s.Else)
	case *ast.NumberForStmt:
		each([]ast.Expr{s.Init, s.Limit, s.Step})
		block(s.Stmts)
	case *ast.GenericForStmt:
		each(s.Exprs)
		block(s.Stmts)
	case *ast.FuncDefStmt:
		each([]ast.Expr{s.Name.Func, s.Name.Receiver, s.Func})
	case *ast.ReturnStmt:
		each(s.Exprs)
	}
}
