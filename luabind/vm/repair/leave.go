package repair

import (
	"slices"

	"github.com/yuin/gopher-lua/ast"
)

// breakOut has a loop close the variables of the blocks in it that a break
// leaves. The compiler closes them only if the loop's own block has a local that
// a function before the break uses; otherwise the functions that use the others
// go on to share registers with whatever comes next. A loop that such a break is
// in gets such a local.
func breakOut(_ *pass, s ast.Stmt) ast.Stmt {
	body := bodyOf(s)
	if body != nil && breaksPast(*body, false) {
		*body = slices.Concat(closed(place{s.Line(), s.Line()}), *body)
	}
	return s
}

// gotoOut has goto close what it leaves and no more. The compiler has it close
// all variables of the function, unless it leaves a block that has a local which
// a function uses.
func gotoOut(_ *pass, s ast.Stmt) ast.Stmt {
	if _, ok := s.(*ast.GotoStmt); !ok {
		return s
	}
	at := placeOf(s)
	return at.do(append(closed(at), s)...)
}

// closed begins a block with a local that a function uses, which is never made.
func closed(at place) []ast.Stmt {
	const name = "(closed)"
	uses := inFunction([]ast.Stmt{put(at, &ast.ReturnStmt{Exprs: []ast.Expr{at.ident(name)}})})
	return []ast.Stmt{
		at.local([]string{name}),
		put(at, &ast.IfStmt{Condition: comparison(at.null(), never), Then: []ast.Stmt{uses}}),
	}
}

// bodyOf gives the statements of a loop, nil for other statements.
func bodyOf(s ast.Stmt) *[]ast.Stmt {
	switch s := s.(type) {
	case *ast.WhileStmt:
		return &s.Stmts
	case *ast.RepeatStmt:
		return &s.Stmts
	case *ast.NumberForStmt:
		return &s.Stmts
	case *ast.GenericForStmt:
		return &s.Stmts
	}
	return nil
}

// breaksPast tells whether a break in ss, but in no loop there, leaves a block
// with a local that a function uses, or stands in one as it is.
func breaksPast(ss []ast.Stmt, within bool) bool {
	past := func(block []ast.Stmt) bool { return breaksPast(block, within || hasCaptured(block)) }
	return slices.ContainsFunc(ss, func(s ast.Stmt) bool {
		switch s := s.(type) {
		case *ast.BreakStmt:
			return within
		case *ast.DoBlockStmt:
			return past(s.Stmts)
		case *ast.IfStmt:
			return past(s.Then) || past(s.Else)
		}
		return false
	})
}

// hasCaptured tells whether a function may use a local of the block ss.
func hasCaptured(ss []ast.Stmt) bool {
	names := map[string]bool{}
	for _, s := range ss {
		if l, ok := s.(*ast.LocalAssignStmt); ok {
			for _, name := range l.Names {
				names[name] = true
			}
		}
	}
	found := false
	visitStmts(ss, func(e ast.Expr) {
		if fn, ok := e.(*ast.FunctionExpr); ok && len(names) > 0 {
			visit(fn, true, func(e ast.Expr) {
				id, ok := e.(*ast.IdentExpr)
				found = found || ok && names[id.Value]
			})
		}
	})
	return found
}
