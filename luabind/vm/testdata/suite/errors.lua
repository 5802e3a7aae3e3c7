-- Errors: their values and positions, pcall, xpcall, assert, nesting.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises
local function here() return debug.getinfo(2, "l").currentline end
local function at(line) return "errors.lua:" .. line .. ": " end

-- An error's value is what was given, with a position if it is text.
for _, v in ipairs { 1 == 1, false, print, {}, coroutine.create(function() end), newproxy() } do
  local ok, err = pcall(error, v)
  check(ok == false and rawequal(err, v), type(v))
end
gives("false, nil", pcall(error))
gives("false, nil", pcall(error, nil))
gives("false, 'x'", pcall(error, "x"))
gives("false, 5", pcall(error, 5, 0))
do
  local function f() error("m") end local line = here()
  gives("false, '" .. at(line) .. "m'", pcall(f))
  local function g(level) error("m", level) end line = here()
  local function h(level) g(level) return 1 end local call = here()
  gives("false, '" .. at(line) .. "m'", pcall(h, 1))
  gives("false, '" .. at(call) .. "m'", pcall(h, 2))
  gives("false, 'm'", pcall(h, 0))
  gives("false, 'm'", pcall(h, 3)) -- pcall is no Lua code
  local function two() return (function() error("deep", 3) end)() or 1 end
  local function one() local v = two() return v end
  check(select(2, pcall(one)):find("deep$"))
  local t = {}
  check(select(2, pcall(function() error(t, 2) end)) == t)
  gives("false, '7'", pcall(function() error("7", 0) end))
