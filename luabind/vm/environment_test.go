package vm_test

import "testing"

func TestModulesAsLua(t *testing.T) {
	differ(t, shown+`
		fill("m.lua", "module(..., package.seeall) function f() return type(print), x end x = 5")
		fill("plain.lua", "local t = {} local function get() return print end module('plain') y = 1 get()")
		fill("loop.lua", "require 'loop'") fill("bad.lua", "x =") fill("err.lua", "error('in it')") fill("no.lua", "return false") fill("nothing.lua", "")
		local m = require("m") show(m == package.loaded.m, m == _G.m, m._NAME, m._M == m, m._PACKAGE, m.f()) show(x)
		show(require("plain").y, plain.y, plain.print, require("plain") == plain)
		show(require("nothing"), package.loaded.nothing) show(require("no"), package.loaded.no)
		local function last(...) local ok, e = pcall(...) show(ok, (tostring(e):gsub("\n.*", ""))) end
		last(function() require("loop") end) last(function() require("loop") end) last(function() require("bad") end) last(function() require("err") end)
		last(function() require("missing.module") end) last(require) last(function() require({}) end)
		package.preload.p = function(...) return {...} end show(unpack(require("p")))
		package.path = "./?.x;./?/y.lua" package.cpath = ""
		last(function() require("m2") end) show((select(2, pcall(require, "a.b")):gsub("\n", ";")))
		package.path = nil last(function() require("m3") end) package.path = "./?.lua"
		package.loaders = nil last(function() require("m4") end)
		show(package.config, type(package.cpath)) show((select(1, package.loadlib("none.so", "f")))) try(function() package.loadlib() end)
		try(function() package.seeall() end) local s = {} package.seeall(s) show(s.print == print, getmetatable(s).__index == _G)
		try(function() module("string.x.y") end) try(function() module() end)
		local G = _G module("a.b.c") show(_NAME, _PACKAGE, G.a.b.c == _M)
	`)
}

func TestEnvironmentsAsLua(t *testing.T) {
	differ(t, shown+`
		local function f() return y end
		show(getfenv() == _G, getfenv(1) == _G, getfenv(0) == _G, getfenv(f) == _G, getfenv(print) == _G)
		show(setfenv(f, {y = 7}) == f, f(), y) show(getfenv(f).y)
		local function own() setfenv(1, {v = 3}) return v end show(own(), v)
		local function outer() local function inner() setfenv(2, {w = 4}) end inner() return w end show(outer(), w)
		show(pcall(setfenv, print, {})) try(function() setfenv(f) end) try(function() setfenv(f, 1) end)
		try(function() setfenv(-1, {}) end) try(function() setfenv(50, {}) end) try(function() getfenv(-1) end) try(function() getfenv(50) end) try(function() getfenv({}) end)
		local g = setfenv(loadstring("z = 1 return function() return z end"), {}) show(g()(), z)
		show(type(newproxy()), getmetatable(newproxy()), type(getmetatable(newproxy(true)))) local p = newproxy(true)
		show(getmetatable(newproxy(p)) == getmetatable(p), newproxy(p) == p, newproxy(false) ~= nil) try(function() newproxy(1) end) try(function() newproxy(io.stdout) end)
		getmetatable(p).__index = function(_, k) return k .. "!" end show(p.x)
	`)
}

// Levels count through protected calls, tail calls and functions of libraries.
func TestLevelsOfEnvironmentsAsLua(t *testing.T) {
	differ(t, shown+`
		local function name(e) return e == _G and "G" or e.name or "?" end
		local function within(n, f) return setfenv(f, setmetatable({name = n}, {__index = _G})) end
		show(within("a", function() return pcall(function() return name(getfenv(1)), name(getfenv(2)), name(getfenv(3)) end) end)())
		show(within("b", function() return select(2, xpcall(function() return name(getfenv(2)), name(getfenv(3)) end, print)) end)())
		show(within("c", function() local ok, e = xpcall(error, function() return name(getfenv(2)) end) return e end)())
		show(within("d", function() local ok, e = xpcall(error, function() return name(getfenv(4)) end) return e end)())
		show(pcall(function() return name(getfenv(2)) end)) show(pcall(pcall, function() return name(getfenv(2)), name(getfenv(3)), name(getfenv(4)) end))
		show(pcall(getfenv)) show(pcall(getfenv, 1)) show(pcall(getfenv, 2)) show(pcall(getfenv, "x"))
		local function set(level) local ok, e = pcall(function() setfenv(level, {v = "set"}) end) show(ok, e) end
		show(pcall(function() set(4) return v end)) show(pcall(function() local function inner() set(4) return v end local x = inner() return x, v end))
		set(2) set(1) set(0.5) set("x") show(xpcall(function() setfenv(2, {}) end, function(e) return e end))
		local function tail() return getfenv(2) end try(function() local e = (function() return tail() end)() return e end)
		local function third() local e = getfenv(3) return e end try(function() local x = (function() return third() end)() return name(x) end)
		try(function() local x = (function() return setfenv(2, {}) end)() end) try(function() local x = (function() return set(3) end)() end)
		show(pcall(table.sort, {3, 2, 1}, function() error(name(getfenv(2)), 0) end)) show(pcall(table.foreach, {1}, function() return name(getfenv(3)) end))
		show(tostring(setmetatable({}, {__tostring = function() return name(getfenv(2)) end}))) show(setmetatable({}, {__index = function() return name(getfenv(2)) end}).x)
		for _, e in function() return 1, name(getfenv(2)) end do show(e) break end
		show(coroutine.wrap(function() return pcall(function() return name(getfenv(3)) end) end)()) show(coroutine.wrap(function() return pcall(getfenv, 3) end)())
		show(pcall(function() module("in.pcall") y = 1 end)) show(_G["in"].pcall.y) show(pcall(module, "x.y"))
	`)
}

// A coroutine has an environment of its own, which its protected calls share.
func TestEnvironmentsOfCoroutinesAsLua(t *testing.T) {
	differ(t, shown+`
		local function name(e) return e == _G and "G" or e.name or "?" end
		local function thread(n) setfenv(0, setmetatable({name = n, tostring = function(v) return n .. type(v) end}, {__index = _G})) end
		show(name(getfenv(0)), name(getfenv(print)), select("#", setfenv(0, _G)))
		show(pcall(function() thread("main") return name(getfenv(0)), name(getfenv(print)), name(getfenv(1)), name(getfenv(loadstring(""))) end))
		show(name(getfenv(0)), name(getfenv(1)), name(getfenv(loadstring(""))), loadstring("return name")()) print(1, nil)
		local co = coroutine.create(function()
			local first = name(getfenv(0)) thread("co") coroutine.yield(first, name(getfenv(0)))
			pcall(function() thread("again") print(1) end) return name(getfenv(0))
		end)
		show(coroutine.resume(co)) show(name(getfenv(0))) show(name(debug.getfenv(co))) show(coroutine.resume(co)) show(name(getfenv(0))) print(1)
		setfenv("0", _G) print(1) show(name(getfenv(0)))
		local seen = {} package.seeall(seen) show(seen.print == print) show(debug.setfenv(co, {name = "dead"}) == co, name(debug.getfenv(co)), debug.getfenv({}))
		try(function() debug.setfenv({}, {}) end) show(name(debug.getfenv(setfenv(function() end, {name = "f"}))))
	`)
}
