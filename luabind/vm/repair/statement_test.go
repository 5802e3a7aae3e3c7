package repair_test

import (
	"fmt"
	"slices"
	"strings"
)

// deepest is how far blocks nest.
const deepest = 4

// statement writes a statement and gives the scope after it.
func (g *generator) statement(scope []string) []string {
	simple := []func([]string) []string{
		g.local, g.local, g.local, g.assign, g.assign, g.assign, g.multiple, g.multiple,
		g.field, g.emit, g.localFunctionValue, g.parenthesised,
	}
	nested := []func([]string) []string{
		g.branch, g.branch, g.numeric, g.generic, g.while, g.repeat, g.forever, g.do,
		g.function, g.closures, g.method,
	}
	all := simple
	if g.depth < deepest {
		all = append(all, nested...)
	}
	return all[g.IntN(len(all))](scope)
}

func (g *generator) local(scope []string) []string {
	var names []string
	for range 1 + g.IntN(3) {
		names = append(names, g.name(scope))
	}
	s := "local " + strings.Join(names, ", ")
	if n := g.IntN(len(names) + 2); n > 0 {
		s += " = " + g.exprs(scope, -1, n)
	}
	g.line("%s", s)
	return append(scope[:len(scope):len(scope)], names...)
}

func (g *generator) assign(scope []string) []string {
	g.line("%s = %s", g.pick(scope), g.any(scope))
	return scope
}

func (g *generator) multiple(scope []string) []string {
	var targets []string
	for range 2 + g.IntN(2) {
		t := g.pick([]string{"", "", "", "T.x", "T[1]", "G1", fmt.Sprintf("T[key(%s)]", g.atom(scope)), fmt.Sprintf("T[key(%s)]", g.pick(scope))})
		if t == "" {
			t = g.pick(scope)
		}
		if slices.Contains(targets, t) {
			return scope
		}
		targets = append(targets, t)
	}
	g.line("%s = %s", strings.Join(targets, ", "), g.exprs(scope, -1, 1+g.IntN(len(targets)+1)))
	return scope
}

func (g *generator) field(scope []string) []string {
	g.line("%s = %s", g.pick([]string{"T.x", "T.y", "T[1]", "G1"}), g.any(scope))
	return scope
}

func (g *generator) emit(scope []string) []string {
	g.line("emit(%s)", g.exprs(scope, -1, 1+g.IntN(3)))
	return scope
}

// localFunctionValue writes a function that may use what its name was before.
func (g *generator) localFunctionValue(scope []string) []string {
	v := g.pick(scope)
	g.line("local %s = function(p) return %s, p end", v, g.plain(scope))
	return scope
}

func (g *generator) parenthesised(scope []string) []string {
	g.line("%s = (id(%s))", g.pick(scope), g.exprs(scope, 0, 1+g.IntN(2)))
	return scope
}

func (g *generator) branch(scope []string) []string {
	g.line("if %s then", g.any(scope))
	g.block(scope, 1+g.IntN(2))
	if g.IntN(4) == 0 {
		g.line("elseif %s then", g.any(scope))
		g.block(scope, 1)
	}
	if g.IntN(2) == 0 {
		g.line("else")
		g.block(scope, 1+g.IntN(2))
	}
	g.line("end")
	return scope
}

// body writes a loop's body, which may leave the loop at either end of it.
func (g *generator) body(scope []string, more ...string) {
	if g.IntN(8) == 0 {
		g.line(" if %s then break end", g.any(append(scope[:len(scope):len(scope)], more...)))
	}
	g.block(scope, g.IntN(4), more...)
	if g.IntN(4) == 0 {
		g.line(" if %s then break end", g.any(append(scope[:len(scope):len(scope)], more...)))
	}
}

func (g *generator) numeric(scope []string) []string {
	v := g.name(scope)
	g.line("for %s = %d, %d, %s do", v, g.IntN(3), g.IntN(4), g.pick([]string{"1", "2", "-1", "num(" + g.atom(scope) + ") + 1"}))
	g.line(" if tick() then break end")
	g.body(scope, v)
	g.line("end")
	return scope
}

