package repair

import "github.com/yuin/gopher-lua/ast"

// pass goes through a tree once, from the leaves up, and lets the repairs look
// at every node.
type pass struct {
	blocks []func(*pass, []ast.Stmt) []ast.Stmt
	stmts  []func(*pass, ast.Stmt) ast.Stmt
	exprs  []func(*pass, ast.Expr) ast.Expr
	every  bool // exprs see all expressions, and not only those that have repairs

	scope scope
	// constants counts what the function at hand may need a constant for, as far
	// as the pass has come: the compiler's time grows with its square.
	constants int
	weight    int // the share of the expression at hand
}

// block goes through statements with a scope of their own.
func (p *pass) block(ss []ast.Stmt, names ...string) []ast.Stmt {
	mark := len(p.scope.names)
	p.scope.declare(names...)
	ss = p.open(ss)
	p.scope.names = p.scope.names[:mark]
	return ss
}

// open goes through statements whose locals stay visible.
func (p *pass) open(ss []ast.Stmt) []ast.Stmt {
	for i, s := range ss {
		p.within(s)
		ss[i] = p.repaired(s)
	}
	for _, f := range p.blocks {
		ss = f(p, ss)
	}
	return ss
}

// repaired applies the repairs to a statement whose parts are done.
func (p *pass) repaired(s ast.Stmt) ast.Stmt {
	for _, f := range p.stmts {
		s = f(p, s)
	}
	return s
}

// within goes through the parts of a statement.
func (p *pass) within(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.AssignStmt:
		p.list(s.Lhs)
		p.list(s.Rhs)
	case *ast.LocalAssignStmt:
		p.localAssign(s)
	case *ast.FuncCallStmt:
		s.Expr = p.expr(s.Expr)
	case *ast.DoBlockStmt:
		s.Stmts = p.block(s.Stmts)
	case *ast.IfStmt:
		s.Condition = p.expr(s.Condition)
		s.Then = p.block(s.Then)
		s.Else = p.block(s.Else)
	case *ast.FuncDefStmt:
		p.funcDef(s)
	case *ast.ReturnStmt:
		p.list(s.Exprs)
	default:
		p.loop(s)
	}
}

func (p *pass) loop(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.WhileStmt:
		s.Condition = p.expr(s.Condition)
		s.Stmts = p.block(s.Stmts)
	case *ast.RepeatStmt:
		mark := len(p.scope.names)
		s.Stmts = p.open(s.Stmts)
		s.Condition = p.expr(s.Condition)
		p.scope.names = p.scope.names[:mark]
	case *ast.NumberForStmt:
		s.Init, s.Limit, s.Step = p.expr(s.Init), p.expr(s.Limit), p.expr(s.Step)
		s.Stmts = p.block(s.Stmts, s.Name)
	case *ast.GenericForStmt:
		p.list(s.Exprs)
		s.Stmts = p.block(s.Stmts, s.Names...)
	}
}

// localAssign declares the names where the compiler does: a single function
// sees its own.
func (p *pass) localAssign(s *ast.LocalAssignStmt) {
	if isLocalFunction(s) {
		p.scope.declare(s.Names...)
		p.list(s.Exprs)
		return
	}
	p.list(s.Exprs)
	p.scope.declare(s.Names...)
}

func (p *pass) funcDef(s *ast.FuncDefStmt) {
	if s.Name.Func == nil {
		s.Name.Receiver = p.expr(s.Name.Receiver)
		p.constants++
		p.function(s.Func, "self")
		return
	}
	s.Name.Func = p.expr(s.Name.Func)
	p.function(s.Func)
}

// function goes through a function's body. A vararg function has the local arg,
// for code written for Lua 5.0.
func (p *pass) function(fn *ast.FunctionExpr, first ...string) {
	base, constants, mark := p.scope.base, p.constants, len(p.scope.names)
	p.scope.base, p.constants = mark, 0
	p.scope.declare(first...)
	p.scope.declare(fn.ParList.Names...)
	if fn.ParList.HasVargs {
		p.scope.declare("arg")
	}
	fn.Stmts = p.block(fn.Stmts)
	p.scope.names = p.scope.names[:mark]
	p.scope.base, p.constants = base, constants
}

func (p *pass) list(es []ast.Expr) {
	for i, e := range es {
		es[i] = p.expr(e)
	}
}

// expr goes through an expression, which may be missing.
func (p *pass) expr(e ast.Expr) ast.Expr {
	if e == nil {
		return nil
	}
	before := p.constants
	p.operands(e)
	p.constants++
	if !p.every && !repairable(e) {
		return e
	}
	for _, f := range p.exprs {
		p.weight = p.constants - before
		e = f(p, e)
	}
	return e
}

func (p *pass) operands(e ast.Expr) {
	switch e := e.(type) {
	case *ast.AttrGetExpr:
		e.Object, e.Key = p.expr(e.Object), p.expr(e.Key)
	case *ast.TableExpr:
		for _, f := range e.Fields {
			f.Key, f.Value = p.expr(f.Key), p.expr(f.Value)
		}
	case *ast.FuncCallExpr:
		e.Func, e.Receiver = p.expr(e.Func), p.expr(e.Receiver)
		p.list(e.Args)
	case *ast.LogicalOpExpr:
		e.Lhs, e.Rhs = p.expr(e.Lhs), p.expr(e.Rhs)
	case *ast.RelationalOpExpr:
		e.Lhs, e.Rhs = p.expr(e.Lhs), p.expr(e.Rhs)
	case *ast.StringConcatOpExpr:
		e.Lhs, e.Rhs = p.expr(e.Lhs), p.expr(e.Rhs)
	case *ast.ArithmeticOpExpr:
		e.Lhs, e.Rhs = p.expr(e.Lhs), p.expr(e.Rhs)
	case *ast.UnaryMinusOpExpr:
		e.Expr = p.expr(e.Expr)
	case *ast.UnaryNotOpExpr:
		e.Expr = p.expr(e.Expr)
	case *ast.UnaryLenOpExpr:
		e.Expr = p.expr(e.Expr)
	case *ast.FunctionExpr:
		p.function(e)
	}
}
