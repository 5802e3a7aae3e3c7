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
	place
	simple, nested []statement // what statements are chosen from
	forms          []string    // and expressions
}

// place is what can be written somewhere.
type place struct {
	dots      bool // "..." can be used
	functions int  // around it; 0 in the chunk itself
	loops     int  // around it, in its function
	yields    bool // it is in a coroutine
}

// statement writes a statement and gives the scope after it.
type statement func(g *generator, scope []string) []string

// topic is a part of the language. A program has some of them.
type topic struct {
	simple, nested []statement
	forms          []string
}

// topics are all beside basics, which each program has.
var topics = []topic{
	protectedCalls, coroutines, metatables, methods, environments, texts, varargs, operators, largeForms,
}

// program writes a program. It ends by itself: loops count, and functions are
// called through call, and metamethods through meta, which stop after a while.
func program(seed uint64) string {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 1))}
	g.dots = true
	g.know(basics)
	for _, t := range topics {
		if g.IntN(3) == 0 {
			g.know(t)
		}
	}
	g.put(nil, "local a0, b0, p0 = 1, {}, {}")
	scope := []string{"a0", "b0"}
	for range 3 + g.IntN(6) {
		scope = g.statement(scope)
	}
	g.put(scope, "emit(%s)", strings.Join(scope[:min(len(scope), 40)], ", "))
	g.put(scope, "for i = 1, #CB do emit(trim(pcall(call, CB[i], i))) end")
	g.put(scope, "emit(a0, b0, p0, P, G1, T.x, T.y, T[1])")
	return strings.Join(g.lines, "\n")
}

func (g *generator) know(t topic) {
	g.simple = append(g.simple, t.simple...)
	g.nested = append(g.nested, t.nested...)
	g.forms = append(g.forms, t.forms...)
}

// deepest is how far blocks nest.
const deepest = 4

func (g *generator) statement(scope []string) []string {
	n := len(g.simple)
	if g.depth < deepest {
		n += len(g.nested)
	}
	i := g.IntN(n)
	if i < len(g.simple) {
		return g.simple[i](g, scope)
	}
	return g.nested[i-len(g.simple)](g, scope)
}

// put writes a line: a format of fmt's, and then a template.
func (g *generator) put(scope []string, format string, args ...any) {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	g.lines = append(g.lines, strings.Repeat(" ", g.depth)+g.fill(format, scope, 0))
}

// putOne writes one of some templates.
func (g *generator) putOne(scope []string, templates []string) []string {
	g.put(scope, g.pick(templates))
	return scope
}

func (g *generator) pick(from []string) string { return from[g.IntN(len(from))] }

// with is a scope with more names in it.
func with(scope []string, names ...string) []string {
	return append(scope[:len(scope):len(scope)], names...)
}

// block writes statements one level in.
func (g *generator) block(scope []string, n int, more ...string) {
	g.depth++
	scope = with(scope, more...)
	for range n {
		scope = g.statement(scope)
	}
	g.depth--
}

// loop writes a loop's body, which may leave the loop at either end of it.
func (g *generator) loop(scope []string, more ...string) {
	g.loops++
	if g.IntN(8) == 0 {
		g.put(with(scope, more...), " if @e then break end")
	}
	g.block(scope, g.IntN(4), more...)
	if g.IntN(4) == 0 {
		g.put(with(scope, more...), " if @e then break end")
	}
	g.loops--
}

// function writes the head, after what stands before it, and the body of a
// function. Its end is the caller's.
func (g *generator) function(scope []string, n int, before string, names ...string) {
	g.within(place{dots: g.IntN(3) == 0, functions: g.functions + 1, yields: g.yields}, func() {
		g.head(before, names)
		g.block(scope, n, names...)
		if g.IntN(3) > 0 {
			g.put(with(scope, names...), " return @l")
		}
	})
}

// within writes something that stands in another place.
func (g *generator) within(p place, write func()) {
	outer := g.place
	g.place = p
	write()
	g.place = outer
}

func (g *generator) head(before string, names []string) {
	if g.dots {
		names = with(names, "...")
	}
	g.put(nil, "%s(%s)", before, strings.Join(names, ", "))
}

// name gives a new name, or now and then one that shadows another.
func (g *generator) name(scope []string) string {
	if len(scope) > 2 && g.IntN(12) == 0 {
		return g.variable(scope)
	}
	return g.fresh("v")
}

// fresh gives a new name.
func (g *generator) fresh(kind string) string {
	g.names++
	return fmt.Sprintf("%s%d", kind, g.names)
}

// variable picks a name that can be assigned to: objects with metatables stay
// what they are.
func (g *generator) variable(scope []string) string {
	for {
		if name := g.pick(scope); name[0] != 'm' {
			return name
		}
	}
}

// object picks an object with a metatable.
func (g *generator) object(scope []string) string {
	for range 8 {
		if name := g.pick(scope); name[0] == 'm' {
			return name
		}
	}
	return "T"
}
