package repair

import "github.com/yuin/gopher-lua/ast"

// parentheses takes a call or "..." out of parentheses where it is all that is
// assigned to one variable: the assignment takes one value anyway. With them the
// compiler puts the call's function, or the values, right over the local and
// what comes after it, so that p = (...) and line = (line:gsub(" ", "")) ruin
// other locals or crash.
func parentheses(_ *pass, s ast.Stmt) ast.Stmt {
	if as, ok := s.(*ast.AssignStmt); ok && len(as.Lhs) == 1 && len(as.Rhs) == 1 {
		adjust(as.Rhs[0], false)
	}
	return s
}

// andIntoLocal assigns what has an "and" in it through a new local. The compiler
// writes only the last operand into the local that is assigned to, so that
// t = t.y and t.y.z leaves t as it was when t.y is nil.
func andIntoLocal(p *pass, s ast.Stmt) ast.Stmt {
	as, ok := s.(*ast.AssignStmt)
	if !ok || len(as.Lhs) != 1 || len(as.Rhs) != 1 || !hasAnd(as.Rhs[0]) {
		return s
	}
	if id, ok := as.Lhs[0].(*ast.IdentExpr); !ok || !p.scope.local(id.Value) {
		return s
	}
	at := placeOf(s)
	name := "(value)"
	return at.do(at.local([]string{name}, as.Rhs[0]), at.assign(as.Lhs[0], at.ident(name)))
}

func hasAnd(e ast.Expr) bool {
	l, ok := e.(*ast.LogicalOpExpr)
	return ok && (l.Operator == "and" || hasAnd(l.Lhs) || hasAnd(l.Rhs))
}

// ownName lets local f = function() ... f ... end see the f before it: the
// compiler takes it for local function f, which sees itself. The two differ in
// the tree by the last line only, which the parser gives the second; with one
// more value on the right the compiler sees that they differ.
func ownName(_ *pass, s ast.Stmt) ast.Stmt {
	l, ok := s.(*ast.LocalAssignStmt)
	if !ok || len(l.Names) != 1 || len(l.Exprs) != 1 || isLocalFunction(l) {
		return s
	}
	if fn, ok := l.Exprs[0].(*ast.FunctionExpr); ok && mentions(fn, l.Names[0]) {
		l.Exprs = append(l.Exprs, placeOf(s).null())
	}
	return s
}

// isLocalFunction tells whether s was written as local function.
func isLocalFunction(s *ast.LocalAssignStmt) bool {
	if len(s.Names) != 1 || len(s.Exprs) != 1 {
		return false
	}
	_, ok := s.Exprs[0].(*ast.FunctionExpr)
	return ok && s.LastLine() != 0
}

func mentions(fn *ast.FunctionExpr, name string) bool {
	found := false
	visit(fn, true, func(e ast.Expr) {
		if id, ok := e.(*ast.IdentExpr); ok && id.Value == name {
			found = true
		}
	})
	return found
}
