-- Big things: many locals, constants, fields, arguments, long chains and deep nests.
local prelude = require("prelude")
local check, gives, raises, refuses = prelude.check, prelude.gives, prelude.raises, prelude.refuses

-- many gives f(1) .. f(n), joined.
local function many(n, f, sep)
  local t = {}
  for i = 1, n do t[i] = type(f) == "string" and f:gsub("#", i) or f(i) end
  return table.concat(t, sep or " ")
end
local function run(src, ...) return assert(loadstring(src, "=big"))(...) end

-- Locals, in the open and one block after the other.
gives("1, 190, 18145", run(many(190, "local v# = #") .. " return v1, v190, " .. many(190, "v#", "+")))
refuses(many(201, "local v# = #"))
gives("190, 1", run("local " .. many(190, "v#", ",") .. " = ... return select('#', ...), v1", unpack({ 1 }, 1, 190)))
gives("180", run("local function f(" .. many(180, "p#", ",") .. ") return p180 end local r = f(" .. many(180, "#", ",")
  .. ") return r"))
gives("300", run(many(300, "do local v# = # end") .. " local x = 300 return x"))

-- Upvalues: 60 are allowed.
gives("1830", run(many(60, "local u# = #") .. " return (function() return " .. many(60, "u#", "+") .. " end)()"))
gives("61", run(many(60, "local u# = #") .. " local f = function() " .. many(60, "u# = u# + 1")
  .. " end f() return u60"))

-- Constants: more than fit into an instruction.
for _, n in ipairs { 255, 256, 257, 511, 512, 1000 } do
  gives(n .. ", " .. n + .5, run("local t = {" .. many(n, "# + .5", ",") .. "} return #t, t[" .. n .. "]"))
  gives(n .. ", 'k1', 'k" .. n .. "'", run("local t = {} " .. many(n, "t.k# = 'k#'")
    .. " local n = 0 for _ in pairs(t) do n = n + 1 end return n, t.k1, t.k" .. n))
  local src = "local t = ... " .. many(n, "t.f# = (t.f# or #) + 1 ") .. "return t.f" .. n .. " == " .. n
    .. " + 1 and t['f" .. n .. "'] - 1 * 1 or 'x' .. 'y'"
  gives(tostring(n), run(src, {}))
end
do -- every kind of operand, as a constant far away
  local far = many(600, "local _ = 'far#'", " do end "):gsub("local _ = '(far%d+)'", "x = '%1'")
  local env = {}
  local f = setfenv(assert(loadstring(far .. [[
    local t = { k = 7 }
    function t:m(a) return self.k + a end
    t.other = t.k + 1000.5
    t["and"] = "v" .. 12345 .. t.k
    return t:m(99), t.other, t["and"], t.k == 7.25, 7.5 < t.k, t.k <= 7, not (t.none or t.k == "z"), -t.k * 3.25,
      2.75 ^ 2]])), env)
  gives("106, 1007.5, 'v123457', false, false, true, true, -22.75, 7.5625", f())
  gives("'far600'", env.x)
end

