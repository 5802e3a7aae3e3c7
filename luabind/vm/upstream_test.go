package vm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	lua "github.com/yuin/gopher-lua"
)

// TestRepairsAreStillNeeded runs the mistakes of gopher-lua that this package
// repairs. A case that fails has been mended there: its repair can go.
func TestRepairsAreStillNeeded(t *testing.T) {
	for name, c := range map[string]struct{ src, wrong string }{
		"#448 pcall detaches variables":        {"local n = 0 local function inc() n = n + 1 end inc() pcall(error, 'x') inc() inc() return n", "1"},
		"#454 xpcall passes no arguments":      {"return select(2, xpcall(function(...) return select('#', ...) end, print, 1))", "0"},
		"xpcall takes no callable tables":      {"return (pcall(xpcall, setmetatable({}, {__call = print}), print))", "false"},
		"error needs an argument":              {"return (select(2, pcall(error)))", "<string>:1: bad argument #1 to (anonymous) (value expected)"},
		"#306 yield crosses pcall":             {"return tostring(select(2, coroutine.resume(coroutine.create(function() return (pcall(coroutine.yield, 1)) end))))", "1"},
		"Go functions as coroutines":           {"return select('#', coroutine.resume(coroutine.create(string.rep), 'x', 2))", "0"},
		"resume gives too few values":          {"local co = coroutine.wrap(function() local a, b = coroutine.yield() return type(b) end) co() return (pcall(co))", "false"},
		"a yield that is a tail call":          {"local co = coroutine.wrap(function() return coroutine.yield(1) end) co() return (pcall(co, 2))", "false"},
		"traceback makes text of its argument": {"return type(debug.traceback({}))", "string"},
		"getinfo has no short_src":             {"return debug.getinfo(1).short_src", "nil"},
		"panics are Lua errors":                {"return (pcall(boom))", "false"},
	} {
		L := lua.NewState()
		L.SetGlobal("boom", L.NewFunction(func(*lua.LState) int { panic("x") }))
		err := L.DoString(c.src)
		got := ""
		if err == nil {
			got = L.Get(-1).String()
		}
		L.Close()
		if got != c.wrong {
			t.Errorf("%s: %q, and not %q: mended upstream? (%v)", name, got, c.wrong, err)
		}
	}
}

func TestRunawayRecursionIsStillSlow(t *testing.T) {
	L := lua.NewState(lua.Options{CallStackSize: 20000, RegistrySize: 1 << 20})
	defer L.Close()
	start := time.Now()
	require.NoError(t, L.DoString("local function f() return 1 + f() end pcall(f)"))
	require.Greater(t, time.Since(start), 100*time.Millisecond, "mended upstream: the traceback that every error makes")
}

// What gopher-lua does otherwise than Lua 5.1 and nothing here can mend: rows of
// docs/lua.md.
func TestTheInterpreterDiffers(t *testing.T) {
	newWorld(t, "").same(t, map[string]string{
		"return #setmetatable({}, {__len = function() return 10 end})":                                                                       "10",
		"local zero, minus = 0, -1 return tostring(zero * minus), 1 / (zero * minus) > 0":                                                    "0|true",
		"do local ended = 1 end local a = 2 return (debug.getlocal(1, 1))":                                                                   "ended",
		"debug.setmetatable(0, {__add = function() return 5 end}) local n = 1 + '1' debug.setmetatable(0, nil) return n":                     "5",
		"local t = setmetatable({}, {__mode = 'k'}) t[{}] = 1 collectgarbage() return next(t) ~= nil":                                        "true",
		"return -setmetatable({}, {__unm = function(...) return select('#', ...) end})":                                                      "1",
		"local t return (select(2, pcall(function() return 1 +\n2 +\nt end)))":                                                               "case.lua:1: attempt to perform arithmetic on a nil value (upvalue 't')",
		"collectgarbage() local before = collectgarbage('count') local t = {} t[1000000] = 1 return collectgarbage('count') - before > 8000": "true",
	})
}
