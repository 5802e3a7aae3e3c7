-- The debug library: getinfo, locals, upvalues, tracebacks.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises
local getinfo = debug.getinfo
local function line() return getinfo(2, "l").currentline end

-- getinfo of a function.
do
  local up = 1
  local first = line() + 1
  local function f(a, b)
    local c = a or up
    return c, b
  end
  local i = getinfo(f)
  gives("'Lua', '@debuglib.lua', 'debuglib.lua', -1, 1, ''", i.what, i.source, i.short_src, i.currentline, i.nups,
    i.namewhat)
  check(i.linedefined == first and i.lastlinedefined == first + 3 and i.func == f and i.name == nil)
  i = getinfo(f, "L")
  check(i.activelines[first + 1] and i.activelines[first + 2] and not i.activelines[first - 1] and i.what == nil)
  i = getinfo(print)
  gives("'C', '=[C]', '[C]', -1, -1, -1", i.what, i.source, i.short_src, i.currentline, i.linedefined,
    i.lastlinedefined)
  check(i.func == print and getinfo(print, "L").activelines == nil)
  i = getinfo(loadstring("return 1", "=name"))
  gives("'main', 'name', 0", i.what, i.short_src, i.linedefined)
  gives([['[string "x = 1"]']], getinfo(loadstring("x = 1")).short_src)
  i = getinfo(loadstring("\n\nx = 1", "@a/b.lua"))
  gives("'@a/b.lua', 'a/b.lua'", i.source, i.short_src)
end

-- getinfo of a level.
do
  local function f() return getinfo(1, "nSlf") end
  local i = f() local here = line()
  gives("'f', 'local', 'Lua'", i.name, i.namewhat, i.what)
  check(i.func == f and i.currentline == here - 1)
  function global_function() local r = getinfo(1, "n") return r.name, r.namewhat end
  gives("'global_function', 'global'", (function() local a, b = global_function() return a, b end)())
  global_function = nil
  local t = { field = function() local r = getinfo(1, "n") return r.name, r.namewhat end }
  local n, w = t.field()
  gives("'field', 'field'", n, w)
  n, w = t:field()
  gives("'field', 'method'", n, w)
  local up = t.field
  local function caller() local a, b = up() return a, b end
  gives("'up', 'upvalue'", caller())
  n, w = (function() local r = getinfo(1, "n") return r.name, r.namewhat end)()
  gives("nil, ''", n, w)
  i = getinfo(1, "Slu")
  check(i.what == "main" and i.currentline == line() - 1 and i.short_src == "debuglib.lua")
  i = getinfo(0, "nS")
  gives("'getinfo', 'C'", i.name, i.what)
  local function two() return (getinfo(2, "l").currentline) end
  local l = two()
  check(l == line() - 1)
  check(getinfo(1000) == nil and getinfo(50, "l") == nil)
  local i2
  local function tail() i2 = getinfo(2, "St") or true end
  local ok = pcall(tail)
  check(not ok, "there is no option t")
  tail = function() i2 = getinfo(2, "Sn") return 1 end
  local function calls_tail() return tail() end
  calls_tail()
  gives("'tail', '(tail call)', -1", i2.what, i2.short_src, getinfo(1, "S") and i2.linedefined)
  raises("bad argument #1 to", getinfo, {})
  raises("bad argument #2 to", getinfo, 1, "X")
  raises("bad argument #1 to", getinfo)
end

