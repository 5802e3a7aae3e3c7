// Package repair rewrites syntax trees so that gopher-lua compiles them rightly.
// Its compiler has faults that give wrong results for ordinary Lua; each of them
// has a form of the same program that it does not touch, and that form is what
// this package makes, between the parser and the compiler. Names of the locals
// that it adds are in parentheses, so that no script can have the same.
package repair

import (
	"github.com/yuin/gopher-lua/ast"
)

// repair avoids one fault of the compiler. Its functions see each node after the
// nodes within it, and give what is to stand in its place.
type repair struct {
	name  string
	issue string // of github.com/yuin/gopher-lua, where one is known
	block func(*pass, []ast.Stmt) []ast.Stmt
	stmt  func(*pass, ast.Stmt) ast.Stmt
	expr  func(*pass, ast.Expr) ast.Expr
}

// repairs are all there are, in the order in which they look at a node: one
// that makes another statement of its own comes after those that look for it.
var repairs = []repair{
	{name: "numerals", expr: numeral},
	{name: "numbers joined", expr: joining},
	{name: "constant operands", issue: "#540", stmt: constantCondition, expr: constantOperand},
	{name: "a key in the last field", expr: lastField},
	{name: "large constructors", expr: largeConstructor},
	{name: "long lists of statements", block: longList},
	{name: "function of its own name", stmt: ownName},
	{name: "multiple assignment", issue: "#440, #315, #158", stmt: multipleAssignment},
	{name: "parentheses into a local", stmt: parentheses},
	{name: "and into a local", issue: "#216, #280, #355", stmt: andIntoLocal},
	{name: "break past captured locals", stmt: breakOut},
	{name: "goto past captured locals", stmt: gotoOut},
	{name: "jump back onto a jump", issue: "#540, #505", stmt: loopHead, block: labelHead},
	{name: "generic for", issue: "#514", stmt: genericFor},
}

// repairable tells whether any of the repairs is for an expression of the kind.
func repairable(e ast.Expr) bool {
	switch e.(type) {
	case *ast.NumberExpr, *ast.StringConcatOpExpr, *ast.LogicalOpExpr, *ast.UnaryNotOpExpr, *ast.TableExpr:
		return true
	}
	return false
}

// Apply repairs a chunk in place and gives its statements.
func Apply(chunk []ast.Stmt) []ast.Stmt {
	return apply(chunk, repairs)
}

func apply(chunk []ast.Stmt, with []repair) []ast.Stmt {
	p := &pass{}
	for _, r := range with {
		if r.block != nil {
			p.blocks = append(p.blocks, r.block)
		}
		if r.stmt != nil {
			p.stmts = append(p.stmts, r.stmt)
		}
		if r.expr != nil {
			p.exprs = append(p.exprs, r.expr)
		}
	}
	return p.block(chunk)
}
