package repair_test

import (
	"slices"
	"strings"
)

// basics are what every program has.
var basics = topic{
	simple: []statement{
		(*generator).local, (*generator).local, (*generator).local,
		(*generator).assign, (*generator).assign, (*generator).assign,
		(*generator).multiple, (*generator).multiple,
		(*generator).field, (*generator).emit, (*generator).localFunctionValue,
		(*generator).parenthesised, (*generator).leave, (*generator).capture, (*generator).tables, (*generator).jumps,
	},
	nested: []statement{
		(*generator).branch, (*generator).branch, (*generator).numeric, (*generator).generic,
		(*generator).while, (*generator).repeat, (*generator).forever, (*generator).do,
		(*generator).localFunction, (*generator).closures,
	},
	forms: []string{
		"(@e and @e)", "@e and @a", "(@e or @e)", "@e or @a", "(@a and @a or @a)",
		"(@a == @a and @e or @e)", "((@e or @e) and @e)", "(@e and (@e or @e))", "(not @a and @e)", "(not (@a == @a) or @e)",
		"not @a", "not not @a", "(not (@e))", "(@e == @e)", "(@a ~= @a)",
		"add(@e, @e)", "num(@a) + num(@e) * 2", "-num(@a) % 5", "num(@a) - num(@a) - num(@e)", "-int(@a) ^ 2", "2 ^ int(@a) ^ 2",
		"(num(@a) < 2 == @a)", "(not num(@a) == @a)", "2 - -num(@a)", `int(@a) + 1 .. str(@a)`,
		"(num(@a) < num(@e))", "(num(@e) >= num(@a))",
		`str(@a) .. str(@e) .. "c"`, "#str(@e)",
		"id(@l)", "(id(@l))", "@a and id(@l)", "@a or id(@l)", "not id(@l)", "id(id)(@l)", "id(T).x", "id(id(id))(id)(@a)",
		"({id})[1](@l)", "fld(id({x = @a}))", "id({x = @a, @a}).x", "(id(id)(@a))", "id({@a, @a})[int(@a)]", "id(str(@e)):len()", "id()", "(id())", "call(@v, @a)", "fld(@a)", "lt(@a, @a)",
		"{@e, x = @e}", "{@a, @e, [key(@a)] = (@e)}", "{x = @a, @e}", "{x = @a, @l}", "{[key(@a)] = @e, id(@a, @a)}",
		"(function(...) local p, q = ...; return q or p, @p end)(@a, @a)",
		"function(p) return p, @p end",
	},
}

func (g *generator) local(scope []string) []string {
	var names []string
	for range 1 + g.IntN(3) {
		names = append(names, g.name(scope))
	}
	s := "local " + strings.Join(names, ", ")
	if n := g.IntN(len(names) + 2); n > 0 {
		s += " = " + g.list(scope, 0, n)
	}
	g.put(scope, "%s", s)
	return with(scope, names...)
}

func (g *generator) assign(scope []string) []string {
	return g.putOne(scope, []string{
		"@v = @e", "@v = @e", "@v = @e", "@v = @e", "@v = @e;", "@v = @e -- c", "@v = --[==[ ]] ]==] @e",
	})
}

func (g *generator) multiple(scope []string) []string {
	var targets []string
	for range 2 + g.IntN(2) {
		t := g.fill(g.pick([]string{"@v", "@v", "@v", "T.x", "T[1]", "G1", "T[key(@a)]", "T[key(@v)]", "T[key(@e)]", "list(@e).x"}), scope, 0)
		if slices.Contains(targets, t) {
			return scope
		}
		targets = append(targets, t)
	}
	g.put(scope, "%s = %s", strings.Join(targets, ", "), g.list(scope, 0, 1+g.IntN(len(targets)+1)))
	return scope
}

func (g *generator) field(scope []string) []string {
	return g.putOne(scope, []string{"T.x = @e", "T.y = @e", "T[1] = @e", "G1 = @e"})
}

func (g *generator) emit(scope []string) []string {
	g.put(scope, "emit(%s)", g.list(scope, 0, 1+g.IntN(3)))
	return scope
}