-- The current line of statements that take several.
do
  local lines = {}
  local function here(...) lines[#lines + 1] = getinfo(2, "l").currentline return ... end
  local base = line()
  here()
  local _ = {
    here(1),
    x = here(2),
  }
  here(here(
    3),
    4)
  for _ = here(1), here(1) do
    here()
  end
  local s = ""
  for i = 1, #lines do s = s .. lines[i] - base .. " " end
  gives("'1 3 4 6 '", s:sub(1, 8))
  gives("'9 9 10'", s:sub(-7, -2))
end

-- Locals by level.
do
  local function names(level)
    local t, n = {}, 1
    while true do
      local name, v = debug.getlocal(level + 1, n)
      if not name then break end
      if name:sub(1, 1) ~= "(" then t[#t + 1] = name .. "=" .. tostring(v) end
      n = n + 1
    end
    return table.concat(t, " ")
  end
  local function f(a, b)
    local c = 3
    local d = a + b
    local shown = names(1)
    local late = 5
    return shown, late, c, d
  end
  gives("'a=1 b=2 c=3 d=3'", (f(1, 2)))
  local function change()
    local x, y = 1, 2
    local function set(n, v) return debug.setlocal(2, n, v) end
    local name = set(1, "new")
    return name, x, y, set(50, 1)
  end
  gives("'x', 'new', 2, nil", change())
  local function from_below(v) debug.setlocal(2, 1, v) end
  local function owner() local mine = 1; from_below("set"); return mine end
  gives("'set'", owner())
  raises("level out of range", debug.getlocal, 500, 1)
  raises("level out of range", debug.setlocal, 500, 1, 1)
  raises("bad argument #1 to", debug.getlocal)
end

-- Upvalues.
do
  local a, b = 1, 2
  local function f() return a, b end
  gives("'a', 1", debug.getupvalue(f, 1))
  gives("'b', 2", debug.getupvalue(f, 2))
  gives("'a'", debug.setupvalue(f, 1, "changed"))
  gives("'changed', 'changed', 2", a, f())
  check(debug.getupvalue(f, 3) == nil and debug.setupvalue(f, 3, 1) == nil
    and debug.getupvalue(loadstring("return 1"), 1) == nil)
  local g = function() return f, a end
  gives("'a', 'changed'", debug.getupvalue(g, 2))
  check(debug.getupvalue(g, 1) == "f")
  raises("bad argument #1 to", debug.getupvalue, 5, 1)
end

-- Tracebacks.
do
  local function inner() local t = debug.traceback("msg") return t end
  local function outer() local t = inner() return t end
  local l = line() local t = outer()
  check(t:find("^msg\nstack traceback:\n"))
  check(t:find("\n\tdebuglib.lua:%d+: in function 'inner'\n\tdebuglib.lua:%d+: in function 'outer'\n\tdebuglib.lua:"
    .. l .. ": in main chunk"), t)
  check(debug.traceback():find("^stack traceback:\n\tdebuglib.lua:" .. line() .. ": in main chunk"))
  check(debug.traceback("m", 1000) == "m\nstack traceback:")
  local tail = function() return debug.traceback() end
  local function through() return tail() end
  check(through():find("%(tail call%)"))
  local obj = {}
  check(debug.traceback(obj) == obj and debug.traceback(nil) == nil)
  function obj.method() local r = debug.traceback() return r end
  local function named() local r = obj:method() return r end
  check(named():find("in function 'method'") and named():find("in function 'named'"))
  local _, caught = xpcall(function() error("oops", 0) end, debug.traceback)
  check(caught:find("^oops\nstack traceback:\n\t%[C%]: in function 'error'\n"
    .. "\tdebuglib.lua:%d+: in function <debuglib.lua:%d+>\n\t%[C%]: in function 'xpcall'"), caught)
  local function deep(n) if n == 0 then local r = debug.traceback() return r end local r = deep(n - 1) return r end
  check(select(2, deep(5):gsub("in function 'deep'", "")) == 6)
  local mapped
  local _ = ("x"):gsub("x", function() mapped = debug.traceback() end)
  check(mapped:find("%[C%]: in function 'gsub'"), mapped)
end

-- Of coroutines.
do
  local co
  co = coroutine.create(function(a)
    local b = a * 2
    coroutine.yield(b)
    error("end")
  end)
  coroutine.resume(co, 21)
  gives("'a', 21", debug.getlocal(co, 1, 1))
  gives("'b', 42", debug.getlocal(co, 1, 2))
  gives("'b'", debug.setlocal(co, 1, 2, 43))
  gives("'yield', 'Lua', nil", getinfo(co, 0, "n").name, getinfo(co, 1, "S").what, getinfo(co, 2))
  coroutine.resume(co)
  check(debug.traceback(co):find("debuglib.lua:%d+: in function <debuglib.lua:%d+>"))
  check(coroutine.status(co) == "dead")
end

check(debug.getmetatable("x") == getmetatable("x") and debug.setmetatable({}, nil))
