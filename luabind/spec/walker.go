package spec

import "github.com/yuin/gopher-lua/ast"

// walker looks at all of a file: which names it calls, and which it gives a
// meaning of its own.
type walker struct {
	own      map[string]bool
	called   map[string]bool
	required bool // busted itself
}

func (w *walker) block(stmts []ast.Stmt) {
	for _, s := range stmts {
		w.stmt(s)
	}
}

func (w *walker) stmt(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.LocalAssignStmt:
		for i, name := range s.Names {
			w.give(name, s.Exprs, i)
		}
		w.exprs(s.Exprs)
	case *ast.AssignStmt:
		for i, e := range s.Lhs {
			if id, ok := e.(*ast.IdentExpr); ok {
				w.give(id.Value, s.Rhs, i)
			} else {
				w.expr(e)
			}
		}
		w.exprs(s.Rhs)
	case *ast.FuncCallStmt:
		w.expr(s.Expr)
	case *ast.DoBlockStmt:
		w.block(s.Stmts)
	case *ast.WhileStmt:
		w.expr(s.Condition)
		w.block(s.Stmts)
	case *ast.RepeatStmt:
		w.block(s.Stmts)
		w.expr(s.Condition)
	case *ast.IfStmt:
		w.expr(s.Condition)
		w.block(s.Then)
		w.block(s.Else)
	case *ast.NumberForStmt:
		w.own[s.Name] = true
		w.exprs([]ast.Expr{s.Init, s.Limit, s.Step})
		w.block(s.Stmts)
	case *ast.GenericForStmt:
		w.names(s.Names)
		w.exprs(s.Exprs)
		w.block(s.Stmts)
	case *ast.FuncDefStmt:
		if id, ok := s.Name.Func.(*ast.IdentExpr); ok {
			w.own[id.Value] = true
		}
		w.expr(s.Func)
	case *ast.ReturnStmt:
		w.exprs(s.Exprs)
	}
}

// give takes note that a name is given a value, the i-th of some. It is none of its
// own if it is what the name has meant before: it = it, it = it or function() end.
func (w *walker) give(name string, values []ast.Expr, i int) {
	if i >= len(values) || !isOf(name, values[i]) {
		w.own[name] = true
	}
}

// isOf reports whether a value is that of a name, or may be.
func isOf(name string, e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.IdentExpr:
		return e.Value == name
	case *ast.LogicalOpExpr:
		return isOf(name, e.Lhs) || isOf(name, e.Rhs)
	}
	return false
}

func (w *walker) names(names []string) {
	for _, n := range names {
		w.own[n] = true
	}
}

func (w *walker) exprs(all []ast.Expr) {
	for _, e := range all {
		w.expr(e)
	}
}

func (w *walker) expr(e ast.Expr) {
	switch e := e.(type) {
	case *ast.FuncCallExpr:
		w.call(e)
	case *ast.FunctionExpr:
		w.names(e.ParList.Names)
		w.block(e.Stmts)
	case *ast.AttrGetExpr:
		w.exprs([]ast.Expr{e.Object, e.Key})
	case *ast.TableExpr:
		for _, f := range e.Fields {
			w.exprs([]ast.Expr{f.Key, f.Value})
		}
	case *ast.LogicalOpExpr:
		w.exprs([]ast.Expr{e.Lhs, e.Rhs})
	case *ast.RelationalOpExpr:
		w.exprs([]ast.Expr{e.Lhs, e.Rhs})
	case *ast.StringConcatOpExpr:
		w.exprs([]ast.Expr{e.Lhs, e.Rhs})
	case *ast.ArithmeticOpExpr:
		w.exprs([]ast.Expr{e.Lhs, e.Rhs})
	case *ast.UnaryMinusOpExpr:
		w.expr(e.Expr)
	case *ast.UnaryNotOpExpr:
		w.expr(e.Expr)
	case *ast.UnaryLenOpExpr:
		w.expr(e.Expr)
	}
}

// call looks at a call. What is called as a method is no verb.
func (w *walker) call(e *ast.FuncCallExpr) {
	if id, ok := e.Func.(*ast.IdentExpr); ok {
		w.called[id.Value] = true
		if id.Value == "require" && len(e.Args) == 1 {
			if s, ok := e.Args[0].(*ast.StringExpr); ok && (s.Value == "busted" || s.Value == "busted.runner") {
				w.required = true
			}
		}
	} else if e.Func != nil {
		w.expr(e.Func)
	}
	if e.Receiver != nil {
		w.expr(e.Receiver)
	}
	w.exprs(e.Args)
}
