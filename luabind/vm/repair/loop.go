package repair

import (
	"slices"

	"github.com/yuin/gopher-lua/ast"
)

// loopHead has no loop jump back onto a jump. Where a jump leads to another, the
// compiler goes on to that one's end, but of one further back it has already
// replaced the label by a distance and takes that for a label: such a loop hangs
// or lands anywhere. A loop that begins with a jump gets a local first.
func loopHead(_ *pass, s ast.Stmt) ast.Stmt {
	switch s := s.(type) {
	case *ast.WhileStmt:
		if truthOf(s.Condition) == always && headOf(s.Stmts) == jump {
			s.Stmts = slices.Insert(s.Stmts, 0, lead(s))
		}
	case *ast.RepeatStmt:
		if headOf(s.Stmts) == jump {
			s.Stmts = slices.Insert(s.Stmts, 0, lead(s))
		}
	case *ast.GenericForStmt:
		if headOf(s.Stmts) == jump {
			s.Stmts = slices.Insert(s.Stmts, 0, lead(s))
		}
	}
	return s
}

// labelHead does the same for labels, which goto may jump back to.
func labelHead(_ *pass, ss []ast.Stmt) []ast.Stmt {
	for i := 0; i < len(ss); i++ {
		if _, ok := ss[i].(*ast.LabelStmt); ok && headOf(ss[i+1:]) == jump {
			ss = slices.Insert(ss, i+1, lead(ss[i]))
		}
	}
	return ss
}

// lead is an instruction that is no jump.
func lead(n ast.PositionHolder) ast.Stmt {
	at := place{n.Line(), n.Line()}
	return at.do(at.local([]string{"(head)"}))
}

// head is what the code of statements begins with.
type head int

const (
	empty head = iota // no code
	jump
	other
)

func headOf(ss []ast.Stmt) head {
	for _, s := range ss {
		if h := headOfStmt(s); h != empty {
			return h
		}
	}
	return empty
}

func headOfStmt(s ast.Stmt) head {
	switch s := s.(type) {
	case *ast.BreakStmt:
		return jump
	case *ast.LabelStmt:
		return empty
	case *ast.DoBlockStmt:
		return headOf(s.Stmts)
	case *ast.WhileStmt:
		if truthOf(s.Condition) != always {
			return other
		}
		if headOf(s.Stmts) == other {
			return other
		}
		return jump // its own, if there is nothing in it
	case *ast.RepeatStmt:
		if h := headOf(s.Stmts); h != empty {
			return h
		}
		return [...]head{unknown: other, always: empty, never: jump}[truthOf(s.Condition)]
	}
	return other
}
