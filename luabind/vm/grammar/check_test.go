package grammar_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm/grammar"
)

// What a newcomer gets wrong, and Lua's words for it.
func TestOrdinaryMistakes(t *testing.T) {
	var chunks []string
	for chunk, want := range map[string]string{
		"if x == 1\n  print(x)\nend":                "x:2: 'then' expected near 'print'",
		"if x = 1 then end":                         "x:1: 'then' expected near '='",
		"if x then\n  f()\n":                        "x:3: 'end' expected (to close 'if' at line 1) near '<eof>'",
		"if x then f() else if y then g() end":      "x:1: 'end' expected near '<eof>'",
		"if (x then end":                            "x:1: ')' expected near 'then'",
		"while x\n  f()\nend":                       "x:2: 'do' expected near 'f'",
		"for i = 1 do end":                          "x:1: ',' expected near 'do'",
		"for i, 10 do end":                          "x:1: '<name>' expected near '10'",
		"for i in 1, 10\nprint(i)\nend":             "x:2: 'do' expected near 'print'",
		"for i do end":                              "x:1: '=' or 'in' expected near 'do'",
		"repeat\n  f()\nend":                        "x:3: 'until' expected (to close 'repeat' at line 1) near 'end'",
		"function f()\n  if x then\n    g()\nend\n": "x:5: 'end' expected (to close 'function' at line 1) near '<eof>'",
		"f()\nend":                                  "x:2: '<eof>' expected near 'end'",
		"function f(1) end":                         "x:1: <name> or '...' expected near '1'",
		"function f(a,) end":                        "x:1: <name> or '...' expected near ')'",
		"function (x) end":                          "x:1: '<name>' expected near '('",
		"local function a.b() end":                  "x:1: '(' expected near '.'",
		"local 1 = x":                               "x:1: '<name>' expected near '1'",
		"local t.x = 1":                             "x:1: unexpected symbol near '.'",
		"local end = 1":                             "x:1: '<name>' expected near 'end'",
		"x":                                         "x:1: '=' expected near '<eof>'",
		"x y":                                       "x:1: '=' expected near 'y'",
		"x += 1":                                    "x:1: '=' expected near '+'",
		"x++":                                       "x:1: '=' expected near '+'",
		"x == 1":                                    "x:1: '=' expected near '=='",
		"x = = 1":                                   "x:1: unexpected symbol near '='",
		"x != 1":                                    "x:1: '=' expected near '!'",
		"if x != 1 then end":                        "x:1: 'then' expected near '!'",
		"if x && y then end":                        "x:1: 'then' expected near '&'",
		"x = y ? 1 : 2":                             "x:1: unexpected symbol near '?'",
		"x = {1, 2":                                 "x:1: '}' expected near '<eof>'",
		"x = {\n  a = 1\n  b = 2\n}":                "x:3: '}' expected (to close '{' at line 1) near 'b'",
		"x = {a: 1}":                                "x:1: '<name>' expected near '1'",
		"x = {a: b}":                                "x:1: function arguments expected near '}'",
		"x = [1, 2]":                                "x:1: unexpected symbol near '['",
		"print('a'":                                 "x:1: ')' expected near '<eof>'",
		"print('a'\nprint('b')":                     "x:2: ')' expected (to close '(' at line 1) near 'print'",
		"print('a'))":                               "x:1: unexpected symbol near ')'",
		"f()\n(g or h)()":                           "x:2: ambiguous syntax (function call x new statement) near '('",
		"f() = 1":                                   "x:1: unexpected symbol near '='",
		"a, f() = 1":                                "x:1: syntax error near '='",
		"(x) = 1":                                   "x:1: syntax error near '='",
		"a.b:c = 1":                                 "x:1: function arguments expected near '='",
		"'a':upper()":                               "x:1: unexpected symbol near ''a''",
		"x = 'it's'":                                "x:1: unfinished string near '<eof>'",
		"x = 'abc\ny = 1":                           "x:1: unfinished string near ''abc'",
		"x = \"abc":                                 "x:1: unfinished string near '<eof>'",
		"x = [[abc\n\n":                             "x:3: unfinished long string near '<eof>'",
		"f() --[[ abc\n":                            "x:2: unfinished long comment near '<eof>'",
		"--[[ x = [[a]] ]]":                         "x:1: nesting of [[...]] is deprecated near '['",
		"x = [=abc":                                 "x:1: invalid long string delimiter near '[='",
		"x = 'a\\300'":                              "x:1: escape sequence too large near ''a'",
		"x = 3x":                                    "x:1: malformed number near '3x'",
		"x = 0x":                                    "x:1: malformed number near '0x'",
		"x = 1..2":                                  "x:1: malformed number near '1..2'",
		"x = 1e+":                                   "x:1: malformed number near '1e+'",
		"x = 1 // 2":                                "x:1: unexpected symbol near '/'",
		"x = 1 ~ 2":                                 "x:1: unexpected symbol near '~'",
		"// comment":                                "x:1: unexpected symbol near '/'",
		"x = $y":                                    "x:1: unexpected symbol near '$'",
		"x = \x01":                                  "x:1: unexpected symbol near 'char(1)'",
		"break":                                     "x:1: no loop to break near '<eof>'",
		"if x then break end":                       "x:1: no loop to break near 'end'",
		"while x do f = function() break end end": "x:1: no loop to break near 'end'",
		"while x do break f() end":                "x:1: 'end' expected near 'f'",
		"return 1 f()":                            "x:1: '<eof>' expected near 'f'",
		"function f() return 1\n  g()\nend":       "x:2: 'end' expected (to close 'function' at line 1) near 'g'",
		"function f() return ... end":             "x:1: cannot use '...' outside a vararg function near '...'",
		"f();;":                                   "x:1: unexpected symbol near ';'",
		"else":                                    "x:1: '<eof>' expected near 'else'",
		"x = function f() end":                    "x:1: '(' expected near 'f'",
		"x = not":                                 "x:1: unexpected symbol near '<eof>'",
		"t.1 = 2":                                 "x:1: '=' expected near '.1'",
		"t[1 = 2":                                 "x:1: ']' expected near '='",
		"a.end = 1":                               "x:1: '<name>' expected near 'end'",
		"local x <const> = 1":                     "x:1: unexpected symbol near '<'",
		"for k, v in pairs(t) {\n}":               "x:2: 'do' expected near '<eof>'",
		"x = 'several\\nlines' 'a\\nb'":           "x:1: unexpected symbol near ''a\nb''",
		strings.Repeat("(", 200):                  "x:1: chunk has too many syntax levels",
		"function f()\n" + locals(201):            "x:2: function at line 1 has more than 200 local variables",
		strings.Repeat("a,", 200) + "a = 1":       "x:1: main function has more than 197 variables in assignment",
		"function f() " + strings.Repeat("do ", 30) + "}": "x:1: unexpected symbol near '}'",
	} {
		require.Equal(t, want, here(chunk), "%q", chunk)
		chunks = append(chunks, chunk)
	}
	sameAsLua51(t, chunks)
}

