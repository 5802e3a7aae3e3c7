package repair

import (
	"io"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"
	"github.com/yuin/gopher-lua/parse"
)

// Trace tells which expression of a chunk each of its instructions comes from,
// and so the variable that is at fault where one fails. Only a chunk that has
// failed needs one: its code says nothing of that, and costs nothing for it.
type Trace struct {
	code  map[*lua.FunctionProto]*lua.FunctionProto // with the same instructions, and marks in place of lines
	exprs []ast.Expr                                // by mark
	names map[ast.Expr]string                       // of variables, as Lua words them
	held  map[string]string                         // names of what the repairs' own locals hold
}

// A line number of the compiler's has room for the mark of an expression.
const markShift = 32

// NewTrace makes the trace of a chunk's functions, from the text that they have
// been compiled from and the name.
func NewTrace(functions *lua.FunctionProto, text io.Reader, name string) (*Trace, error) {
	tree, err := parse.Parse(text, name)
	if err != nil {
		return nil, err
	}
	t := &Trace{
		code:  map[*lua.FunctionProto]*lua.FunctionProto{},
		exprs: []ast.Expr{nil},
		names: map[ast.Expr]string{}, held: map[string]string{},
	}
	tree = Apply(tree)
	p := &pass{every: true, exprs: []func(*pass, ast.Expr) ast.Expr{t.mark}, stmts: []func(*pass, ast.Stmt) ast.Stmt{t.hold}}
	p.block(tree)
	marked, err := lua.Compile(tree, name)
	if err != nil {
		return nil, err
	}
	t.pair(functions, marked)
	return t, nil
}

func (t *Trace) mark(p *pass, e ast.Expr) ast.Expr {
	e.SetLine(len(t.exprs) << markShift)
	t.exprs = append(t.exprs, e)
	if name := t.nameOf(&p.scope, e); name != "" {
		t.names[e] = name
	}
	return e
}

// nameOf gives what Lua calls a variable, or "" for other expressions.
func (t *Trace) nameOf(s *scope, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.IdentExpr:
		switch {
		case strings.HasPrefix(e.Value, "("):
			return t.held[e.Value]
		case s.local(e.Value):
			return "local '" + e.Value + "'"
		case s.captured(e.Value):
			return "upvalue '" + e.Value + "'"
		}
		return "global '" + e.Value + "'"
	case *ast.AttrGetExpr:
		if k, ok := e.Key.(*ast.StringExpr); ok {
			return "field '" + k.Value + "'"
		}
	}
	return ""
}

// hold notes what the repairs' locals hold.
func (t *Trace) hold(_ *pass, s ast.Stmt) ast.Stmt {
	if l, ok := s.(*ast.LocalAssignStmt); ok && strings.HasPrefix(l.Names[0], "(") {
		for i, e := range l.Exprs {
			if i < len(l.Names) {
				t.held[l.Names[i]] = t.names[e]
			}
		}
	}
	return s
}

func (t *Trace) pair(p, marked *lua.FunctionProto) {
	t.code[p] = marked
	for i, inner := range p.FunctionPrototypes {
		t.pair(inner, marked.FunctionPrototypes[i])
	}
}

// Role is the part that a value has in an operation: from 1 on the operand of
// that number.
type Role int

// Parts that are no operands.
const (
	Callee Role = -1 // what is called
	Object Role = 0  // what is indexed
)

// Variable gives the variable that has the role in the operation of p's
// instruction at pc, such as "global 'x'", and "" if it is no variable.
func (t *Trace) Variable(p *lua.FunctionProto, pc int, role Role) string {
	marked := t.code[p]
	if marked == nil || pc >= len(marked.DbgSourcePositions) {
		return ""
	}
	e := t.exprs[marked.DbgSourcePositions[pc]>>markShift]
	if c, ok := e.(*ast.FuncCallExpr); ok && role == Callee && c.Func == nil {
		return "method '" + c.Method + "'"
	}
	return t.names[operand(e, role)]
}

// operand gives the part of an expression that has the role, if it has one.
func operand(e ast.Expr, role Role) ast.Expr {
	switch e := e.(type) {
	case *ast.FuncCallExpr:
		switch {
		case role == Callee:
			return e.Func
		case role == Object:
			return e.Receiver
		case int(role) <= len(e.Args):
			return e.Args[role-1]
		}
	case *ast.AttrGetExpr:
		return e.Object
	case *ast.ArithmeticOpExpr:
		if role == 1 {
			return e.Lhs
		}
		return e.Rhs
	case *ast.UnaryMinusOpExpr:
		return e.Expr
	case *ast.UnaryLenOpExpr:
		return e.Expr
	}
	return nil
}