func (g *generator) generic(scope []string) []string {
	v, w := g.name(scope), g.name(scope)
	from := g.pick([]string{`ipairs({1, "z", true})`, "upto, 2", "upto, 3, 1", "upto, id(2)", "upto, id(2, 1)", "upto, 2, num(" + g.atom(scope) + ")", "(upto)", "upto, 2, id(0)"})
	names := v
	if g.IntN(2) == 0 {
		names += ", " + w
	}
	g.line("for %s in %s do", names, from)
	if g.IntN(10) == 0 {
		g.line(" do break end")
	}
	g.body(scope, strings.Split(names, ", ")...)
	g.line("end")
	return scope
}

// counter is a local that nothing else in the program touches.
func (g *generator) counter() string {
	g.names++
	n := fmt.Sprintf("n%d", g.names)
	g.line("local %s = 0", n)
	return n
}

func (g *generator) while(scope []string) []string {
	n := g.counter()
	g.line("while %s < 3 do", n)
	g.line(" %s = %s + 1", n, n)
	g.body(scope)
	g.line("end")
	return scope
}

func (g *generator) forever(scope []string) []string {
	n := g.counter()
	g.line("while %s do", g.pick([]string{"true", "1", "not nil"}))
	g.line(" if %s then break end", g.pick([]string{"false", "nil", "1 == 2"}))
	g.line(" %s = %s + 1", n, n)
	g.body(scope)
	g.line(" if %s > 2 then break end", n)
	g.line("end")
	return scope
}

func (g *generator) repeat(scope []string) []string {
	n, v := g.counter(), g.name(scope)
	g.line("repeat")
	g.line(" local %s = %s", v, g.any(scope))
	g.line(" %s = %s + 1", n, n)
	g.body(scope, v)
	g.line("until %s >= 2 or %s", n, v)
	return scope
}

func (g *generator) do(scope []string) []string {
	g.line("do")
	g.block(scope, 1+g.IntN(3))
	g.line("end")
	return scope
}

func (g *generator) function(scope []string) []string {
	f, a := g.name(scope), g.name(scope)
	outer := g.dots
	g.dots = g.IntN(3) == 0
	pars, result := a, ""
	if g.dots {
		pars, result = a+", ...", ", ..."
	}
	g.line("local function %s(%s)", f, pars)
	g.block(scope, 1+g.IntN(3), a)
	g.line(" return %s%s", g.any(append(scope[:len(scope):len(scope)], a)), result)
	g.line("end")
	g.dots = outer
	g.line("emit(call(%s, %s, %s))", f, g.atom(scope), g.atom(scope))
	if g.IntN(3) == 0 {
		g.line("CB[#CB + 1] = %s", f)
	}
	return append(scope[:len(scope):len(scope)], f)
}

// closures writes functions that share a variable of a loop.
func (g *generator) closures(scope []string) []string {
	v, k := g.name(scope), g.name(scope)
	g.line("local %s = {}", v)
	g.line("for %s = 1, 3 do", k)
	g.line(" local q = %s * 2", k)
	g.line(" list(%s)[%s] = function(n) q = q + num(n) return q, %s end", v, k, g.plain(scope))
	g.line(" if %s then break end", g.any(scope))
	g.line("end")
	g.line("for _, fn in ipairs(list(%s)) do emit(fn(1)) emit(fn(%s)) end", v, g.atom(scope))
	return append(scope[:len(scope):len(scope)], v)
}

func (g *generator) method(scope []string) []string {
	g.names++
	o := fmt.Sprintf("o%d", g.names)
	g.line("local %s = {c = %s}", o, g.atom(scope))
	g.line(`function %s:get(...) self.c, self.d = self.d, self.c return self.c or self.d, select("#", ...), ... end`, o)
	g.line("emit(%s:get(%s, %s))", o, g.any(scope), g.atom(scope))
	g.line("%s = (%s:get(%s))", g.pick(scope), o, g.atom(scope))
	return scope
}
