package repair_test

import "strings"

func (g *generator) numeric(scope []string) []string {
	v := g.name(scope)
	g.put(scope, "for %s = %s do", v, g.pick([]string{
		"@n, @n", "@n, @n, 1", "0, 3, 2", "2, @n, -1", "@n, num(@a)", "num(@a), 3, num(@a) + 1", "num(@a), @n, -1",
		"0, 1, 0.5", "2, 0.5, -0.5", "0.5, @n", "@n, 2.5", "-1, num(@a)", "-1, -2, -0.25", "1, 0", "0, 1, -1",
	}))
	g.put(scope, " if tick() then break end")
	g.loop(scope, v)
	g.put(scope, "end")
	return scope
}

func (g *generator) generic(scope []string) []string {
	names := []string{g.name(scope), g.name(scope), g.name(scope)}[:1+g.IntN(3)]
	g.put(scope, "for %s in %s do", strings.Join(names, ", "), g.pick([]string{
		`ipairs({1, "z", true})`, "upto, 2", "upto, 3, 1", "upto, id(2)", "upto, id(2, 1)", "upto, 2, num(@a)",
		"(upto)", "upto, 2, id(0)", "next, {@a}", "pairs({x = @a})",
		"id(ipairs)({1, @a})", "id(id)(upto), 2", "id(next), id({@a})", "id({f = ipairs}).f({1, @e})", `id("ab"):gmatch(".")`,
		"id(id)(id)(next, {@a})", "({upto, 2})[1], ({2})[1], ({0})[1]", "id(nil) or upto, id(2) or 1", "id(upto) and upto, id(@a)",
		`id({x = upto})[T.nope or "x"], 1`, "select(2, @a, upto, 2)",
	}))
	if g.IntN(10) == 0 {
		g.put(scope, " do break end")
	}
	g.loop(scope, names...)
	g.put(scope, "end")
	return scope
}

// counter is a local that nothing else in the program touches.
func (g *generator) counter() string {
	n := g.fresh("n")
	g.put(nil, "local %s = 0", n)
	return n
}

func (g *generator) while(scope []string) []string {
	n := g.counter()
	g.put(scope, g.pick([]string{"while %s < 3 do", "while %s < 3 and (@e) do", "while not (%s >= 3 or @e) do"}), n)
	g.put(scope, " %s = %s + 1", n, n)
	g.loop(scope)
	g.put(scope, "end")
	return scope
}

func (g *generator) forever(scope []string) []string {
	n := g.counter()
	g.put(scope, "while %s do", g.pick([]string{"true", "1", "not nil"}))
	g.put(scope, " if %s then break end", g.pick([]string{"false", "nil", "1 == 2"}))
	g.put(scope, " %s = %s + 1", n, n)
	g.loop(scope)
	g.put(scope, " if %s > 2 then break end", n)
	g.put(scope, "end")
	return scope
}

// repeat writes a loop whose condition sees the locals of its body.
func (g *generator) repeat(scope []string) []string {
	n, v, f := g.counter(), g.name(scope), g.fresh("v")
	g.put(scope, "repeat")
	g.put(scope, " %s = %s + 1", n, n)
	if g.IntN(3) == 0 {
		g.put(scope, " if @e then break end")
	}
	g.put(scope, " local %s = @e", v)
	inner := with(scope, v)
	captured := g.IntN(2) == 0
	if captured {
		g.put(inner, " local %s = function(p) %s = p or @p return %s end", f, v, v)
		inner = with(inner, f)
	}
	g.loop(inner)
	condition := g.pick([]string{v, "not " + v, "@e"})
	if captured {
		condition = "call(" + f + ", @a) == @a"
	}
	g.put(inner, "until %s >= 2 or %s", n, condition)
	return scope
}

// jumps writes loops and branches that begin or end with jumps.
func (g *generator) jumps(scope []string) []string {
	return g.putOne(scope, []string{
		"while true do if @e then break end break end", "while @e do break end", "repeat if @e then break end until true",
		"repeat break until @e", "while true do repeat break until true break end", "while 1 do do break end end",
		"while not nil do while true do break end break end", "while nil do @v = @a end", "repeat while true do emit(1) break end until 1",
		"while true do while true do @v = @e break end break end", "if true then @v = @e end", "for i = 1, 2 do while true do break end end",
		"if nil then @v = @a elseif 1 then emit(2) else emit(3) end", "if not nil and @e then emit(4) end", "repeat until true",
		"if @e then while true do break end else repeat break until nil end", "while false or @e do @v = @e break end",
		"for i in ipairs({1, 2}) do while true do if i == 1 then break end @v = @e break end end",
	})
}

// closures writes functions that share a variable of a loop.
func (g *generator) closures(scope []string) []string {
	v, k := g.name(scope), g.name(scope)
	g.put(scope, "local %s = {}", v)
	scope = with(scope, v)
	g.put(scope, "for %s = 1, 3 do", k)
	g.put(scope, " local q = %s * 2", k)
	g.put(scope, " list(%s)[%s] = function(n) q = q + num(n) return q, @p end", v, k)
	g.put(scope, " if @e then break end")
	g.put(scope, "end")
	g.put(scope, "for _, fn in ipairs(list(%s)) do emit(fn(1)) emit(fn(@a)) end", v)
	return scope
}
