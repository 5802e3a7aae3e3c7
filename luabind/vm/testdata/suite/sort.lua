-- table.sort: orders of all kinds, and such as are none.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises
local sort = table.sort

local function sorted(t, less)
  less = less or function(a, b) return a < b end
  for i = 2, #t do if less(t[i], t[i - 1]) then return false end end
  return true
end
local function list(t) return table.concat(t, " ") end
local function copy(t) return { unpack(t) } end

-- A row of numbers that is the same everywhere.
local function numbers(n, range)
  local t, x = {}, 42
  for i = 1, n do
    x = (x * 1103 + 12345) % 65536
    t[i] = x % range
  end
  return t
end

gives("", sort({}))
for _, t in ipairs { {}, { 1 }, { 2, 1 }, { 1, 2 }, { 3, 1, 2 }, { 1, 1, 1 }, { 5, 4, 3, 2, 1 },
  { 1.5, -1, 0, math.huge, -math.huge } } do
  local u = copy(t)
  sort(u)
  check(sorted(u) and #u == #t, list(t))
  sort(u, function(a, b) return a > b end)
  check(sorted(u, function(a, b) return a > b end))
end
-- Every order of five items.
do
  local function permute(t, n, f)
    if n == 0 then return f(t) end
    for i = 1, n do
      t[i], t[n] = t[n], t[i]
      permute(t, n - 1, f)
      t[i], t[n] = t[n], t[i]
    end
  end
  local n = 0
  permute({ 1, 2, 3, 4, 5 }, 5, function(t)
    local u = copy(t)
    sort(u)
    check(list(u) == "1 2 3 4 5", list(t))
    n = n + 1
  end)
  permute({ 1, 2, 2, 3, 3 }, 5, function(t)
    local u = copy(t)
    sort(u, function(a, b) return a > b end)
    check(list(u) == "3 3 2 2 1", list(t))
  end)
  gives("120", n)
end
-- Rows that are long, already sorted, reversed, all equal, or nearly so.
for _, t in ipairs { numbers(1000, 65536), numbers(1000, 10), numbers(999, 2) } do
  local sum = 0
  for _, v in ipairs(t) do sum = sum + v end
  for _, less in ipairs { function(a, b) return a < b end, function(a, b) return a > b end } do
    sort(t, less)
    check(sorted(t, less))
    sort(t, less)
    check(sorted(t, less))
  end
  t[1], t[#t], t[500] = t[#t], t[1], 3
  sort(t)
  check(sorted(t))
  for _, v in ipairs(t) do sum = sum - v end
  check(#t >= 999 and sum < 65536)
end

-- Strings, and tables by a field.
do
  local t = { "pear", "apple", "fig", "Apple", "", "figs", "10", "9" }
  sort(t)
  gives("' 10 9 Apple apple fig figs pear'", list(t))
  sort(t, function(a, b) return #a < #b or #a == #b and a < b end)
  gives("' 9 10 fig figs pear Apple apple'", list(t))
  local people = { { n = "bob", a = 30 }, { n = "al", a = 25 }, { n = "cy", a = 30 }, { n = "di", a = 25 } }
  sort(people, function(x, y) if x.a ~= y.a then return x.a > y.a end return x.n < y.n end)
  local names = {}
  for i, p in ipairs(people) do names[i] = p.n end
  gives("'bob cy al di'", list(names))
end
-- Metamethods.
do
  local mt = { __lt = function(a, b) return a.v < b.v end }
  local t = {}
  for i, v in ipairs(numbers(50, 100)) do t[i] = setmetatable({ v = v }, mt) end
  sort(t)
  check(sorted(t))
  local callable = setmetatable({}, { __call = function(_, a, b) return a > b end })
  raises("bad argument #2 to", sort, { 1, 2 }, callable)
end
-- Only the list is sorted.
do
  local t = { 3, 1, 2, x = 9, [0] = 7, [-1] = 8 }
  sort(t)
  gives("'1 2 3', 9, 7, 8", list(t), t.x, t[0], t[-1])
  sort(t, nil)
  gives("'1 2 3'", list(t))
end

-- Errors.
raises("attempt to compare", sort, { 1, "x" })
raises("attempt to compare", sort, { {}, {} })
raises("attempt to compare", sort, { 1, 2, nil, 3, true })
raises("bad argument #1 to", sort)
raises("bad argument #2 to", sort, {}, 5)
do
  local ok, err = pcall(sort, { 3, 2, 1 }, function() error({ "mine" }) end)
  check(not ok and err[1] == "mine")
  local t = { 3, 2, 1, 5 }
  local calls = 0
  pcall(sort, t, function(a, b) calls = calls + 1; if calls == 3 then error("stop") end return a < b end)
  table.sort(t)
  gives("'1 2 3 5'", list(t))
end

-- Functions that are no order: sort ends, with an error or without, and loses no item.
for name, less in pairs {
  always = function() return true end,
  never = function() return false end,
  not_less = function(a, b) return a <= b end,
  nothing = function() end,
  turns = (function() local n = 0 return function() n = n + 1 return n % 2 == 0 end end)(),
  thirds = (function() local n = 0 return function() n = n + 1 return n % 3 == 0 end end)(),
  cycle = function(a, b) return (a - b) % 3 == 1 end,
} do
  for _, size in ipairs { 2, 3, 5, 20, 100 } do
    local t = {}
    for i = 1, size do t[i] = i end
    local ok, err = pcall(sort, t, less)
    check(ok or tostring(err):find("invalid order function", 1, true) or tostring(err):find("attempt to", 1, true), name
      .. ": " .. tostring(err))
    if ok then
      sort(t)
      check(#t == size and t[1] == 1 and t[size] == size, name)
    end
  end
end

-- The comparison may use the stack as it likes.
do
  local t = numbers(60, 1000)
  sort(t, function(a, b)
    local inner = { b, a, (a + b) / 2 }
    sort(inner)
    return a == inner[1] and a ~= b
  end)
  check(sorted(t))
  local log = {}
  sort({ 3, 1, 2 }, function(...) log[#log + 1] = select("#", ...); return (...) < select(2, ...) end)
  check(#log >= 2)
  for _, n in ipairs(log) do check(n == 2) end
  local co = coroutine.wrap(function()
    local u = { 2, 1 }
    sort(u, function(a, b) return a < b end)
    coroutine.yield(list(u))
    return "end"
  end)
  gives("'1 2', 'end'", co(), co())
end
