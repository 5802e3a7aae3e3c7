package vm_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
)

// The functions that Go's and C's libraries compute by themselves may differ in
// the last of the 14 digits that tostring gives: those are compared in 12.
func TestMathAsLua51(t *testing.T) {
	d := newDice(4)
	exact := strings.Split("abs(x) ceil(x) floor(x) sqrt(x) deg(x) rad(x) frexp(x) modf(x) fmod(x,y) mod(x,y) ldexp(x,y) max(x,y) min(x,y) max(x,x,y)", " ")
	near := strings.Split("acos(x) asin(x) atan(x) cos(x) cosh(x) exp(x) log(x) log10(x) sin(x) sinh(x) tan(x) tanh(x) atan2(x,y) pow(x,y)", " ")
	var cases []string
	for range 1000 {
		x := d.of([]string{d.of(numerals), fmt.Sprint(d.NormFloat64()), fmt.Sprint(d.IntN(100)), fmt.Sprintf("10^%d", d.IntN(20)-5)})
		y := d.of([]string{d.of(numerals), fmt.Sprint(d.IntN(10))})
		// C leaves the sign of a NaN to the machine: the text drops it.
		cases = append(cases,
			fmt.Sprintf("(function(x, y) local a, b = math.%s return (tostring(a):gsub('-nan', 'nan')), (tostring(b):gsub('-nan', 'nan')) end)(%s, %s)", d.of(exact), x, y),
			fmt.Sprintf("(function(x, y) return (('%%.12g'):format(math.%s):gsub('-nan', 'nan')) end)(%s, %s)", d.of(near), x, y))
	}
	for _, name := range strings.Split("abs acos atan2 ceil fmod frexp ldexp log log10 max min mod modf pow random randomseed sqrt", " ") {
		for _, args := range []string{"", "'x'", "nil", "{}", "1, 'x'", "1, {}", "'z', 2"} {
			cases = append(cases, "select('#', math."+name+"("+args+"))")
		}
	}
	cases = append(cases, "math.huge", "-math.huge", "1/0 > math.huge", "math.pi", "math.log10(1000) == 3")
	sameAsLua51(t, cases)
}

func TestRandom(t *testing.T) {
	w := newWorld(t, "")
	w.same(t, map[string]string{
		"for i = 1, 1000 do local r = math.random() if r < 0 or r >= 1 then return r end end":                                 "",
		"for i = 1, 1000 do local r = math.random(3) if r ~= 1 and r ~= 2 and r ~= 3 then return r end end":                   "",
		"local seen = 0 for i = 1, 1000 do local r = math.random(-1, 1) seen = seen + r * r end return seen > 400":            "true",
		"math.randomseed(7) local a = math.random() math.randomseed(7) return a == math.random()":                             "true",
		"math.randomseed(7) local a = math.random() math.randomseed(8) return a == math.random()":                             "false",
		"math.randomseed(42) return math.random(100), math.random(100)":                                                       "26|55",
		"return pcall(function() return math.random(0) end)":                                                                  "false|case.lua:1: bad argument #1 to 'random' (interval is empty)",
		"return pcall(function() return math.random(2, 1) end)":                                                               "false|case.lua:1: bad argument #2 to 'random' (interval is empty)",
		"return pcall(function() return math.random(1, 2, 3) end)":                                                            "false|case.lua:1: wrong number of arguments",
		"local t = {} math.randomseed(1) for i = 1, 5 do t[i] = math.random(-2147483647, 2147483647) end return t[1] == t[2]": "false",
	})
}

func TestRandomIsTheStatesOwn(t *testing.T) {
	draw := func(w *world) string {
		got, err := w.run(t, "return math.random(1000000000)")
		require.NoError(t, err)
		return got
	}
	a, b := newWorld(t, ""), newWorld(t, "")
	require.NotEqual(t, draw(a), draw(b), "seeded from the clock")
	_, err := a.run(t, "math.randomseed(3)")
	require.NoError(t, err)
	first := draw(a)
	_, err = b.run(t, "math.randomseed(3)")
	require.NoError(t, err)
	require.Equal(t, first, draw(b))
}

// within runs src under a context of 100 ms and checks that it ends soon after.
func within(t *testing.T, src string) {
	t.Helper()
	w := newWorld(t, "")
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	w.L.SetContext(ctx)
	p, err := vm.Compile("@case.lua", []byte(src))
	require.NoError(t, err)
	begin := time.Now()
	_, err = vm.Protect(w.L, w.L.NewFunctionFromProto(p))
	require.ErrorIs(t, err, context.DeadlineExceeded, src)
	require.Less(t, time.Since(begin), time.Minute, src)
}
