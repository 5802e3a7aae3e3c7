package layout

import (
	"go/ast"
	"slices"
	"testing"
)

// wall are the functions and methods of package time that give, or take, a time of
// the wall clock alone. Round and Truncate do so with 0.
var wall = []string{
	"Date", "Parse", "ParseInLocation", "Unix", "UnixMilli", "UnixMicro", "UnixNano",
	"AddDate", "In", "Local", "UTC", "ModTime", "Round", "Truncate",
}

// mayUseWall are the files that do so all the same, each with the reason.
var mayUseWall = map[string]string{
	"core/proc/proc_darwin.go":     "the system tells the start of a process so",
	"core/report/export/junit.go":  "when a run began, as people write it",
	"core/results/read.go":         "when a run began, as it is written down",
	"luabind/vm/mathlib_random.go": "a seed",
	"luabind/vm/oslib_date.go":     "the calendar of os.date",
	"luabind/vm/oslib_time.go":     "the calendar of os.time",
}

// Somebody, or NTP, may set the clock back while tlua runs: what waits, or says how
// long something took, goes by times that have the monotonic clock's reading.
func TestNothingWaitsByTheWallClock(t *testing.T) {
	found := map[string]bool{}
	for _, s := range sources(t, "core", "luabind", "cmd") {
		ast.Inspect(s.tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !slices.Contains(wall, sel.Sel.Name) || !isWall(s.of(sel), sel.Sel.Name, call.Args) {
				return true
			}
			found[s.name] = true
			if mayUseWall[s.name] == "" {
				t.Errorf("%v: %s is of the wall clock, which may be set back: keep what time.Now gave", s.at(sel), sel.Sel.Name)
			}
			return true
		})
	}
	for name := range mayUseWall {
		if !found[name] {
			t.Errorf("%s does not use the wall clock any more; take it off the list", name)
		}
	}
}

// isWall reports whether a call of that name is one of a wall clock's. A deadline
// that is over, time.Unix(1, 0), is over by every clock.
func isWall(pkg, name string, args []ast.Expr) bool {
	var first string
	if len(args) > 0 {
		if lit, ok := args[0].(*ast.BasicLit); ok {
			first = lit.Value
		}
	}
	switch {
	case pkg != "" && pkg != "time":
		return false
	case name == "Round", name == "Truncate":
		return first == "0"
	case pkg == "time" && name == "Unix":
		return first != "1"
	}
	return true
}