end
-- The interpreter's own errors have the line where they happen.
do
  local lines = {}
  local function note(f) local _, e = pcall(f); lines[#lines + 1] = tonumber(e:match("^errors%.lua:(%d+):")) end
  local start = here()
  note(function() local x; x() end)
  note(function()
    local t = {}
    t.x.y = 1
  end)
  note(function() return 1 +
    {} end)
  note(function() local s = "a"
    return s ..
      nil end)
  note(function() return #5 end)
  note(function() return {} < {} end)
  check(lines[1] == start + 1 and lines[2] == start + 4 and lines[5] == start + 11 and lines[6] == start + 12,
    table.concat(lines, " "))
  check(lines[3] >= start + 6 and lines[3] <= start + 7 and lines[4] >= start + 8 and lines[4] <= start + 10,
    table.concat(lines, " "))
end

-- pcall
gives("true", pcall(function() end))
gives("true, nil, nil", pcall(function(...) return ... end, nil, nil))
gives("true, 1, 2, 3", pcall(function(...) return ... end, 1, 2, 3))
gives("true, 'A'", pcall(string.upper, "a"))
gives("true, true, false, 'x'", pcall(pcall, pcall, error, "x"))
gives("false, 'attempt to call a nil value'", pcall(nil))
gives("false, 'attempt to call a table value'", pcall({}))
raises("bad argument #1 to", pcall)
gives("true, 5", pcall(setmetatable({}, { __call = function(_, v) return v end }), 5))
check(select("#", pcall(unpack, { n = 1 }, 1, 200)) == 201)

-- assert
gives("1, 2, nil", assert(1, 2, nil))
gives("'x'", assert("x"))
gives("true, 'unused'", assert(true, "unused"))
gives("false, 'assertion failed!'", pcall(assert, false))
gives("false, 'assertion failed!'", pcall(assert, nil))
gives("false, 'mine'", pcall(assert, nil, "mine"))
gives("false, '" .. at(here()) .. "m'", pcall(function() assert(false, "m") end))
gives("false, '" .. at(here()) .. "5'", pcall(function() assert(false, 5) end))
raises("bad argument #1 to", assert)
raises("no such file here: ", function() assert(io.open("no such file here")) end)

-- xpcall: the handler sees the error and the stack, and its result is what is given.
do
  local function handler(e) return "handled " .. tostring(e) end
  gives("false, 'handled x'", xpcall(function() error("x", 0) end, handler))
  gives("true, 1, 2", xpcall(function() return 1, 2 end, handler))
  gives("true", xpcall(function() end, error))
  gives("false, 'one'", xpcall(error, function() return "one", "two" end))
  gives("false, nil", xpcall(error, function() end))
  local t = {}
  local ok, e = xpcall(function() error(t) end, function(v) return { v } end)
  check(not ok and e[1] == t)
  local trace
  local function thrower() error("deep", 0) end
  local function middle() thrower() return 1 end
  xpcall(middle, function() trace = debug.traceback("T") end)
  check(trace:find("^T\nstack traceback:\n") and trace:find("thrower"), trace)
  -- It runs where the error is: the locals there can be seen.
  local name, value
  xpcall(function() local secret = 42; error("x") end, function() name, value = debug.getlocal(3, 1) end)
  gives("'secret', 42", name, value)
  -- An error in it ends it, and is told.
  ok, e = xpcall(function() error("first", 0) end, function(m) error(m .. " again", 0) end)
  check(ok == false and e ~= nil)
  ok = xpcall(function() local x = nil; x() end, function() local y = nil; y() end)
  check(ok == false)
  -- It may use pcall itself.
  gives("false, 'in x'", xpcall(function() error("x", 0) end,
    function(m) return select(2, pcall(error, "in " .. m, 0)) end))
  gives("true, false, 'inner'", pcall(xpcall, function() error("e") end, function() return "inner" end))
  gives("false, 'outer inner'", xpcall(function()
    local _, m = xpcall(function() error("e") end, function() return "inner" end)
    error("outer " .. m, 0)
  end, function(m) return m end))
end

-- Nesting.
do
  local function nest(n)
    if n == 0 then error({ depth = 0 }) end
    local ok, e = pcall(nest, n - 1)
    check(not ok)
    e.depth = e.depth + 1
    error(e)
  end
  local _, e = pcall(nest, 150)
  gives("150", e.depth)
  local log = {}
  local function try(f, catch, finally)
    local ok, err = pcall(f)
    if not ok and catch then catch(err) end
    if finally then finally() end
    return ok
  end
  try(function()
    try(function() log[#log + 1] = "a"; error("b", 0) end, function(m) log[#log + 1] = m; error("c", 0) end)
    log[#log + 1] = "not reached"
  end, function(m) log[#log + 1] = m end, function() log[#log + 1] = "d" end)
  gives("'a b c d'", table.concat(log, " "))
  -- Half of the work is done when an error comes.
  local t = {}
  pcall(function() for i = 1, 10 do t[i] = i; if i == 5 then error() end end end)
  gives("5", #t)
  for i = 1, 100 do pcall(error, i) end
  -- An error crosses library functions.
  for _, f in ipairs {
    function(g) table.sort({ 3, 2, 1 }, g) end,
    function(g) ("abc"):gsub(".", g) end,
    function(g) table.foreach({ 1 }, g) end,
    function(g) for _ in g do end end,
    function(g) return setmetatable({}, { __index = g }).x end,
    function(g) return tostring(setmetatable({}, { __tostring = g })) end,
    function(g) return setmetatable({}, { __add = g }) + 1 end,
    function(g) coroutine.wrap(g)() end,
    function(g) loadstring("local g = ... g()")(g) end,
  } do
    local mark = {}
    local ok, err = pcall(f, function() error(mark) end)
    check(not ok and err == mark)
  end
end

-- A stack that overflows is an error like others.
do
  local function deep() return 1 + deep() end
  local ok, e = pcall(deep)
  check(not ok and e:find("stack overflow"), e)
  local depth = 0
  local function count() depth = depth + 1; count() depth = depth - 1 end
  check(not pcall(count) and depth > 1000)
  local t = setmetatable({}, { __index = function(o, k) return o[k + 1] end })
  check(not pcall(function() return t[1] end))
  check(pcall(function() return "still works" end))
end

-- Error objects with a class.
do
  local E = {}
  E.__index = E
  E.__tostring = function(e) return "E: " .. e.message end
  function E.throw(m) error(setmetatable({ message = m }, E), 2) end
  local ok, e = pcall(function() E.throw("bad") end)
  check(not ok and getmetatable(e) == E)
  gives("'E: bad', 'bad'", tostring(e), e.message)
  local _, again = pcall(error, e)
  check(again == e)
end
