package repair_test

import "strings"

// numbers are the numbers that programs count with.
var numbers = []string{"0", "1", "2", "3", "0.5"}

// arithmetic are the operators of numbers that programs have.
var arithmetic = []string{"+", "-", "*", "%"}

// atoms are the other expressions that have no parts; some are texts of numbers.
var atoms = []string{"nil", "true", "false", `"a"`, `"b"`, "G1", "T.x", "T.y", "T[1]", "0.25", "1e15", `"10"`, `" 0x10 "`, `"010"`}

// deepestExpression is how far expressions nest.
const deepestExpression = 4

// fill writes a template's parts:
//
//	@a a name or atom      @e an expression         @l one to three expressions
//	@v a variable          @p an atom that is no "..."  @o an object
//	@n a number            @s a text                @t a pattern
//	@b an operator of two numbers
func (g *generator) fill(template string, scope []string, depth int) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(template, "@")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString(g.part(after[0], scope, depth))
		template = after[1:]
	}
}

func (g *generator) part(kind byte, scope []string, depth int) string {
	switch kind {
	case 'a':
		return g.atom(scope, g.dots)
	case 'p':
		return g.atom(scope, false)
	case 'e':
		return g.expression(scope, depth)
	case 'l':
		return g.list(scope, depth, 1+g.IntN(3))
	case 'v':
		return g.variable(scope)
	case 'o':
		return g.object(scope)
	case 'n':
		return g.pick(numbers)
	case 's':
		return g.fill(g.pick(literals), scope, depth)
	case 'b':
		return g.pick(arithmetic)
	case 't':
		return g.pick(patterns)
	}
	panic("no part of a template: " + string(kind))
}

func (g *generator) atom(scope []string, dots bool) string {
	switch n := g.IntN(2 * (len(atoms) + len(numbers) + 1)); {
	case n < len(atoms):
		return atoms[n]
	case n < len(atoms)+len(numbers):
		return numbers[n-len(atoms)]
	case n == len(atoms)+len(numbers) && dots:
		return "(...)"
	}
	return g.pick(scope)
}

func (g *generator) expression(scope []string, depth int) string {
	if depth >= deepestExpression {
		return g.atom(scope, g.dots)
	}
	n := len(g.forms)
	if g.yields {
		n += len(yieldForms)
	}
	switch i := g.IntN(n + 5); {
	case i < len(g.forms):
		return g.fill(g.forms[i], scope, depth+1)
	case i < n:
		return g.fill(yieldForms[i-len(g.forms)], scope, depth+1)
	}
	return g.atom(scope, g.dots)
}

func (g *generator) list(scope []string, depth, n int) string {
	es := make([]string, n)
	for i := range es {
		es[i] = g.expression(scope, depth)
	}
	return strings.Join(es, ", ")
}

// operators are the operations themselves, which basics has with operands that
// fit only: they raise errors.
var operators = topic{forms: []string{
	"trim(pcall(function() return small(@p @b @p) end))",
	"trim(pcall(function() return small(@p @b @p @b @p) end))",
	"trim(pcall(function() return small(@p .. @p) end))",
	"trim(pcall(function() return small(@p .. @p .. @p) end))",
	"trim(pcall(function() return small(-@p) end))",
	"trim(pcall(function() return #@v end))",
	"trim(pcall(function() return @p < @p end))",
	"trim(pcall(function() return @p >= @p, @p ~= @p end))",
	"trim(pcall(function() return @p == @p and @p <= @p end))",
	"trim(pcall(function() return @v.x end))",
	"trim(pcall(function() return @v[@p] end))",
	"trim(pcall(function(p) p = p @b @p @v = small(p) return p end, @a))",
}}