// localFunctionValue writes a function that may use what its name was before.
func (g *generator) localFunctionValue(scope []string) []string {
	g.put(scope, "local %s = function(p) return @p, p end", g.variable(scope))
	return scope
}

func (g *generator) parenthesised(scope []string) []string {
	return g.putOne(scope, []string{"@v = (id(@e))", "@v = (id(@e, @e))"})
}

// capture keeps a function that has variables in common with what is around it.
func (g *generator) capture(scope []string) []string {
	return g.putOne(scope, []string{
		"if #CB < 20 then CB[#CB + 1] = function(p) @v = p return @v, @p end end",
		"if #CB < 20 then CB[#CB + 1] = function(p) @v, @v = @v, p return @v end end",
		"if CB[1] then emit(call(CB[1], @a)) end", "if CB[3] then @v = call(CB[3], @a) end",
	})
}

// tables assigns to the fields of tables that are replaced: p0 is a local.
func (g *generator) tables(scope []string) []string {
	return g.putOne(scope, []string{
		"P.x, P = @e, {@a}", "P, P.x = {x = @a}, @e", "P[key(@a)], P, P.y = @e, {@a, x = P.x}, @e", "emit(P.x, P.y, P[1], P)",
		"p0.x, p0, p0.y = @a, {}, @e", "p0, p0.x = {@a}, @e", "p0[key(@a)], p0 = @e, {x = p0.x}", "p0, P, p0.x = P, p0, @a",
		"p0.x, P.x, p0.y, P.y = P.y, p0.x, @e", "p0 = p0.x and p0 or {x = @e}", "emit(p0.x, p0.y, p0[1], p0)", "p0.x, P.x, p0.y = id(@l)",
		"p0.x = (function() p0 = {@p} return @p end)()", "P.x = (function() P = {@p} return @p end)()",
		"p0.x, P.x = (function() p0, P = {@p}, {x = @p} return @p, @p end)()",
		"p0.x, P.x = (function() p0, P = {y = @p}, {@p} return @p end)(), @e",
	})
}

// leave leaves the loop or the function that is being written.
func (g *generator) leave(scope []string) []string {
	switch {
	case g.loops > 0 && g.IntN(2) == 0:
		return g.putOne(scope, []string{"if @e then break end", "if @e then @v = @a break end"})
	case g.functions > 0:
		return g.putOne(scope, []string{
			"if @e then return @l end", "if @e then return id(@l) end", "if @e then return call(@v, @a) end",
		})
	}
	return scope
}

func (g *generator) branch(scope []string) []string {
	g.put(scope, "if @e then")
	g.end(scope)
	if g.IntN(4) == 0 {
		g.put(scope, "elseif @e then")
		g.end(scope)
	}
	if g.IntN(2) == 0 {
		g.put(scope, "else")
		g.end(scope)
	}
	g.put(scope, "end")
	return scope
}

// end writes a block that may end in a jump.
func (g *generator) end(scope []string) {
	g.block(scope, g.IntN(3))
	switch {
	case g.loops > 0 && g.IntN(6) == 0:
		g.put(scope, " break")
	case g.functions > 0 && g.IntN(8) == 0:
		g.put(scope, " return @l")
	}
}

func (g *generator) do(scope []string) []string {
	g.put(scope, "do")
	g.block(scope, 1+g.IntN(3))
	g.put(scope, "end")
	return scope
}

func (g *generator) localFunction(scope []string) []string {
	f := g.name(scope)
	inner := scope
	scope = with(scope, f)
	if g.IntN(3) == 0 {
		inner = scope
	}
	var names []string
	for range g.IntN(4) {
		names = append(names, g.name(inner))
	}
	g.function(inner, 1+g.IntN(3), "local function "+f, names...)
	g.put(scope, "end")
	g.put(scope, g.pick([]string{"emit(call(%s, @a, @a))", "emit(trim(pcall(call, %s, @a, @a)))"}), f)
	if g.IntN(3) == 0 {
		g.put(scope, "CB[#CB + 1] = %s", f)
	}
	return scope
}
