package repair

import (
	"strconv"

	"github.com/yuin/gopher-lua/ast"
)

// Weights of constructors, in constants that they may need.
const (
	largeWeight = 512 // from here on a constructor is taken apart
	pieceWeight = 200 // about how much of it one function fills in
	// mostCaptured is how many locals around it a constructor may use: a
	// function can reach 255 of them.
	mostCaptured = 200
)

// tableName is the local that holds a large constructor's table.
const tableName = "(table)"

// largeConstructor has functions fill in a large table, each with constants of
// its own. The compiler compares each constant with all before it, so that its
// time grows with the square of their number, and it miscounts the items beyond
// 25550, and those that storedTwice tells of. {a, b, c, k = d} becomes, for
// pieces of two,
//
//	(function(t)
//	    (function(t) t[1] = a; t[2] = b end)(t);
//	    (function(t) t[3] = c; t.k = d end)(t);
//	    return t
//	end)({})
func largeConstructor(p *pass, e ast.Expr) ast.Expr {
	t, ok := e.(*ast.TableExpr)
	if !ok || p.weight < largeWeight && !storedTwice(t) {
		return e
	}
	use := usedBy(&p.scope, t)
	if len(use.captured) > mostCaptured || use.dots != nil && use.arg {
		return e
	}
	p.constants -= p.weight - 1
	l := &large{place: placeOf(t), dots: use.dots}
	l.fill(t.Fields)
	l.end()
	body := append(l.calls, put(l.place, &ast.ReturnStmt{Exprs: []ast.Expr{l.ident(tableName)}}))
	return adjust(l.call(body, put(l.place, &ast.TableExpr{})), true)
}

// large is a constructor that is taken apart.
type large struct {
	place
	dots  *ast.Comma3Expr // a "..." in it
	calls []ast.Stmt      // the pieces
	piece []ast.Stmt      // the one that is being made
	held  int             // its weight
	items int
}

// call calls a function of body with the table.
func (l *large) call(body []ast.Stmt, table ast.Expr) ast.Expr {
	fn := put(l.place, &ast.FunctionExpr{ParList: &ast.ParList{Names: []string{tableName}}, Stmts: body})
	c := put(l.place, &ast.FuncCallExpr{Func: fn, Args: []ast.Expr{table}})
	if l.dots != nil {
		fn.ParList.HasVargs = true
		c.Args = append(c.Args, put(placeOf(l.dots), &ast.Comma3Expr{}))
	}
	return c
}

func (l *large) end() {
	if len(l.piece) == 0 {
		return
	}
	s := &ast.FuncCallStmt{Expr: l.call(l.piece, l.ident(tableName))}
	l.calls = append(l.calls, put(l.place, s))
	l.piece, l.held = nil, 0
}

func (l *large) fill(fields []*ast.Field) {
	for i, f := range fields {
		l.held += weight(f.Key) + weight(f.Value) + 1
		switch {
		case f.Key != nil:
			at := l.at(f.Key)
			l.set(at, f.Key, f.Value)
		case i == len(fields)-1 && isMulti(f.Value):
			l.rest(f.Value)
		default:
			l.items++
			at := l.at(f.Value)
			l.set(at, at.number(strconv.Itoa(l.items)), f.Value)
		}
		if l.held >= pieceWeight {
			l.end()
		}
	}
}

// at gives the place of e, which the parser does not give to all expressions.
func (l *large) at(e ast.Expr) place {
	if e.Line() == 0 {
		return l.place
	}
	return place{e.Line(), e.Line()}
}

func (l *large) set(at place, key, value ast.Expr) {
	l.piece = append(l.piece, at.assign(at.index(at.ident(tableName), key), value))
}

// rest appends all values of e. A table that is made of them has each of them in
// its list, and # is the place of the last that is not nil.
func (l *large) rest(e ast.Expr) {
	at := l.at(e)
	values, i := at.ident("(values)"), at.ident("(i)")
	to := put(at, &ast.ArithmeticOpExpr{Operator: "+", Lhs: at.number(strconv.Itoa(l.items)), Rhs: i})
	l.piece = append(l.piece,
		at.local([]string{"(values)"}, put(at, &ast.TableExpr{Fields: []*ast.Field{{Value: e}}})),
		put(at, &ast.NumberForStmt{
			Name: "(i)", Init: at.number("1"), Limit: put(at, &ast.UnaryLenOpExpr{Expr: values}),
			Stmts: []ast.Stmt{at.assign(at.index(at.ident(tableName), to), at.index(values, i))},
		}))
}

// weight counts the constants that e may need.
func weight(e ast.Expr) int {
	n := 0
	visit(e, false, func(ast.Expr) { n++ })
	return n
}

// use is what an expression takes from the function around it.
type use struct {
	captured map[string]bool
	dots     *ast.Comma3Expr
	arg      bool
}

func usedBy(s *scope, e ast.Expr) use {
	u := use{captured: map[string]bool{}}
	visit(e, false, func(e ast.Expr) {
		if d, ok := e.(*ast.Comma3Expr); ok {
			u.dots = d
		}
	})
	visit(e, true, func(e ast.Expr) {
		if id, ok := e.(*ast.IdentExpr); ok {
			u.arg = u.arg || id.Value == "arg"
			if s.captured(id.Value) {
				u.captured[id.Value] = true
			}
		}
	})
	return u
}
