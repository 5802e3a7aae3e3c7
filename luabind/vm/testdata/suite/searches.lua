-- Classic small programs: shortest ways, memoized recursion, big numbers, roman numerals.
local prelude = require("prelude")
local gives = prelude.gives

-- Shortest ways: breadth first through a maze, and by costs.
do
  local maze = { "S.#.....", ".##.###.", "....#...", ".####.#.", "......#E" }
  local function find(c) for y, row in ipairs(maze) do local x = row:find(c, 1, true) if x then return x, y end end end
  local sx, sy = find("S")
  local ex, ey = find("E")
  local function key(x, y) return y * 100 + x end
  local queue, from, head = { { sx, sy } }, { [key(sx, sy)] = 0 }, 1
  while queue[head] and not from[key(ex, ey)] do
    local x, y = unpack(queue[head])
    head = head + 1
    for _, d in ipairs { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } } do
      local nx, ny = x + d[1], y + d[2]
      local cell = maze[ny] and maze[ny]:sub(nx, nx) or ""
      if cell ~= "" and cell ~= "#" and not from[key(nx, ny)] then
        from[key(nx, ny)] = key(x, y)
        queue[#queue + 1] = { nx, ny }
      end
    end
  end
  local length, at = 0, key(ex, ey)
  while at ~= key(sx, sy) do at, length = from[at], length + 1 end
  gives("15", length)

  local roads = { a = { b = 7, c = 9, f = 14 }, b = { c = 10, d = 15 }, c = { d = 11, f = 2 }, d = { e = 6 },
    f = { e = 9 } }
  for n, to in pairs { a = roads.a, b = roads.b, c = roads.c, d = roads.d, f = roads.f } do
    for m, cost in pairs(to) do
      roads[m] = roads[m] or {}
      if roads[m][n] == nil then roads[m][n] = cost end
    end
  end
  local best, done = { a = 0 }, {}
  while true do
    local near
    for n, cost in pairs(best) do if not done[n] and (not near or cost < best[near]) then near = n end end
    if not near then break end
    done[near] = true
    for m, cost in pairs(roads[near]) do
      local c = best[near] + cost
      if not best[m] or c < best[m] then best[m] = c end
    end
  end
  gives("0, 7, 9, 20, 20, 11", best.a, best.b, best.c, best.d, best.e, best.f)
end

-- Memoized recursion, big numbers as lists of digits, roman numerals.
do
  local function memoize(f)
    local known = {}
    return function(n)
      local v = known[n]
      if v == nil then
        v = f(n)
        known[n] = v
      end
      return v
    end
  end
  local fib
  fib = memoize(function(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end)
  gives("12586269025, 1e+15", fib(50), 1e15)
  local function times(digits, k)
    local carry = 0
    for i = 1, #digits do
      local v = digits[i] * k + carry
      digits[i], carry = v % 10, math.floor(v / 10)
    end
    while carry > 0 do digits[#digits + 1], carry = carry % 10, math.floor(carry / 10) end
  end
  local d = { 1 }
  for k = 2, 30 do times(d, k) end
  gives("'265252859812191058636308480000000'", table.concat(d):reverse())
  local function roman(n)
    local s = ""
    for v, r in ("1000M900CM500D400CD100C90XC50L40XL10X9IX5V4IV1I"):gmatch("(%d+)(%a+)") do
      v = tonumber(v)
      while n >= v do s, n = s .. r, n - v end
    end
    return s
  end
  gives("'MCMXCIV', 'MMXXVI', 'IV', ''", roman(1994), roman(2026), roman(4), roman(0))
end
