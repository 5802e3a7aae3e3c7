package repair_test

// metatables are objects with metamethods, and operations on them.
var metatables = topic{
	simple: []statement{(*generator).operate},
	nested: []statement{(*generator).objects, (*generator).objects, (*generator).event},
	forms: []string{
		"fld(@o)", "rawget(@o, key(@a))", "(@o == @a)", "(@o ~= @o)", "rawequal(@o, @a)",
		"tostr(@o)", "call(@o, @l)", "(getmetatable(@o) == nil)",
		"trim(pcall(function() return small(@o @b @p) end))", "trim(pcall(function() return small(@p @b @o) end))",
		"trim(pcall(function() return small(@o .. @p) end))", "trim(pcall(function() return small(@p .. @p .. @o) end))",
		"trim(pcall(function() return @o < @o, @o <= @o end))", "trim(pcall(function() return @o > @p end))",
		"trim(pcall(function() return @p >= @o end))", "trim(pcall(function() return -@o end))",
		"trim(pcall(function(p) return p == @o, @o(p) end, @o))", "trim(pcall(@o, @l))",
		"trim(pcall(function() return @o[@p], @o.y end))", "trim(pcall(function() return @o:nope(@p) end))",
		"trim(pcall(function(p) p = @o.x and @o.y return p end))",
	},
}

// objects makes objects with metatables.
func (g *generator) objects(scope []string) []string {
	m := g.fresh("m")
	g.put(scope, "local %s = setmetatable({x = @a, %s}, {})", m, g.pick([]string{"@n", "y = @a", "@a"}))
	scope = with(scope, m)
	for range 1 + g.IntN(4) {
		g.eventOf(scope, m)
	}
	for range g.IntN(3) {
		g.operate(scope)
	}
	return scope
}

func (g *generator) event(scope []string) []string {
	g.eventOf(scope, g.object(scope))
	return scope
}

// eventOf gives an object a metamethod.
func (g *generator) eventOf(scope []string, m string) {
	set := "metaof(" + m + ")."
	switch g.IntN(8) {
	case 0, 1:
		g.put(scope, set+"__index = "+g.pick([]string{
			"{y = @a, z = @a}", "T", "function(t, k) return k, 2 end", "function(t, k) @v = key(k) end", "{z = @o}",
		}))
	case 2:
		g.put(scope, set+"__newindex = "+g.pick([]string{
			"{}", "T", "function(t, k, v) rawset(t, k, v) end", "function(t, k, v) @v = v return @p end", "rawset",
		}))
	case 3:
		g.put(scope, set+g.pick([]string{
			"__eq = same", "__lt = less", "__le = less", "__eq = meta(function(a, b) return @p end)", "__metatable = @a",
			"__lt = meta(function(a, b) @v = b return @p end)", "__tostring = function() return @s end", "__call = @a", "__add = @a",
		}))
	default:
		g.function(scope, g.IntN(3), set+g.pick([]string{
			"__index = meta(", "__newindex = meta(", "__call = meta(", "__add = meta(", "__sub = meta(", "__mul = meta(",
			"__mod = meta(", "__concat = meta(", "__unm = first(", "__eq = meta(", "__lt = meta(", "__le = meta(",
		})+"function", "x", "y")
		g.put(scope, "end)")
	}
}

// operate uses an object.
func (g *generator) operate(scope []string) []string {
	return g.putOne(scope, []string{
		"@o.z = @e", "@o.y = @a", "@o.x = nil", "@o[key(@a)], @v = @e, @e", "@v, @o.x, @o.y = @o.y, @a, @o.x",
		"@v = @o.y", "@v = @o.x and @o.y", "local y = @o.y and @o.x", "emit(@o.x, @o.y, @o.z, @o[key(@a)])",
		"emit(@o, rawget(@o, @n), @o == @o)", "if @o.y == @a then @v = @o.z end",
		"emit(trim(pcall(@o, @l)))", "emit(trim(pcall(function() @o.q = @p @v = @o(@p) return @v end)))",
		"emit(trim(pcall(function() @v = small(@o @b 1) @v = small(1 @b @o) end)))",
		"emit(trim(pcall(function() for k in @o do emit(k) break end end)))",
		"rawset(@o, key(@a), @a)", `emit(trim(pcall(setmetatable, @o, {})))`,
	})
}
