package vm_test

import (
	_ "embed"
	"testing"
)

//go:embed testdata/arguments.lua
var arguments string

// All functions of the libraries word what is wrong with their arguments as Lua
// does, whichever way they are called.
func TestArgumentsAsLua(t *testing.T) { differ(t, arguments) }

func TestExitArgumentsAsLua(t *testing.T) {
	differ(t, shown+`
		local f, o = os.exit, {exit = os.exit}
		try(os.exit, {}) try(function() os.exit("x") end) try(function() f(print) end) try(function() o:exit() end) try(function() return f({}) end)
	`)
}

func TestBaseAsLua(t *testing.T) {
	differ(t, shown+`
		local t = {1, 2, nil, 4, x = 1, y = 2, [2.5] = 3} local n = 0 for k, v in pairs(t) do t[k] = nil n = n + 1 end show(n, next(t))
		local k = next({x = 1}) show(k, next({x = 1}, "x")) local u = {x = 1, y = 2} local a = next(u) u[a] = nil show(next(u, a) ~= a)
		try(next, {}, "x") try(next, {1, 2}, 0.5) try(function() for k in next, {}, "y" do end end) show(next({1, 2}, 1)) show(next({}, nil))
		local f, s, i = pairs(u) show(type(f), s == u, i) f, s, i = ipairs(u) show(type(f), s == u, i) show(f({5}, 0)) show(f({5}, "0")) show(select("#", f({5}, 1)))
		try(f) try(function() f({}, {}) end) try(function() f(1, 1) end) try(f, {}, {})
		for i, v in ipairs{1, 2, nil, 4} do show(i, v) end for i, v in ipairs(setmetatable({}, {__index = function() return 1 end})) do show(i, v) end
		show(select(2, "a", "b", "c")) show(select(-1, "a", "b")) show(select("#")) show(select("#", nil, nil)) show(select("#x", 1)) show(select("2", 1, 2)) show(select(9, 1))
		try(select, 0) try(select, -3, 1) try(select, "x") try(select, "")
		show(rawequal("a", "a"), rawequal({}, {}), rawequal(1, 1)) show(rawget(setmetatable({}, {__index = print}), "x"), rawget({5}, 1), rawget({[2.5] = 1}, 2.5), rawget({}, nil))
		show(rawset({}, "x", 1).x, rawset({}, 1, 2)[1]) try(rawset, {}, nil, 1) try(function() rawset({}, 0/0, 1) end)
		local mt = {__metatable = "no"} local p = setmetatable({}, mt) show(getmetatable(p), debug.getmetatable(p) == mt, getmetatable("").__index == string, getmetatable(1))
		try(setmetatable, p, {}) try(function() setmetatable(p, nil) end) show(getmetatable(setmetatable(setmetatable({}, {}), nil))) show(debug.setmetatable(p, nil), getmetatable(p))
		show(debug.setmetatable(1, {__index = {x = 5}}), (2).x, debug.setmetatable(1, nil)) show(type(nil), type(print), type(io.stdout), type(coroutine.create(print and function() end)))
		local function counter() local n, m = 1, 2 return function() return n, m end end local c = counter()
		show(debug.getupvalue(c, 1)) show(debug.getupvalue(c, 2)) show(select("#", debug.getupvalue(c, 3)), select("#", debug.getupvalue(print, 1))) show(debug.setupvalue(c, 2, 7), c()) show(debug.setupvalue(c, 3, 7))
		show((debug.traceback("m", "n"):gsub("\n.*", ""))) show(debug.traceback({}, "x")) show(debug.traceback(nil, 2)) show(debug.getinfo(-1).what) show(debug.getlocal(-1, 1))
		show(_GOPHER_LUA_VERSION, _VERSION)
	`)
}
