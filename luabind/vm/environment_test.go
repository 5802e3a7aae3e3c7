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
