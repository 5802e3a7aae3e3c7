package repair_test

// patterns are those of the string library.
var patterns = []string{
	`"a"`, `"b*"`, `"[ab]+"`, `"(a)(.)"`, `"^a"`, `"b$"`, `"%a"`, `"(%w+)"`, `".-b"`, `"()b"`, `"(a)b%1"`, `"%f[%w]%w+"`, `"."`,
	`"[^a]"`, `"%s*"`, `"%b()"`, `"x"`, `""`,
}

// literals are texts.
var literals = []string{
	`("abcab")`, `("a b")`, `("")`, "str(@a)", "str(@a)", "str(@a)", `("\97\098c")`, `('"\'')`, `([[a\]])`, `([==[a]]b]==])`,
	`("\t\\\n")`, `("x\0y")`,
}

// texts are calls of the string library's functions.
var texts = topic{
	nested: []statement{(*generator).matches, (*generator).replace},
	forms: []string{
		"@s:upper()", "@s:len()", "@s:reverse()", "@s:rep(int(@a))", "@s:sub(int(@a))", "@s:sub(int(@a), int(@a))", "@s:sub(-2)",
		"@s:sub(-2, -2)", "@s:byte(1, 3)", "@s:byte()", "string.char(97 + int(@a), 98)", "#@s", "(@s == @s)", "(@s < @s)",
		"@s:find(@t)", "@s:find(@t, int(@a))", `@s:find("b", 1, true)`, "@s:match(@t)", "(@s:match(@t))", "@s:match(@t, -2)",
		`@s:gsub(@t, "<%0>")`, `(@s:gsub(@t, "y"))`, `@s:gsub(@t, "%0%0", int(@a))`, `@s:gsub(@t, {a = "1", b = false})`,
		"@s:gsub(@t, function(p, q) @v = p return q end)", "@s:gmatch(@t)()", `("%s|%5s|%-3s|"):format(str(@a), str(@a), "x")`,
		`("%d,%3d,%02d"):format(int(@a), int(@a), 1)`, `("%q"):format(str(@a))`, "@s:lower():upper()", "@s .. @s",
		"table.concat({str(@a), str(@a)}, @s)", "tostring(int(@a))", "tonumber(str(@a))",
	},
}

// matches has a loop go over what a pattern finds.
func (g *generator) matches(scope []string) []string {
	v, w := g.name(scope), g.name(scope)
	g.put(scope, "for %s, %s in @s:gmatch(@t) do", v, w)
	g.loop(scope, v, w)
	g.put(scope, "end")
	return scope
}

// replace has a function give the replacements.
func (g *generator) replace(scope []string) []string {
	g.function(scope, g.IntN(3), g.fill("emit(trim(pcall(string.gsub, @s, @t, function", scope, 0), "p", "q")
	g.put(scope, "end)))")
	return scope
}
