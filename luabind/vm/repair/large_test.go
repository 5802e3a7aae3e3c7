package repair

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	lua "github.com/yuin/gopher-lua"
)

// items gives the numbers from 1 to n as strings, each a constant of its own.
func items(n int) string {
	var s strings.Builder
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&s, "'s%d',", i)
	}
	return s.String()
}

func TestLargeConstructors(t *testing.T) {
	many := items(3000)
	for _, src := range []string{
		"local t = {" + many + "} return #t, t[1], t[256], t[257], t[3000], t[3001]",
		"local t = {" + many + "'x', nil, 'y'} return #t, t[3001], t[3002], t[3003]",
		"local t = {" + many + "x = 1, " + many + "[7] = 'no', y = 2} return #t, t.x, t.y, t[7], t[6000]",
		"local function f(...) return {" + many + "...} end local t = f(1, nil, 3) return #t, t[3001], t[3002], t[3003]",
		"local function f(...) return {(...), " + many + "(...)} end local t = f(1, 2) return #t, t[1], t[3002]",
		"local function f(...) return {" + many + "select('#', ...), n = ...} end local t = f(1, 2, nil) return #t, t[3001], t.n",
		"local function f() return 1, 2, 3 end local t = {" + many + "f(), f()} return #t, t[3001], t[3002], t[3004]",
		"local function f() return 1, 2, 3 end local t = {" + many + "(f())} return #t, t[3001], t[3002]",
		"local n = 0 local function f() n = n + 1 return n end local t = {f(), [f()] = f(), " + many + "f(), f()} return t[1], t[2], t[3002], t[3003], n",
		"local n, t = 0 t = {" + many + "function() n = n + 1 return n end} n = 5 return t[3001](), n, t[3001](), n",
		"local t = t and {" + many + "} or {" + many + "t} return #t",
		"return #{" + strings.Repeat("{"+items(60)+"},", 60) + "}, ({{" + many + "}, {" + many + "}})[2][3000]",
		"local a = 1 a = {" + many + "a} return a[3001]",
		"local t = setmetatable({" + many + "}, {__index = function() return 'd' end}) return t[3001], t[3000]",
		"local arg = 5 local t = {" + many + "arg} return t[3001]",
		"return (function(...) local arg = 5 local t = {" + many + "arg, ...} return t[3001], t[3002] end)(6)",
	} {
		require.Equal(t, reference(t, src), run(src, repairs), src[max(0, len(src)-100):])
	}
}

// TestLargeErrors says that errors in a large constructor name their lines.
func TestLargeErrors(t *testing.T) {
	lines := strings.ReplaceAll(items(1000), ",", ",\n")
	src := "local nothing\nlocal t = {\n" + lines + "nothing.x}\n"
	require.Contains(t, run(src, repairs), "case.lua:1003:")
	require.Contains(t, reference(t, src), "case.lua:1003:")
}

// TestManyLocals says that repairs need no more room than Lua 5.1 has.
func TestManyLocals(t *testing.T) {
	var b strings.Builder
	for i := range 195 {
		fmt.Fprintf(&b, "local a%d = %d\n", i, i)
	}
	for _, src := range []string{
		"a1, a2 = a2, a1 return a1, a2",
		"a1 = a2 and a3 return a1",
		"a1, a2, a3 = a3, a1, a2 return a1, a2, a3",
		"local t = {" + items(1000) + "a190} return #t, t[1001]",
	} {
		require.Equal(t, reference(t, b.String()+src), run(b.String()+src, repairs), src[:min(len(src), 50)])
	}
}

func TestStockIsNotTouched(t *testing.T) {
	src := "local t = {1, 2, x = 3} for i, v in ipairs(t) do t[i] = v + 1 end local function f(a, b) return a or b end return f(t.x)"
	stock, err := compile(src, nil)
	require.NoError(t, err)
	repaired, err := compile(src, repairs)
	require.NoError(t, err)
	require.Equal(t, stock.Code, repaired.Code)
}

// code is a chunk of n lines as people write them.
func code(n int) string {
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, `local function f%d(a, b)
  local t = {a, b, n = %d}
  for i, v in ipairs(t) do
    if v == a and i > 1 then t[i] = v + %d else t.last = tostring(v) .. "x" end
  end
  t.a, t.b = t.b, t.a
  while t.n > 10 do t.n = t.n / 2 end
  return t.n, #t, a and b or t.last
end
G = f%d
`, i%100, i, i, i%100)
		if i%100 == 99 {
			s.WriteString("do end\n")
		}
	}
	return "do\n" + strings.ReplaceAll(s.String(), "do end\n", "end\ndo\n") + "end\n"
}

func load(b *testing.B, src string, with []repair) *lua.FunctionProto {
	p, err := compile(src, with)
	require.NoError(b, err)
	return p
}
