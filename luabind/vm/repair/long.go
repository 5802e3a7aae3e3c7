package repair

import "github.com/yuin/gopher-lua/ast"

// longWeight is from how many constants on statements in a row are taken apart.
// Below, the time that this saves does not matter.
const longWeight = 4096

// callersSee are the functions that can tell who calls them, by level.
var callersSee = map[string]bool{"setfenv": true, "getfenv": true, "module": true, "debug": true, "error": true}

// longList has functions of their own run the parts of a long row of calls and
// assignments, as programs write that hold data, because the compiler's time
// grows with the square of a function's constants. Rows with "..." or with
// functions that look at their caller stay as they are.
func longList(p *pass, ss []ast.Stmt) []ast.Stmt {
	if p.constants < longWeight {
		return ss
	}
	var out []ast.Stmt
	for len(ss) > 0 {
		n, w := row(ss)
		if w >= longWeight {
			out = append(out, pieces(p, ss[:n])...)
		} else {
			n = max(n, 1)
			out = append(out, ss[:n]...)
		}
		ss = ss[n:]
	}
	return out
}

// row gives how many statements from the first on may move, and their weight.
func row(ss []ast.Stmt) (n, w int) {
	for _, s := range ss {
		own, ok := movable(s)
		if !ok {
			break
		}
		n, w = n+1, w+own
	}
	return n, w
}

// movable gives the weight of a statement that may run in another function.
func movable(s ast.Stmt) (w int, ok bool) {
	switch s.(type) {
	case *ast.AssignStmt, *ast.FuncCallStmt, *ast.FuncDefStmt:
	default:
		return 0, false
	}
	ok = true
	visitParts(s, func(e ast.Expr) {
		visit(e, false, func(e ast.Expr) {
			w++
			switch e := e.(type) {
			case *ast.Comma3Expr:
				ok = false
			case *ast.IdentExpr:
				ok = ok && !callersSee[e.Value]
			}
		})
	}, nil)
	return w, ok
}

// pieces puts statements into functions of about pieceWeight each.
func pieces(p *pass, ss []ast.Stmt) []ast.Stmt {
	var out []ast.Stmt
	for len(ss) > 0 {
		n, w := 0, 0
		captured := map[string]bool{}
		for n < len(ss) && w < pieceWeight && len(captured) < mostCaptured/2 {
			own, _ := movable(ss[n])
			visitStmts(ss[n:n+1], func(e ast.Expr) {
				if id, ok := e.(*ast.IdentExpr); ok && p.scope.captured(id.Value) {
					captured[id.Value] = true
				}
			})
			n, w = n+1, w+own
		}
		out = append(out, inFunction(ss[:n:n]))
		ss = ss[n:]
	}
	return out
}

func inFunction(ss []ast.Stmt) ast.Stmt {
	at := place{ss[0].Line(), ss[len(ss)-1].Line()}
	fn := put(at, &ast.FunctionExpr{ParList: &ast.ParList{}, Stmts: ss})
	return put(at, &ast.FuncCallStmt{Expr: put(at, &ast.FuncCallExpr{Func: fn})})
}
