package repair

import "github.com/yuin/gopher-lua/ast"

// truth is what a condition is known to be.
type truth int

const (
	unknown truth = iota
	always
	never
)

func truthOf(e ast.Expr) truth {
	switch e.(type) {
	case *ast.FalseExpr, *ast.NilExpr:
		return never
	case *ast.TrueExpr, *ast.NumberExpr, *ast.StringExpr:
		return always
	}
	return unknown
}

// constantOperand does and, or and not with a constant on the left. The compiler
// makes bare jumps of such operands, and mistakes them where a loop jumps back
// to one.
func constantOperand(_ *pass, e ast.Expr) ast.Expr {
	switch e := e.(type) {
	case *ast.LogicalOpExpr:
		t := truthOf(e.Lhs)
		if t == unknown {
			return e
		}
		if (e.Operator == "and") == (t == always) {
			return adjust(e.Rhs, true)
		}
		return e.Lhs
	case *ast.UnaryNotOpExpr:
		switch truthOf(e.Expr) {
		case always:
			return put(placeOf(e), &ast.FalseExpr{})
		case never:
			return put(placeOf(e), &ast.TrueExpr{})
		}
	}
	return e
}

// constantCondition has "if" and "while" compare two numbers when their
// condition is a constant, because the compiler makes a bare jump of a constant
// too. What is never run stays, for the mistakes that the compiler finds in it.
// "while true" needs no jump at all and stays as well.
func constantCondition(_ *pass, s ast.Stmt) ast.Stmt {
	switch s := s.(type) {
	case *ast.IfStmt:
		if t := truthOf(s.Condition); t != unknown {
			s.Condition = comparison(s.Condition, t)
		}
	case *ast.WhileStmt:
		if truthOf(s.Condition) == never {
			s.Condition = comparison(s.Condition, never)
		}
	}
	return s
}

// comparison is a condition in place of e that the compiler does not know.
func comparison(e ast.Expr, t truth) ast.Expr {
	op := "=="
	if t == never {
		op = "~="
	}
	at := placeOf(e)
	return put(at, &ast.RelationalOpExpr{Operator: op, Lhs: at.number("0"), Rhs: at.number("0")})
}