func locals(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "local v%d ", i)
	}
	return b.String()
}

// What can nest, and what can be many, up to Lua's bounds and beyond.
func TestBoundsAsLua51(t *testing.T) {
	var chunks []string
	for n := 190; n < 205; n++ {
		for _, c := range []struct{ before, opening, middle, closing, after string }{
			{"x = ", "(", "1", ")", ""},
			{"x = ", "{", "", "}", ""},
			{"x = t", "[t", "", "]", ""},
			{"x = ", "f(", "", ")", ""},
			{"x = ", "-", "1", "", ""},
			{"x = 1", " .. 1", "", "", ""},
			{"x = 1", "^1", "", "", ""},
			{"x = 1", " + 1", "", "", ""},
			{"x = f", "()", "", "", ""},
			{"", "do ", "break", " end", ""},
			{"", "f = function() ", "", "end ", ""},
			{"if x then ", "elseif x then ", "", "", "end"},
			{"a", ", a", "", "", " = 1"},
			{"do a", ", a", "", "", " = 1 end"},
			{"local a", ", a", "", "", ""},
			{"local function a() end ", "local a ", "", "", ""},
			{"for i = 1, 2 do local a", ", a", "", "", " end local a"},
			{"for i in f do local a", ", a", "", "", " end local a"},
			{"for a", ", a", "", "", " in f do end"},
			{"repeat ", "local a ", "", "", "until function() local a end"},
			{"function f(a", ", a", "", "", ") end"},
			{"function f(a", ", a", "", "", ", ...) end"},
			{"function f:g(a", ", a", "", "", ") end"},
		} {
			chunks = append(chunks, c.before+strings.Repeat(c.opening, n)+c.middle+strings.Repeat(c.closing, n)+c.after)
		}
	}
	sameAsLua51(t, chunks)
}

