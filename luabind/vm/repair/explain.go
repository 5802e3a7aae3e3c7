package repair

import (
	"regexp"
	"strings"

	"github.com/yuin/gopher-lua/ast"
)

// What gopher-lua says of operations on values that do not have them. None of it
// names the variable, and two do not even say what the value was.
var (
	badCall    = "attempt to call a non-function object"
	badLength  = "__len undefined"
	badMinus   = "__unm undefined"
	badIndex   = regexp.MustCompile(`^attempt to index a non-table object\((\w+)\) with key '((?s:.*))'$`)
	badOperand = regexp.MustCompile(`^cannot perform (\w+) operation between (\w+) and (\w+)$`)
	badCompare = regexp.MustCompile(`^attempt to compare (\w+) with (\w+)$`)
)

// Explain gives Lua's words for a message of gopher-lua's, without its position,
// and the variable at fault if only one on the line can be: "attempt to index a
// nil value (field 'x')". The chunk is as the parser gave it, and may be nil;
// value is the type of what was called or had no length or sign, which the
// message does not say. A message of another kind comes back as it is.
func Explain(chunk []ast.Stmt, line int, message, value string) string {
	f := &fault{line: line, names: map[string]bool{}}
	text := f.words(message, value)
	if f.suspects == nil {
		return text
	}
	p := &pass{exprs: []func(*pass, ast.Expr) ast.Expr{f.look}}
	p.block(chunk)
	if len(f.names) != 1 {
		return text
	}
	for name := range f.names {
		if name != "" {
			text += " (" + name + ")"
		}
	}
	return text
}

// fault is a failed operation whose variable is looked for.
type fault struct {
	line int
	// suspects gives the operand of e that may have failed, and whether e is an
	// operation of the kind at all.
	suspects func(e ast.Expr) (operand ast.Expr, ok bool)
	names    map[string]bool // of all operations of the kind; "" for values without one
}

// words gives the message in Lua's words, and sets what to look for.
func (f *fault) words(message, value string) string {
	switch message {
	case badCall:
		f.suspects = called
		return "attempt to call a " + value + " value"
	case badLength:
		f.suspects = measured
		return "attempt to get length of a " + value + " value"
	case badMinus:
		f.suspects = negated
		return "attempt to perform arithmetic on a " + value + " value"
	}
	if m := badIndex.FindStringSubmatch(message); m != nil {
		f.suspects = indexed(m[2])
		return "attempt to index a " + m[1] + " value"
	}
	if m := badCompare.FindStringSubmatch(message); m != nil {
		if m[1] == m[2] {
			return "attempt to compare two " + m[1] + " values"
		}
		return message
	}
	if m := badOperand.FindStringSubmatch(message); m != nil {
		return f.operand(m[1], m[2], m[3])
	}
	return message
}

// operand words an error of arithmetic or "..": as in Lua the left operand is at
// fault if it can be.
func (f *fault) operand(event, left, right string) string {
	fits := func(kind string) bool { return kind == "number" || kind == "string" }
	onRight := fits(left) && (!fits(right) || left == "number")
	kind := left
	if onRight {
		kind = right
	}
	f.suspects = operandOf(event, onRight)
	if event == "concat" {
		return "attempt to concatenate a " + kind + " value"
	}
	return "attempt to perform arithmetic on a " + kind + " value"
}

// look notes the variable of an operation on the line.
func (f *fault) look(p *pass, e ast.Expr) ast.Expr {
	if e.Line() != f.line {
		return e
	}
	operand, ok := f.suspects(e)
	if !ok {
		return e
	}
	if _, constant := operand.(ast.ConstExpr); !constant {
		f.names[nameOf(&p.scope, operand)] = true
	}
	return e
}

// nameOf gives what Lua calls a variable, or "" for other expressions.
func nameOf(s *scope, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.IdentExpr:
		switch {
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
	case *method:
		return "method '" + e.name + "'"
	}
	return ""
}

// method stands for the function of a method call, which the tree has no
// expression of its own for.
type method struct {
	ast.ExprBase
	name string
}

func called(e ast.Expr) (ast.Expr, bool) {
	c, ok := e.(*ast.FuncCallExpr)
	if ok && c.Func == nil {
		return &method{name: c.Method}, true
	}
	if ok {
		return c.Func, true
	}
	return nil, false
}

func measured(e ast.Expr) (ast.Expr, bool) {
	if l, ok := e.(*ast.UnaryLenOpExpr); ok {
		return l.Expr, true
	}
	return nil, false
}

func negated(e ast.Expr) (ast.Expr, bool) {
	if m, ok := e.(*ast.UnaryMinusOpExpr); ok {
		return m.Expr, true
	}
	return nil, false
}

// indexed looks for what is indexed with a key, or with one that is not known
// before.
func indexed(key string) func(ast.Expr) (ast.Expr, bool) {
	return func(e ast.Expr) (ast.Expr, bool) {
		switch e := e.(type) {
		case *ast.AttrGetExpr:
			switch k := e.Key.(type) {
			case *ast.StringExpr:
				return e.Object, k.Value == key
			case *ast.NumberExpr:
				return e.Object, k.Value == key
			}
			return e.Object, true
		case *ast.FuncCallExpr:
			return e.Receiver, e.Func == nil && e.Method == key
		}
		return nil, false
	}
}

// operandOf looks for operations of an event, as in "__add".
func operandOf(event string, onRight bool) func(ast.Expr) (ast.Expr, bool) {
	side := func(l, r ast.Expr) ast.Expr {
		if onRight {
			return r
		}
		return l
	}
	return func(e ast.Expr) (ast.Expr, bool) {
		switch e := e.(type) {
		case *ast.ArithmeticOpExpr:
			return side(e.Lhs, e.Rhs), strings.Contains("+add -sub *mul /div %mod ^pow", e.Operator+event)
		case *ast.StringConcatOpExpr:
			if _, chain := e.Rhs.(*ast.StringConcatOpExpr); chain && onRight {
				return nil, false // a string by then
			}
			return side(e.Lhs, e.Rhs), event == "concat"
		}
		return nil, false
	}
}
