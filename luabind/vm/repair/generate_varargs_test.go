package repair_test

// varargs are lists of values, with nils in them, and "..." everywhere.
var varargs = topic{
	simple: []statement{(*generator).spread, (*generator).spread},
	nested: []statement{(*generator).variadic},
	forms: []string{
		`select("#", @l)`, "select(2, @a, @a, @a)", "(select(2, @a, @a))", "select(-1, @a, @e)", "select(-2, @a, @a, nil)",
		"unpack({@a, nil, @a}, 1, 3)", "unpack({@a, @a}, 2, 3)", "(unpack({@a, @a}, 1, 2))", "unpack({}, 1, 2)", "unpack({@a}, 2, 1)",
		"unpack(list(@a), 1, 2)", "{unpack({@a, @a, @a}, 1, 3)}", "{(id(@l))}", "{id(@l), id(@l)}", "id(id(@l), id(@l))",
		"(function(...) return ... end)(@l)", "(function(...) return (...) end)(@l)", `(function(...) return select("#", ...), ... end)(id(@l))`,
		"(function(a, ...) local b, c = ... return c, a, b end)(id(@l))", "(function(a, ...) a = ... return a, ... end)(@l)",
		"(function(a, ...) a, b0 = ..., a return a end)(@a, @a)", "(function(...) return {...}, {..., 1}, {1, ...} end)(@a, @a)",
		"(function(...) return id(..., @p), id(@p, ...) end)(@l)", "(function(...) return ... and 1, not ... end)(@l)",
		"(function(...) local t = {...} return t[2], ... end)(@l)",
	},
}

// spreads are statements with "...".
var spreads = []string{
	"@v = ...", "@v, @v = ...", "@v, @v = @a, ...", "@v = ... or @a", "@v = ... and @a", "@v = {...}", "@v = {@a, ...}", "@v = {..., @a}",
	"@v = {x = ..., ...}", "emit(...)", "emit(..., @a)", "emit(@a, ...)", `emit(select("#", ...), (...))`, "emit((select(2, @a, ...)))",
	"emit(num(...) + num(@a), not ..., ... == @a)", "emit(unpack({...}, 1, 2))", `@v = str(...) .. str(@a)`, "emit(#str(...))",
	"for i, w in ipairs({...}) do emit(i, w) end", "if ... then @v = @a end", "if ... == @a then emit(...) end", "T[key(...)] = ...",
	"T.x, @v = ...", "emit(call(@v, ...))", "while ... do break end", "for i = num(...), 3 do emit(i, ...) end", "T.x = (...)",
	"emit((function(...) return ... end)(...))", "repeat local x = ... until x or true",
}

func (g *generator) spread(scope []string) []string {
	if !g.dots {
		return g.local(scope)
	}
	if g.IntN(4) == 0 {
		v, w := g.name(scope), g.name(scope)
		g.put(scope, g.pick([]string{"local %s, %s = ...", "local %s, %s = @a, ...", "local %s, %s = ..., @a", "local %s, %s = (...)"}), v, w)
		return with(scope, v, w)
	}
	return g.putOne(scope, spreads)
}

// variadic writes a function of any number of values.
func (g *generator) variadic(scope []string) []string {
	f := g.fresh("v")
	g.put(scope, "local function %s(%s)", f, g.pick([]string{"...", "x, ...", "x, y, ..."}))
	g.within(place{dots: true, functions: g.functions + 1, yields: g.yields}, func() {
		g.depth++
		inner := scope
		for range 1 + g.IntN(4) {
			inner = g.spread(inner)
		}
		g.put(inner, g.pick([]string{"return ...", "return @a, ...", "return (...)", "return ..., @a", "return call(@v, ...)", "return {...}"}))
		g.depth--
	})
	g.put(scope, "end")
	g.put(scope, "emit(trim(pcall(call, %s, @l)))", f)
	return with(scope, f)
}
