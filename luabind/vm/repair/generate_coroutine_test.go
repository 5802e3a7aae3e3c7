package repair_test

// coroutines are coroutines of all uses: by hand, as functions, in loops.
var coroutines = topic{
	simple: []statement{(*generator).yield},
	nested: []statement{
		(*generator).create, (*generator).create, (*generator).wrap, (*generator).wrap, (*generator).generate,
	},
	forms: []string{
		"resume(@a, @a)", "status(@a)", "resume(coroutine.create(function(...) return @p, ... end), @l)",
		"coroutine.wrap(function(p) p = p, coroutine.yield(p, @p) return p, @p end)(@a)",
		"(coroutine.running() == nil)", "trim(pcall(coroutine.wrap(function() error(@p) end)))",
	},
}

// yieldForms are expressions of coroutines. In a protected call, a metamethod or
// an iterator a yield is an error.
var yieldForms = []string{
	"coroutine.yield(@a)", "(coroutine.yield(@l))", "id(coroutine.yield(@a), @a)", "{coroutine.yield(@a), @a}",
	"{@a, coroutine.yield(@a)}", "coroutine.yield(@a) or @a", "(@a and coroutine.yield(@a))",
	`str(coroutine.yield(@a)) .. "y"`, "num(coroutine.yield()) + num(@a)", "call(coroutine.yield, @a)",
	"id(coroutine.yield(@a), coroutine.yield(@a))", "trim(pcall(coroutine.yield, @a))",
	"trim(pcall(function() return coroutine.yield(@p) end))", "not coroutine.yield(@a)",
}

// yield suspends the coroutine, and is an error elsewhere.
func (g *generator) yield(scope []string) []string {
	if !g.yields && g.IntN(8) > 0 {
		return g.create(scope)
	}
	if g.functions > 0 && g.IntN(6) == 0 {
		return g.putOne(scope, []string{
			"do return coroutine.yield(@l) end", "if @e then return coroutine.yield(@a) end", "do return (coroutine.yield(@a)) end",
		})
	}
	if g.IntN(3) == 0 {
		v, w := g.name(scope), g.name(scope)
		g.put(scope, "local %s, %s = coroutine.yield(@l)", v, w)
		return with(scope, v, w)
	}
	return g.putOne(scope, []string{
		"coroutine.yield()", "coroutine.yield(@l)", "emit(coroutine.yield(@l))", "@v = coroutine.yield(@a)",
		"@v = (coroutine.yield(@a))", "T.x, @v = @a, coroutine.yield(@a)", "@v, T.x = coroutine.yield(@a)",
		"if coroutine.yield(@a) then @v = @e end", "for i = 1, 2 do emit(coroutine.yield(i)) end",
		"for _, k in ipairs({coroutine.yield(@a)}) do emit(k) end", "call(function(...) emit(coroutine.yield(...)) end, @a)",
		"for k in coroutine.yield, @a do break end",
	})
}

// coroutine writes the function of a coroutine.
func (g *generator) coroutine(scope []string, before string) {
	inside := g.place
	inside.yields = true
	g.within(inside, func() { g.function(scope, 1+g.IntN(4), before+"function", "p") })
}

func (g *generator) create(scope []string) []string {
	co := g.fresh("co")
	if g.IntN(2) == 0 {
		g.put(scope, "local %s", co)
		g.coroutine(with(scope, co), co+" = coroutine.create(")
	} else {
		g.coroutine(scope, "local "+co+" = coroutine.create(")
	}
	g.put(scope, "end)")
	for range 1 + g.IntN(3) {
		g.put(scope, "emit(trim(coroutine.resume(%s, @l)))", co)
		if g.IntN(3) == 0 {
			scope = g.statement(scope)
		}
	}
	g.put(scope, "emit(coroutine.status(%s))", co)
	if g.IntN(2) == 0 {
		return scope
	}
	return with(scope, co)
}

func (g *generator) wrap(scope []string) []string {
	f := g.fresh("v")
	g.coroutine(scope, "local "+f+" = coroutine.wrap(")
	g.put(scope, "end)")
	for range g.IntN(3) {
		g.put(scope, "emit(trim(pcall(%s, @l)))", f)
	}
	g.put(scope, g.pick([]string{"emit(%s(@a))", "emit(trim(pcall(call, %s, @a)))", "emit((%s()))"}), f)
	return with(scope, f)
}

// generate has a loop go over what a coroutine yields.
func (g *generator) generate(scope []string) []string {
	v, w := g.name(scope), g.name(scope)
	g.within(place{functions: g.functions + 1, yields: true}, func() {
		g.put(nil, "for %s, %s in coroutine.wrap(function()", v, w)
		g.put(scope, " for i = 1, 3 do")
		g.depth++
		g.block(scope, 1+g.IntN(2))
		g.depth--
		g.put(scope, "  %s = coroutine.yield(i, @a)", g.variable(scope))
		g.put(scope, " end")
	})
	g.put(scope, "end) do")
	g.put(scope, " if tick() then break end")
	g.loop(scope, v, w)
	g.put(scope, "end")
	return scope
}
