package vm_test

import (
	"testing"
)

func TestDebugTraceback(t *testing.T) {
	w := newWorld(t, "")
	w.same(t, map[string]string{
		"local s = debug.traceback() return s":                                                  "stack traceback:\n\tcase.lua:1: in main chunk",
		"local s = debug.traceback('m') return s":                                               "m\nstack traceback:\n\tcase.lua:1: in main chunk",
		"local s = debug.traceback('m', 0) return s":                                            "m\nstack traceback:\n\t[C]: in function 'traceback'\n\tcase.lua:1: in main chunk",
		"local s = debug.traceback('m', 9) return s":                                            "m\nstack traceback:",
		"local s = debug.traceback(5) return s":                                                 "5\nstack traceback:\n\tcase.lua:1: in main chunk",
		"return debug.traceback(nil)":                                                           "nil",
		"local t = {} return debug.traceback(t) == t":                                           "true",
		"local ok, s = pcall(function()\nlocal s = debug.traceback('m') return s end) return s": "m\nstack traceback:\n\tcase.lua:2: in function <case.lua:1>\n\t[C]: in function 'pcall'\n\tcase.lua:1: in main chunk",
		"local ok, s = xpcall(function()\nerror('x', 0) end, debug.traceback) return s":         "x\nstack traceback:\n\t[C]: in function 'error'\n\tcase.lua:2: in function <case.lua:1>\n\t[C]: in function 'xpcall'\n\tcase.lua:1: in main chunk",
		"local ok, s = xpcall(function()\nlocal x = {} + 1 end, function(e) local s = debug.traceback('m', 2) return s end) return s":                                         "m\nstack traceback:\n\tcase.lua:2: in function <case.lua:1>\n\t[C]: in function 'xpcall'\n\tcase.lua:1: in main chunk",
		"local co = coroutine.create(function()\ncoroutine.yield() error('e') end)\ncoroutine.resume(co) local s = debug.traceback(co) return s":                              "stack traceback:\n\t[C]: in function 'yield'\n\tcase.lua:2: in function <case.lua:1>",
		"local co = coroutine.create(function()\ncoroutine.yield() error('e') end)\ncoroutine.resume(co) coroutine.resume(co) local s = debug.traceback(co, 'm', 1) return s": "m\nstack traceback:\n\tcase.lua:2: in function <case.lua:1>",
		"local s = coroutine.wrap(function()\nlocal ok, s = pcall(debug.traceback, 'm') return s end)() return s":                                                             "m\nstack traceback:\n\t[C]: in function 'pcall'\n\tcase.lua:2: in function <case.lua:1>",
	})
}

func TestGetInfo(t *testing.T) {
	w := newWorld(t, "")
	w.same(t, map[string]string{
		"local i = debug.getinfo(1) return i.what, i.source, i.short_src, i.currentline, i.linedefined, i.lastlinedefined, i.nups, i.namewhat, i.name, type(i.func)":                             "main|@case.lua|case.lua|1|0|0|0||nil|function",
		"local i = debug.getinfo(0) return i.what, i.source, i.short_src, i.currentline, i.linedefined, i.namewhat, i.name, i.func == debug.getinfo":                                             "C|=[C]|[C]|-1|-1|field|getinfo|true",
		"local x local function f()\n return x end local i = debug.getinfo(f) return i.what, i.linedefined, i.lastlinedefined, i.currentline, i.nups, i.func == f":                               "Lua|1|2|-1|1|true",
		"return debug.getinfo(print).what, debug.getinfo(coroutine.yield).what, debug.getinfo(99)":                                                                                               "C|C|nil",
		"function g() return debug.getinfo(1, 'n') end local i = g() return i.name, i.namewhat, i.func":                                                                                          "g|global|nil",
		"local t = {} function t.m() return debug.getinfo(1, 'n') end local i = t.m() local j = t:m() return i.name, i.namewhat, j.namewhat":                                                     "m|field|method",
		"local function g() return debug.getinfo(1, 'n') end local i = g() return i.name, i.namewhat":                                                                                            "g|local",
		"local ok, i = pcall(function() return debug.getinfo(1, 'n') end) return i.name, i.namewhat":                                                                                             "nil|",
		"local ok, i = pcall(function() return debug.getinfo(2, 'nS') end) return i.name, i.what":                                                                                                "pcall|C",
		"local ok, i = pcall(function()\nlocal i = debug.getinfo(3, 'Sl') return i end) return i.what, i.currentline":                                                                            "main|1",
		"local function f() return debug.getinfo(2, 'S') end local function g() return f() end local i = g() return i.what, i.short_src":                                                         "tail|(tail call)",
		"local co = coroutine.create(function()\ncoroutine.yield() end) coroutine.resume(co) return debug.getinfo(co, 0, 'n').name, debug.getinfo(co, 1, 'l').currentline, debug.getinfo(co, 2)": "yield|2|nil",
		"return debug.getinfo(loadstring('return 1')).short_src":                                                                                                                                 `[string "return 1"]`,
		"return debug.getinfo(1, 'L').activelines[1]":                                                                                                                                            "true",
		"return pcall(debug.getinfo, 1, '?')":                                  "false|bad argument #2 to '?' (invalid option)",
		"return pcall(debug.getinfo, {})":                                      "false|bad argument #1 to '?' (function or level expected)",
		"local a = 5 return pcall(function() return debug.getlocal(3, 1) end)": "true|a|5",
		"local a = 5 pcall(function() debug.setlocal(3, 1, 6) end) return a":   "6",
		"return pcall(debug.getlocal, 99, 1)":                                  "false|bad argument #1 to '?' (level out of range)",
	})
}

// What docs/lua.md lists as missing.
func TestWhatDebugLacks(t *testing.T) {
	newWorld(t, "").same(t, map[string]string{
		"return debug.debug, debug.gethook, debug.sethook, debug.getregistry, getmetatable(io.stdout).__gc": "nil|nil|nil|nil|nil",
		"getmetatable('').__metatable = 5 return debug.getmetatable('')":                                    "5",
	})
}

// Chunks keep their names, and functions the names by which they are called.
func TestNamesOfChunksAndFunctionsAsLua(t *testing.T) {
	differ(t, `
		for _, name in ipairs{"@f.lua", "=f", "@stdin", "=stdin", "@(x)", "=(x)", "return", "a\nb"} do
			local i = assert(loadstring("local i = debug.getinfo(1, 'S') return i", name))()
			print(i.source, i.short_src, i.what)
		end
		local function who() local i = debug.getinfo(2, "n") return i.name, i.namewhat end
		local function f() local a, b = who() return a, b end
		local t = {f = f, m = function(self) local a, b = who() return a, b end}
		print(f()) print(t.f()) print(t:m())
		local v = 1
		pcall(function() local s = (f or function() return v end)() end)
		print((function() local g = f local a, b = g() return a, b end)())
		print(pcall(function() local s = ("x"):rep(function() return v end) end))
		for a, b in f do print(a, b) break end
	`)
}