-- Constructors.
for _, n in ipairs { 49, 50, 51, 99, 100, 101, 511, 512, 513, 2000, 26000 } do
  local t = run("return {" .. many(n, "#", ",") .. "}")
  check(#t == n and t[1] == 1 and t[n] == n and t[n + 1] == nil, n)
end
-- Items are stored in batches: what comes behind a full one must not disturb it.
for _, n in ipairs { 49, 50, 51, 99, 100, 101, 150 } do
  local function build(rest) return run("local f = ... return {" .. many(n, "#", ",") .. "," .. rest .. "}",
    function() return "f", "g" end) end
  local function all(t, more)
    for i = 1, n do check(t[i] == i, n .. ": item " .. i) end
    gives(more, #t, unpack(t, n + 1))
  end
  all(build("x = f()"), tostring(n))
  all(build("x = f(), y = f() .. 1, [f()] = {f()}, 'last'"), n + 1 .. ", 'last'")
  all(build("f()"), n + 2 .. ", 'f', 'g'")
  all(build("x = f(), f()"), n + 2 .. ", 'f', 'g'")
  all(build("f(), f()"), n + 3 .. ", 'f', 'f', 'g'")
  all(build("(f())"), n + 1 .. ", 'f'")
  gives("'f', 'f1'", build("x = f(), y = f() .. 1").x, build("x = f(), y = f() .. 1").y)
end
do
  local t = run("return {" .. many(300, "{#, n = #}", ",") .. "," .. many(300, "k# = #", ",") .. ", ...}", "a", "b")
  gives("302, 300, 'a', 'b', 150, 150", #t, t[300].n, t[301], t[302], t.k150, t[150][1])
  t = run("return {" .. many(1000, "[#] = #", ",") .. "}")
  gives("1000, 1000", #t, t[1000])
  t = run("return " .. ("{"):rep(180) .. "7" .. ("}"):rep(180))
  for _ = 1, 180 do t = t[1] end
  gives("7", t)
end

-- Arguments, results, varargs.
gives("200, 200", run("return select('#', ...), (select(200, ...))", run("return " .. many(200, "#", ","))))
do
  local t = {}
  for i = 1, 6000 do t[i] = i end
  gives("6000, 6000", select("#", unpack(t)), (select(6000, unpack(t))))
  gives("6000", #{ unpack(t) })
  gives("6000, 1", math.max(unpack(t)), math.min(unpack(t)))
  gives("6000, 6000", (function(...) local a = { ... } return select("#", ...), a[6000] end)(unpack(t)))
  check(#string.char(unpack({ ("x"):rep(5000):byte(1, -1) })) == 5000)
  local co = coroutine.wrap(function(...)
    local n = select("#", ...)
    while true do n = select("#", coroutine.yield(n)) end
  end)
  gives("5000, 4000", co(unpack(t, 1, 5000)), co(unpack(t, 1, 4000)))
end

-- Long chains.
gives("500, 1000, nil", (function()
  local f = loadstring("local x = ... if x == 0 then return 0 " .. many(1000, "elseif x == # then return # ") .. "end")
  return f(500), f(1000), (f(1001))
end)())
gives("2000", run("return " .. many(2000, "1", "+")))
gives("342", #run("return " .. many(150, "'#'", "..")))
gives("true", run("return " .. many(500, "true", " and ")))
gives("500", run("local n = 0 return " .. many(499, "nil", " or ") .. " or 500"))
gives("'found', nil", (function()
  local f = loadstring("local v = ... return " .. many(300, "v == # and 'found'", " or ") .. " or nil")
  return f(300), f(301)
end)())
do
  local t = {}
  local cur = t
  for _ = 1, 150 do cur.n = {} cur = cur.n end
  cur.n = "end"
  gives("'end'", run("local t = ... return t" .. (".n"):rep(151), t))
  local o = {}
  function o:me() return self end
  check(run("local o = ... return o" .. (":me()"):rep(150), o) == o)
  gives("3000", run("local n = 0 " .. ("n = n + 1 "):rep(3000) .. "return n"))
  gives("5000", run("local n = 0\n" .. ("n = n + 1\n"):rep(5000) .. "return n"))
  raises("big:5002: at the end", run, "local n = 0\n" .. ("n = n + 1\n"):rep(5000) .. "error('at the end')")
end

-- Bodies of loops and branches that are long: the jumps over them are far.
do
  local body = ("n = n + 1 "):rep(1000)
  gives("3000", run("local n = 0 for i = 1, 3 do " .. body .. "end return n"))
  gives("2000", run("local n = 0 while n < 2000 do " .. body .. "end return n"))
  gives("1000", run("local n = 0 repeat " .. body .. "until n > 0 return n"))
  gives("1000", run("local n = 0 if n == 0 then " .. body .. "else n = 'else' end return n"))
  gives("'else'", run("local n = 0 if n ~= 0 then " .. body .. "else n = 'else' end return n"))
  gives("1000", run("local n = 0 while true do if n > 0 then break end " .. body .. "end return n"))
  gives("2000", run("local n = 0 for _ in pairs({ 1, 2 }) do " .. body .. "end return n"))
end

-- Deep calls, and deep nests of blocks and functions.
do
  local function down(n) if n == 0 then return 0 end return 1 + down(n - 1) end
  gives("15000", down(15000))
  local function sum(n, ...) if n == 0 then return select("#", ...) end return (sum(n - 1, n, ...)) end
  gives("150", sum(150))
  gives("'deep'", run(("do "):rep(150) .. "x = 'deep' " .. ("end "):rep(150) .. "local r = x x = nil return r"))
  gives("1", run("local n = 0 " .. ("for i = 1, 1 do "):rep(40) .. "n = n + 1 " .. ("end "):rep(40) .. "return n"))
  gives("'in'", run("return " .. ("(function() return "):rep(40) .. "'in'" .. (" end)()"):rep(40)))
  gives("150", run("local n = 0 " .. ("if n >= 0 then n = n + 1 "):rep(150) .. ("end "):rep(150) .. "return n"))
  local f = run("return " .. many(50, "function(a#) return ") .. "a1 + a50" .. (" end"):rep(50))
  for i = 1, 50 do f = f(i) end
  gives("51", f)
end

-- Long strings and big tables.
do
  local s = ("0123456789"):rep(100000)
  gives("1000000, '9'", #s, s:sub(-1))
  check(s == ("0123456789"):rep(100000) and s:find("90", 999, true) == 1000 and #(s .. s) == 2000000)
  gives("100000", select(2, s:gsub("5", "%0")))
  local t = {}
  for i = 1, 100000 do t[i] = i end
  for i = 1, 100000, 2 do t["k" .. i] = i end
  gives("100000, 99999, 588894", #t, t.k99999, #table.concat(t, ","))
  local n = 0
  for _ in pairs(t) do n = n + 1 end
  gives("150000", n)
  local long_name = ("n"):rep(5000)
  gives("5", run("local " .. long_name .. " = 5 return " .. long_name))
  gives("10000", #run("return '" .. ("x"):rep(10000) .. "'"))
  gives("10000", #run("return [[" .. ("\nx"):rep(5000) .. "\n]]"))
end
