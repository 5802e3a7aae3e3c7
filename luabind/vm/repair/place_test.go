package repair

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

var atLine = regexp.MustCompile(`^case.lua:\d+:`)

// TestGoto says that jumping back to a label is right too; Lua 5.1 has none.
func TestGoto(t *testing.T) {
	for src, want := range map[string]string{
		"local n, y = 0 y = n and 1 or 2 ::top:: do while true do break end end n = n + 1 if n < 3 then goto top end return n":                                                                          "3",
		"local n = 0 for i = 1, 3 do for _ in pairs({1}) do if i == 2 then goto continue end end n = n + i ::continue:: end return n":                                                                   "4",
		"local n = 0 ::a:: ::b:: repeat break until n n = n + 1 if n < 3 then goto a elseif n < 5 then goto b end return n":                                                                             "5",
		"local fs = {} for i = 1, 3 do local v = i fs[i] = function() v = v + 1 return v end if i == 2 then goto done end end ::done:: do local a, b, c = 7 end return fs[1](), fs[2](), fs[2]()":       "2 3 4",
		"local n = 0 for i = 1, 3 do if i == 2 then goto continue end local v = i n = n + v ::continue:: end return n":                                                                                  "4",
		"local fs, i, n = {}, 0, 0 ::top:: i = i + 1 n = n + 1 do local v = i fs[i] = function() v = v + n return v end if i < 3 then goto top end end n = 7 return fs[1](), fs[2](), fs[3](), fs[3]()": "8 9 10 17",
	} {
		require.Equal(t, want, run(src, repairs), src)
	}
}

// TestLines says that errors in rewritten statements name the same line as
// Lua 5.1, and as they did before.
func TestLines(t *testing.T) {

	for _, src := range []string{
		"local a, b = 1\n\na, b = b, nothing()",
		"local a, b = 1\n\na, b = nothing.x, a",
		"local a\n\na = a and\n a.b or nothing.x",
		"local a = {}\n\na = a and a.b.c",
		"\nnothing.x, y = 1, 2",
		"\nx, nothing.y = 1, 2",
		"local t = {}\n\nt[nil], y = 1, 2",
		"\n\nfor k in nothing do end",
		"\n\nif 1 and nothing.x then end",
		"while true do\n do break end end\n error('x')",
	} {
		got, want := run(src, repairs), reference(t, src)
		require.NotEmpty(t, atLine.FindString(want), src)
		require.Equal(t, atLine.FindString(want), atLine.FindString(got), "%s\n%s\n%s", src, got, want)
	}
}

// TestMistakesAreStillFound says that what is never run is still compiled.
func TestMistakesAreStillFound(t *testing.T) {
	for _, src := range []string{"if false then break end", "while nil do goto nowhere end", "function f() if false then return ... end end"} {
		_, stock := compile(src, nil)
		require.Error(t, stock)
		_, err := compile(src, repairs)
		require.EqualError(t, err, stock.Error())
	}
}

// TestLongLists says where rows of statements stay right when they are split.
func TestLongLists(t *testing.T) {
	long := longProgram(3000)
	for _, src := range []string{
		long,
		long[:len(long)-len("return n, t[n], t.x1, t.x2999")] + "add(nothing.x)",
		long[:len(long)-len("return n, t[n], t.x1, t.x2999")] + "n = n + 1 setfenv(1, {}) return n, #t, print",
	} {
		require.Equal(t, position(reference(t, src)), position(run(src, repairs)))
	}
}

// position leaves an error's position only of a result.
func position(result string) string {
	if p := atLine.FindString(result); p != "" {
		return p
	}
	return result
}