// Lua 5.1 has no goto and no labels; goto is a name there.
func TestGoto(t *testing.T) {
	for chunk, want := range map[string]string{
		"for i = 1, 3 do if x then goto continue end f() ::continue:: end": "",
		"do ::a:: goto b; ::b:: x = y ::c:: end":                           "",
		"goto = 1":                                                         "x:1: '<name>' expected near '='",
		"x = goto":                                                         "x:1: unexpected symbol near 'goto'",
		"goto 1":                                                           "x:1: '<name>' expected near '1'",
		"::a: x = 1":                                                       "x:1: '::' expected near ':'",
		":::":                                                              "x:1: '<name>' expected near ':'",
		"a::b()":                                                           "x:1: '=' expected near '::'",
		": :a: :":                                                          "x:1: unexpected symbol near ':'",
		"while x do goto\nif":                                              "x:2: '<name>' expected near 'if'",
	} {
		require.Equal(t, want, here(chunk), "%q", chunk)
	}
}

// Lua 5.1 takes a NUL for more of the number or the "." before it.
func TestNULs(t *testing.T) {
	for chunk, want := range map[string]string{
		"\x00":              "x:1: unexpected symbol",
		"x = 1\x00":         "x:1: unexpected symbol",
		"x = 'a'.\x00'b'":   "x:1: unexpected symbol near '.'",
		"x = 1 'a\x00b'":    "x:1: unexpected symbol near ''a'",
		"x = '\x00' --\x00": "",
	} {
		require.Equal(t, want, here(chunk), "%q", chunk)
	}
}

func TestIncomplete(t *testing.T) {
	for chunk, want := range map[string]bool{
		"if x": true, "x =": true, "f(": true, "f(1,": true, "x": true, "x.": true, "x = 1 +": true, "x = {": true, "for i": true, "local": true,
		"function f(a": true, "return function()": true, "goto": true, "::a": true, "a, b": true, "(a)": true, "a, f()": true,
		"x = [[a": true, "--[[ a": true, "x = 'a\\": true, "while x do break": true,
		"": false, "x = 1": false, "x = 'a": false, "x = \"a\\\"": false, "break": false, "end": false, "x = = 1": false, "x = 1e": false,
		"x = [=": false, "while x do f = function() break": false,
	} {
		_, m := grammar.Check([]byte(chunk))
		require.Equal(t, want, m != nil && m.Incomplete, "%q", chunk)
	}
}

// What Lua reads and gopher-lua would not.
func TestPlain(t *testing.T) {
	for chunk, want := range map[string]string{
		"x = 1":                          "x = 1",
		"x\v=\f'\v' -- \f\n\f":           "x = '\v' -- \f\n ",
		"--[=== a title ===\nx = 1--[=":  "-- === a title ===\nx = 1-- =",
		"--[=[ a\n comment ]=] x = 1--[": "--[=[ a\n comment ]=] x = 1-- ",
		"x = 0x1p4+0xAP1..'0x1p4'":       "x = 16 +20 ..'0x1p4'",
		"x = 0x1p9999":                   "x = 1e999 ",
		"x = 0xp1 + 1":                   "",
	} {
		plain, _ := grammar.Check([]byte(chunk))
		require.Equal(t, want, string(plain), "%q", chunk)
	}
}

// FuzzCheck looks for what Check does not end on.
func FuzzCheck(f *testing.F) {
	for _, seed := range append(strings.Split(seeds, "\n\n"), inserted...) {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		plain, m := grammar.Check(src)
		if m != nil {
			require.NotEmpty(t, m.Message)
			require.Positive(t, m.Line)
			require.LessOrEqual(t, m.Line, 1+bytes.Count(src, []byte("\n"))+bytes.Count(src, []byte("\r")))
			return
		}
		again, m := grammar.Check(plain)
		require.Nil(t, m)
		require.Equal(t, plain, again)
	})
}
