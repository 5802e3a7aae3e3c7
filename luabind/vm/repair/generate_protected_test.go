package repair_test

import "strings"

// protectedCalls are pcall and xpcall, and errors of all kinds. What they give
// goes through trim, which leaves the lines of messages and not their words.
var protectedCalls = topic{
	simple: []statement{(*generator).raise, (*generator).raise},
	nested: []statement{
		(*generator).protect, (*generator).protect, (*generator).protect,
		(*generator).handle, (*generator).handle, (*generator).levels,
	},
	forms: []string{
		"trim(pcall(call, @v, @a))", "trim(pcall(error, @a))", "(trim(pcall(fld, @a)))",
		"trim(pcall(pcall))", "trim(pcall(pcall, error, @a))", "trim(pcall(error, @a, @n))",
		"select(2, trim(pcall(error, {x = @a})))",
		"trim(xpcall(function() return @p, @p end, fault))",
		"trim(xpcall(function() return @v.x end, fault))",
		"trim(xpcall(function() error(@p) end, function(e) @v = fault(e) return @p end))",
		"trim(xpcall(function() error() end, function(e) error(@p) end))",
		"trim(pcall(function(p) @v = p error(@p) end, @a))",
	},
}

// faults are statements that raise errors.
var faults = []string{
	`error("e1")`, `error("e2", 0)`, `error("e3", 1)`, `error("e4", 2)`, `error("e5", 3)`, `error("e6", nil)`,
	"error({x = @a})", "error(nil)", "error()", "error(@e)", "error(@a, 2)", "error(@e, 0)",
	`assert(false, "e7")`, "assert(nil)", `assert(@e, "e8")`,
	"nope()", "nope(@a)", "T.nope.x = @a", "emit(T.nope.x)", "emit(@v.x)", "emit(1 + T.nope)", "emit(@a < @a)",
	`emit({} .. "a")`, "emit(#T.nope)", "emit(-{})", "T.nope:m(@a)", "T[nil] = @a",
	`for i = 1, "x" do emit(i) end`, "for i in 5 do emit(i) end", "setmetatable({}, 1)", `emit(("x"):nope())`,
	"ipairs()", "emit(select(0))", "emit(upto.x)", "T[@e].x = @a", "@v.x, @v = @e, @e", "@v = @v.x.y",
	`@v = @a + {}`, `local x = nope.x`, "emit(T.x.y.z)",
}

func (g *generator) raise(scope []string) []string {
	if g.functions == 0 && g.IntN(8) > 0 {
		return g.protect(scope)
	}
	if fault := g.pick(faults); g.IntN(3) == 0 {
		g.put(scope, "%s", fault)
	} else {
		g.put(scope, "if @e then %s end", fault)
	}
	return scope
}

// receive gives what stands before and after the values of a call, and the scope
// after it.
func (g *generator) receive(scope []string) (before, after string, _ []string) {
	switch g.IntN(6) {
	case 0, 1:
		v, w := g.name(scope), g.name(scope)
		return "local " + v + ", " + w + " = trim(", ")", with(scope, v, w)
	case 2:
		return g.fill("@v = (trim(", scope, 0), "))", scope
	case 3:
		if v, w := g.variable(scope), g.variable(scope); v != w {
			return v + ", " + w + " = trim(", ")", scope
		}
	case 4:
		if g.functions > 0 {
			return "do return trim(", ") end", scope
		}
	}
	return "emit(trim(", "))", scope
}

// protect calls a function that may fail.
func (g *generator) protect(scope []string) []string {
	before, after, inner := g.receive(scope)
	g.function(scope, 1+g.IntN(3), before+"pcall(function", "p")
	g.put(scope, "end%s)%s", g.pick([]string{"", ", @a", ", @a, @a", ", @l, @a"}), after)
	return inner
}

// handle calls a function that may fail, with a handler.
func (g *generator) handle(scope []string) []string {
	before, after, inner := g.receive(scope)
	g.function(scope, 1+g.IntN(3), before+"xpcall(function")
	g.function(scope, g.IntN(3), "end, handler(function", "e")
	g.put(scope, "end))%s", after)
	return inner
}

// levels raises errors of the places of callers, some of which end in tail calls.
func (g *generator) levels(scope []string) []string {
	f, h := g.fresh("v"), g.fresh("v")
	g.put(scope, "local function %s(l, ...)", f)
	g.put(scope, ` error(%s, int(l))`, g.pick([]string{`"e1"`, `"e2"`, "@p"}))
	g.put(scope, "end")
	g.put(scope, "local function %s(...)", h)
	g.put(scope, g.pick([]string{" %s(...)", " return %s(...)", " return (%s(...))", " call(%s, ...)", " id(%s(...))"}), f)
	g.put(scope, "end")
	n := 1 + g.IntN(3)
	for range n {
		caught := g.pick([]string{
			"pcall(F, @n)", "pcall(function() F(@n) end)", "pcall(function() return F(@n) end)", "pcall(pcall, F, @n)",
			"pcall(call, F, @n)", "xpcall(function() F(@n) end, fault)", "pcall(function() local x = F(@n) return x end)",
		})
		g.put(scope, "emit(trim(%s))", strings.ReplaceAll(caught, "F", g.pick([]string{f, h})))
	}
	return with(scope, f, h)
}
