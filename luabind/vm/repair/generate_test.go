package repair_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// generator writes a program at random: one statement a line, so that a program
// can be cut down by lines and errors have one line only they can be in.
type generator struct {
	*rand.Rand
	lines []string
	names int
	depth int
	dots  bool // "..." can be used
}

// program writes a program. It ends by itself: loops count, and functions are
// called through call, which stops after a while.
func program(seed uint64) string {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 1)), dots: true}
	g.line("local a0, b0 = 1, {}")
	scope := []string{"a0", "b0"}
	for range 3 + g.IntN(6) {
		scope = g.statement(scope)
	}
	g.line("emit(%s)", strings.Join(scope[:min(len(scope), 40)], ", "))
	g.line("for i = 1, #CB do emit(call(CB[i], i)) end")
	g.line("emit(a0, b0, G1, T.x, T.y, T[1])")
	return strings.Join(g.lines, "\n")
}

func (g *generator) line(format string, args ...any) {
	g.lines = append(g.lines, strings.Repeat(" ", g.depth)+fmt.Sprintf(format, args...))
}

// name gives a new name, or now and then one that shadows another.
func (g *generator) name(scope []string) string {
	if len(scope) > 2 && g.IntN(12) == 0 {
		return g.pick(scope[2:])
	}
	g.names++
	return fmt.Sprintf("v%d", g.names)
}

func (g *generator) pick(from []string) string { return from[g.IntN(len(from))] }

// block writes statements one level in.
func (g *generator) block(scope []string, n int, more ...string) {
	g.depth++
	scope = append(append([]string(nil), scope...), more...)
	for range n {
		scope = g.statement(scope)
	}
	g.depth--
}

func (g *generator) atom(scope []string) string {
	if g.IntN(2) == 0 {
		return g.pick(scope)
	}
	atoms := []string{"nil", "true", "false", "0", "1", "2", "3", `"a"`, `"b"`, "G1", "T.x", "T.y", "T[1]", "(...)"}
	if !g.dots {
		atoms = atoms[:len(atoms)-1]
	}
	return g.pick(atoms)
}

func (g *generator) expr(scope []string, depth int) string {
	if depth > 3 {
		return g.atom(scope)
	}
	atom := func() string { return g.atom(scope) }
	expr := func() string { return g.expr(scope, depth+1) }
	forms := []func() string{
		atom, atom, atom, atom, atom,
		func() string { return fmt.Sprintf("(%s and %s)", expr(), expr()) },
		func() string { return fmt.Sprintf("%s and %s", expr(), atom()) },
		func() string { return fmt.Sprintf("(%s or %s)", expr(), expr()) },
		func() string { return fmt.Sprintf("%s or %s", expr(), atom()) },
		func() string { return fmt.Sprintf("(%s and %s or %s)", atom(), atom(), atom()) },
		func() string { return "not " + atom() },
		func() string { return fmt.Sprintf("(not (%s))", expr()) },
		func() string { return fmt.Sprintf("(%s == %s)", expr(), expr()) },
		func() string { return fmt.Sprintf("(%s ~= %s)", atom(), atom()) },
		func() string { return fmt.Sprintf("add(%s, %s)", expr(), expr()) },
		func() string { return fmt.Sprintf("num(%s) + num(%s) * 2", atom(), expr()) },
		func() string { return fmt.Sprintf("-num(%s) %% 5", atom()) },
		func() string { return fmt.Sprintf("(num(%s) < num(%s))", atom(), expr()) },
		func() string { return fmt.Sprintf("(num(%s) >= num(%s))", expr(), atom()) },
		func() string { return fmt.Sprintf("str(%s) .. str(%s) .. %q", atom(), expr(), "c") },
		func() string { return fmt.Sprintf("#str(%s)", expr()) },
		func() string { return fmt.Sprintf("id(%s)", g.exprs(scope, depth, g.IntN(4))) },
		func() string { return fmt.Sprintf("(id(%s))", g.exprs(scope, depth, g.IntN(4))) },
		func() string { return fmt.Sprintf("call(%s, %s)", g.pick(scope), atom()) },
		func() string { return fmt.Sprintf("fld(%s)", atom()) },
		func() string { return fmt.Sprintf("lt(%s, %s)", atom(), atom()) },
		func() string { return fmt.Sprintf("{x = %s, %s}", atom(), g.exprs(scope, depth, 1+g.IntN(3))) },
		func() string { return fmt.Sprintf("{[key(%s)] = %s, id(%s, %s)}", atom(), expr(), atom(), atom()) },
		func() string {
			return fmt.Sprintf("(function(...) local p, q = ...; return q or p, %s end)(%s, %s)", g.plain(scope), atom(), atom())
		},
		func() string {
			return fmt.Sprintf("function(p) return p, %s end", g.plain(append(scope[:len(scope):len(scope)], "p")))
		},
	}
	return forms[g.IntN(len(forms))]()
}

// plain is an atom that is no "...".
func (g *generator) plain(scope []string) string {
	dots := g.dots
	g.dots = false
	defer func() { g.dots = dots }()
	return g.atom(scope)
}

func (g *generator) exprs(scope []string, depth, n int) string {
	es := make([]string, n)
	for i := range es {
		es[i] = g.expr(scope, depth+1)
	}
	return strings.Join(es, ", ")
}

// any is an expression of a statement.
func (g *generator) any(scope []string) string { return g.expr(scope, 0) }
