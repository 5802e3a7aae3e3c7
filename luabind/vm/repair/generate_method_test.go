package repair_test

import "fmt"

// methods are functions of objects, and of classes.
var methods = topic{
	nested: []statement{(*generator).method, (*generator).class, (*generator).class},
	forms: []string{
		"({c = @a, get = function(self, p) return self.c, p, @p end}):get(@a)", `(@s):upper():lower()`, `T.x == T["x"]`,
		"({f = {g = function(...) return ... end}}).f.g(@l)", "({f = {g = function(...) return fld(...) end}}).f:g(@l)",
	},
}

func (g *generator) method(scope []string) []string {
	o := g.fresh("o")
	g.put(scope, "local %s = {c = @a}", o)
	g.put(scope, `function %s:get(...) self.c, self.d = self.d, self.c return self.c or self.d, select("#", ...), ... end`, o)
	g.put(scope, "emit(%s:get(@e, @a))", o)
	g.put(scope, "@v = (%s:get(@a))", o)
	return scope
}

// class writes a class with a method of some statements.
func (g *generator) class(scope []string) []string {
	c, o := g.fresh("o"), g.fresh("o")
	g.put(scope, "local %s = {c = @a, sub = {}}", c)
	g.put(scope, "%s.__index = %s", c, c)
	g.put(scope, "function %s.new(x, ...) return setmetatable({c = x, ...}, %s) end", c, c)
	g.put(scope, "function %s:set(x) self.c = x return self end", c)
	before := g.pick([]string{"function %s:get", "function %s.get", "%s.get = function", "function %s.sub.get", "function %s.sub:get"})
	g.function(with(scope, "self"), 1+g.IntN(3), fmt.Sprintf(before, c), "x")
	g.put(scope, "end")
	g.put(scope, "local %s = %s.new(@l)", o, c)
	for range 1 + g.IntN(3) {
		g.put(scope, g.pick([]string{
			"emit(trim(pcall(%[1]s.get, %[1]s, @a)))", "emit(%[1]s:set(@a):set(@e).c)", "@v = %[1]s:set(@a).c", "emit(%[1]s.c, %[1]s[1])",
			"emit(trim(pcall(function() return %[1]s:get(@p, @p) end)))", "emit(trim(pcall(function() return %[1]s.sub:get(@p) end)))",
			"@v, %[1]s.c = %[1]s.c, @e", "%[1]s.c, %[1]s.d = %[1]s.d, %[1]s.c", "emit(trim(pcall(function() return %[1]s.get(@p) end)))",
			"%[1]s.sub = {get = %[1]s.get, c = @a}", "%[1]s.c = %[1]s.c and @e", "emit(trim(pcall(function() return %[1]s:nope(@p) end)))",
		}), o)
	}
	return scope
}

// environments are functions with other globals.
var environments = topic{
	simple: []statement{(*generator).setfenv},
	nested: []statement{(*generator).environment},
	forms: []string{"(getfenv(1) == E)", "getfenv().G1", "setfenv(function() return G1, T.x end, {G1 = @a, T = T})()",
		`setfenv(loadstring("G1 = ... or G1 return G1, T.x, ..."), E)(@a)`, `trim(pcall(loadstring("return x.y"), @a))`,
	},
}

func (g *generator) setfenv(scope []string) []string {
	if g.functions == 0 {
		return g.environment(scope)
	}
	return g.putOne(scope, []string{
		"setfenv(1, setmetatable({G1 = @a}, {__index = E}))", "setfenv(1, E)", "G1, getfenv(1).G2 = @e, @e",
		"getfenv(1).G1 = @e", "emit(getfenv(1) == E, G1, G2)",
	})
}

func (g *generator) environment(scope []string) []string {
	e, f := g.fresh("v"), g.fresh("v")
	g.put(scope, "local %s = setmetatable({G1 = @a}, {__index = E})", e)
	g.function(scope, 1+g.IntN(3), "local function "+f, "p")
	g.put(scope, "end")
	g.put(scope, "setfenv(%s, %s)", f, e)
	g.put(scope, "emit(trim(pcall(call, %s, @a)))", f)
	g.put(scope, "emit(getfenv(%s) == %s, rawget(%s, %q), G1)", f, e, e, "G1")
	return with(scope, f)
}
