package repair

import (
	"strconv"

	"github.com/yuin/gopher-lua/ast"
)

// multipleAssignment does one assignment after the other. The compiler puts each
// value into its local at once, so that a, b = b, a gives both the same, and
// a key on the left can change before it is used. Here the values wait in locals
// of a block, all but the last, and go to their targets from right to left, as in
// Lua 5.1.
func multipleAssignment(p *pass, s ast.Stmt) ast.Stmt {
	as, ok := s.(*ast.AssignStmt)
	if !ok || len(as.Lhs) == 1 && len(as.Rhs) == 1 {
		return s
	}
	m := &multi{pass: p, place: placeOf(s)}
	targets := make([]ast.Expr, len(as.Lhs))
	for i, e := range as.Lhs {
		targets[i] = m.target(e, as.Lhs[i+1:])
	}
	values := m.values(as.Rhs, len(targets))
	for i := len(targets) - 1; i >= 0; i-- {
		m.stmts = append(m.stmts, p.repaired(m.assign(targets[i], values[i])))
	}
	return m.do(m.stmts...)
}

// multi is one multiple assignment on its way to a block.
type multi struct {
	place
	pass  *pass
	stmts []ast.Stmt
	held  int
}

// hold keeps values in new locals, and gives these.
func (m *multi) hold(n int, es ...ast.Expr) []ast.Expr {
	names, idents := make([]string, n), make([]ast.Expr, n)
	for i := range n {
		m.held++
		names[i] = "(held " + strconv.Itoa(m.held) + ")"
		idents[i] = m.ident(names[i])
	}
	m.stmts = append(m.stmts, m.local(names, es...))
	return idents
}

// target gives e with its table and key taken. Lua 5.1 reads those that are
// locals last, unless a later target is the same local.
func (m *multi) target(e ast.Expr, later []ast.Expr) ast.Expr {
	a, ok := e.(*ast.AttrGetExpr)
	if !ok {
		return e
	}
	taken := func(e ast.Expr) ast.Expr {
		if m.stays(e, later) {
			return e
		}
		return m.hold(1, e)[0]
	}
	object := taken(a.Object)
	return placeOf(a).index(object, taken(a.Key))
}

func (m *multi) stays(e ast.Expr, later []ast.Expr) bool {
	if _, ok := e.(ast.ConstExpr); ok {
		return true
	}
	id, ok := e.(*ast.IdentExpr)
	if !ok || !m.pass.scope.local(id.Value) {
		return false
	}
	for _, l := range later {
		if t, ok := l.(*ast.IdentExpr); ok && t.Value == id.Value {
			return false
		}
	}
	return true
}

// values gives an expression for each of n targets. The last one may wait until
// it is assigned, because that is done first; constants may always wait.
func (m *multi) values(es []ast.Expr, n int) []ast.Expr {
	if len(es) != n {
		return m.hold(n, es...)
	}
	values := append([]ast.Expr(nil), es...)
	var waiting []int
	var held []ast.Expr
	for i, e := range es[:n-1] {
		if _, ok := e.(ast.ConstExpr); !ok {
			waiting, held = append(waiting, i), append(held, adjust(e, true))
		}
	}
	if len(held) == 0 {
		return values
	}
	for i, id := range m.hold(len(held), held...) {
		values[waiting[i]] = id
	}
	return values
}
