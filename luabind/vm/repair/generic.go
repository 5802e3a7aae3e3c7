package repair

import "github.com/yuin/gopher-lua/ast"

// iterator is the three values that a generic for keeps.
const iterator = 3

// genericFor gives a generic for all of its three values. The compiler counts
// the loop's variables instead, so that what is missing keeps a value of an
// earlier loop, and a call at the end of the list may give none. It also does
// not see that a call within the first value has a result, and puts the next
// operand over it.
func genericFor(_ *pass, s ast.Stmt) ast.Stmt {
	f, ok := s.(*ast.GenericForStmt)
	if !ok {
		return s
	}
	n := len(f.Exprs)
	last := f.Exprs[n-1]
	at := place{s.Line(), s.Line()}
	switch {
	case n > iterator, n == iterator && isAdjustable(last), isMulti(last) && n > len(f.Names), callsWithin(f.Exprs[0]):
		names := []string{"(generator)", "(state)", "(control)"}
		values := at.local(names, f.Exprs...)
		f.Exprs = nil
		for _, name := range names {
			f.Exprs = append(f.Exprs, at.ident(name))
		}
		return placeOf(s).do(values, f)
	case !isMulti(last):
		for range iterator - n {
			f.Exprs = append(f.Exprs, at.null())
		}
	}
	return s
}

// callsWithin tells whether e makes a call before the one that it is itself,
// other than for its arguments.
func callsWithin(e ast.Expr) bool {
	found := false
	look := func(e ast.Expr) {
		_, call := e.(*ast.FuncCallExpr)
		found = found || call
	}
	if call, ok := e.(*ast.FuncCallExpr); ok {
		visit(call.Func, false, look)
		visit(call.Receiver, false, look)
	} else {
		visit(e, false, look)
	}
	return found
}
