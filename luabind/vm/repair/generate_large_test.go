package repair_test

import (
	"strconv"
	"strings"
)

// largeForms are constructors and rows of statements that are taken apart. They
// are rare, because they take long.
var largeForms = topic{
	simple: []statement{(*generator).manyConstants},
	nested: []statement{(*generator).constructor, (*generator).row, (*generator).manyLocals},
}

// rarely is whether what takes long is written.
func (g *generator) rarely(scope []string) bool { return g.IntN(6) == 0 && len(scope) < 60 }

// keyed are fields whose keys are no places of items.
var keyed = []string{" x = @a,", " y = id(@a),", " [str(@a)] = @a,", " [not @a] = id(@a, @a),"}

// constructor writes a list, whose items the machine stores by fifties.
func (g *generator) constructor(scope []string) []string {
	if !g.rarely(scope) || g.loops > 0 {
		return g.local(scope)
	}
	v := g.name(scope)
	g.put(scope, "local %s = {", v)
	mixed := g.IntN(2) == 0
	for range []int{49, 50, 51, 100, 300}[g.IntN(5)] {
		g.put(scope, g.pick([]string{" @a,", " @a,", " @a,", " id(@a, @a),", " num(@a) + 1,", " (id(@l)),"}))
		if mixed && g.IntN(4) == 0 {
			g.put(scope, g.pick(keyed))
		}
	}
	for range g.IntN(3) {
		g.put(scope, g.pick(keyed))
	}
	g.put(scope, g.pick([]string{" @a", " id(@l)", " y = @a", " (id(@a))", " y = id(@a)", " z = @e"}))
	g.put(scope, "}")
	g.put(scope, "for i = 1, 500 do T.x = add(num(T.x), num(list(%s)[i])) end", v)
	g.put(scope, "emit(T.x, fld(%s), list(%s)[1], list(%s)[150])", v, v, v)
	return with(scope, v)
}

// rows are statements that can be put into functions, each with constants of its
// own.
var rows = []string{
	"@v = add(@p, @p)", "T[key(@p)] = @p", "@v, @v = @p, @p", `id("t#", @p)`, "@v = @p and @p", "T.x = (id(@p))",
	"@v = T.k#", "T.k# = @p", `@v = "s#"`, `@v = fld({x = "w#"})`, `T.x = str(@v) .. "x#"`, "T.k#, @v = @v, T.k#",
	"@v = @v == # or @p", `@v = add(num("a#"), num(@p)) + add(num("b#"), 2)`,
}

func (g *generator) row(scope []string) []string {
	if !g.rarely(scope) || g.loops > 0 || g.functions > 0 {
		return g.assign(scope)
	}
	lines := rows
	if g.IntN(2) == 0 {
		lines = append(lines, `if @v == "u#" then @v = # end`)
	}
	for i := range 1500 {
		g.put(scope, strings.ReplaceAll(g.pick(lines), "#", strconv.Itoa(i)))
	}
	return scope
}

// manyConstants writes so many that instructions cannot name the next ones.
func (g *generator) manyConstants(scope []string) []string {
	if !g.rarely(scope) {
		return g.assign(scope)
	}
	var items []string
	for i := range 260 {
		items = append(items, strconv.Quote("c"+strconv.Itoa(i)))
	}
	g.put(scope, "local _ = T or {%s}", strings.Join(items, ", "))
	return scope
}

// manyLocals writes so many that their numbers are large.
func (g *generator) manyLocals(scope []string) []string {
	if !g.rarely(scope) {
		return g.local(scope)
	}
	var names []string
	for range 50 + g.IntN(70) {
		names = append(names, g.fresh("v"))
	}
	g.put(scope, "local %s = id(@l)", strings.Join(names, ", "))
	return with(scope, names...)
}
