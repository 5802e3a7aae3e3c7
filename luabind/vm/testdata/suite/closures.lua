-- Closures and the variables that they share.
local prelude = require("prelude")
local check, gives = prelude.check, prelude.gives

-- A counter: several functions share one variable.
local function counter()
  local n = 0
  return function() n = n + 1; return n end, function() return n end, function(v) n = v end
end
do
  local inc, get, set = counter()
  local other = counter()
  gives("1, 2, 1, 2", inc(), inc(), other(), get())
  set(10)
  gives("11, 11, 2", inc(), get(), other())
end

-- Every round of every kind of loop makes new variables.
local function made(loop)
  local fs = {}
  loop(fs)
  local shown = {}
  for i, f in ipairs(fs) do shown[i] = f() end
  for i, f in ipairs(fs) do shown[#shown + 1] = f() end -- a second call sees the first one's change
  return table.concat(shown, " ")
end
gives("'2 3 4 3 4 5'", made(function(fs) for i = 1, 3 do fs[i] = function() i = i + 1; return i end end end))
gives("'2 3 4 3 4 5'", made(function(fs)
  for i in ipairs({ 1, 1, 1 }) do fs[i] = function() i = i + 1; return i end end
end))
gives("'2 3 4 3 4 5'", made(function(fs)
  local n = 0
  while n < 3 do n = n + 1; local i = n; fs[n] = function() i = i + 1; return i end end
end))
gives("'2 3 4 3 4 5'", made(function(fs)
  local n = 0
  repeat n = n + 1; local i = n; fs[n] = function() i = i + 1; return i end until i == 3
end))
gives("'2 3 3 4'", made(function(fs)
  for i = 1, 5 do
    local j = i
    fs[i] = function() j = j + 1; return j end
    if i == 2 then break end
  end
end))
gives("'2 3 3 4'", made(function(fs)
  for i, v in ipairs({ 1, 2, 3, 4 }) do
    fs[i] = function() v = v + 1; return v end
    if i == 2 then break end
  end
end))
gives("'11 12 13 14'", made(function(fs) -- one variable outside of the loop is shared
  local shared = 10
  for i = 1, 2 do fs[i] = function() shared = shared + 1; return shared end end
end))
do -- the condition of repeat sees a captured local of the body
  local f
  local n = 0
  repeat
    n = n + 1
    local x = n * 2
    f = function() return x end
  until f() >= 6
  gives("3, 6", n, f())
end

-- Variables of blocks, of functions, of parameters and of varargs.
do
  local get, set
  do
    local x = 5
    function get() return x end
    function set(v) x = v end
  end
  do local y = 99; check(y == 99) end -- takes the place where x was
  gives("5", get())
  set(6)
  gives("6", get())
  local function box(v) return function(...) if select("#", ...) > 0 then v = ... end return v end end
  local a, b = box(1), box(2)
  a(10)
  gives("10, 2, nil, nil", a(), b(), a(nil), a())
  local function keep(...)
    local args, n = { ... }, select("#", ...)
    return function() return n, unpack(args, 1, n) end
  end
  gives("3, 1, nil, nil", keep(1, nil, nil)())
  local function self_arg(o) function o:get() return self.v, o.v end return o end
  gives("1, 1", self_arg({ v = 1 }):get())
end

-- The inner function sees later changes, and makes its own visible.
do
  local x = 1
  local function get() return x end
  x = 2
  gives("2", get())
  local function set() x = x + 5 end
  set()
  gives("7, 7", x, get())
  do
    local x = x
    x = x + 1
    gives("8, 7", x, get())
  end
  local a, b = 1, 2
  local function swap() a, b = b, a end
  swap()
  gives("2, 1", a, b)
  a, b = b, a
  swap()
  gives("2, 1", a, b)
end

-- Levels: a function between passes a variable on that it does not use.
do
  local v = 0
  local function l1()
    return function()
      return function()
        v = v + 1
        return function() v = v * 2; return v end
      end
    end
  end
  local f = l1()()()
  gives("2, 4, 4", f(), f(), v)
  local g = l1()()()
  gives("10, 20", g(), f())
end

-- Recursion: each call has variables of its own.
do
  local fs = {}
  local function down(n)
    local mine = n
    fs[n] = function() mine = mine + 100; return mine, n end
    if n > 1 then down(n - 1) end
    return mine
  end
  down(4)
  gives("104, 4", fs[4]())
  gives("101, 1", fs[1]())
  gives("204, 4", fs[4]())
  local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
  gives("144", fib(12))
  local function Y(f)
    local function rec(x) return f(function(...) return x(x)(...) end) end
    return rec(rec)
  end
  gives("120", Y(function(self) return function(n) return n == 0 and 1 or n * self(n - 1) end end)(5))
end

-- Errors leave the variables of those who go on as they were.
do
  local n = 0
  local function inc() n = n + 1; return n end
  check(not pcall(function() inc(); error("x") end))
  inc()
  gives("2", n)
  local get
  pcall(function() local x = 7; get = function() x = x + 1; return x end; error("x") end)
  gives("8, 9", get(), get())
  for i = 1, 3 do
    local v = i
    local function add() v = v + 1 end
    pcall(function() add(); pcall(error); add(); error({}) end)
    add()
    check(v == i + 3)
  end
  local log = {}
  xpcall(function() local y = 1; log[1] = function() return y end; y = 2; error("e") end,
    function() log[2] = n; n = 50 end)
  gives("2, 2, 50", log[1](), log[2], n)
end

-- Coroutines share variables, too.
do
  local n = 0
  local co = coroutine.wrap(function() while true do n = n + 1; coroutine.yield(function() return n end) end end)
  local f = co()
  n = 10
  co()
  gives("11, 11", n, f())
end

-- Closures of one prototype are told apart.
do
  local fs = {}
  for i = 1, 10 do fs[i] = function() return i end end
  for i = 1, 10 do for j = 1, 10 do check((fs[i] == fs[j]) == (i == j)) end end
  local keyed = {}
  for i = 1, 10 do keyed[fs[i]] = i end
  for i = 1, 10 do gives(i .. ", " .. i, keyed[fs[i]], fs[i]()) end
end
