-- Loops by for, and loops behind other expressions and loops.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

-- Numeric for.
local function count(a, b, c)
  local t = {}
  for i = a, b, c or 1 do
    t[#t + 1] = i
    if #t == 20 then break end
  end
  return table.concat(t, " ")
end
gives("'1 2 3', '', '3 2 1', '1', ''", count(1, 3), count(3, 1), count(3, 1, -1), count(1, 1, -1), count(1, 3, -1))
gives("'1 3 5', '1 3', '0 0.5 1', '-1 -3'", count(1, 5, 2), count(1, 4, 2), count(0, 1, .5), count(-1, -4, -2))
gives("'1.5 2.5'", count(1.5, 3))
gives("'', '1 1.1 1.2 1.3', '1 0.75 0.5 0.25 0'", count(1, 2, 0), count(1, 1.35, .1), count(1, 0, -.25))
do
  local n = 0
  for _ = 0, 1, .1 do n = n + 1 end -- the steps add up to a little less than 1
  gives("11", n)
end
check(count(1, math.huge) == count(1, 20) and count(1, -math.huge) == "" and count(0, 0 / 0) == "")
do
  local calls = 0
  local function once(v) calls = calls + 1; return v end
  local n = 0
  for i = once(1), once(3), once(1) do n = n + i; i = 100 end
  gives("3, 6", calls, n)
  local i = "outer"
  for i = 1, 2 do check(type(i) == "number") end
  gives("'outer'", i)
  local sum = 0
  for a = 1, 3 do for b = a, 3 do if b == 2 and a == 2 then break end sum = sum + a * 10 + b end end
  gives("69", sum)
  for j = 1, 0 do error("not reached " .. j) end
  local n2 = 0
  for _ = 1, 10 do n2 = n2 + 1; if n2 == 3 then break end end
  gives("3", n2)
end

-- Generic for.
do
  local function upto(limit, i) if i < limit then return i + 1, (i + 1) ^ 2 end end
  local t = {}
  for i, sq in upto, 3, 0 do t[#t + 1] = i .. ":" .. sq end
  gives("'1:1 2:4 3:9'", table.concat(t, " "))
  for _ in upto, 0, 0 do check(false) end
  local function three() return upto, 2, 0 end
  local n = 0
  for i in three() do n = n + i end
  gives("3", n)
  local calls = 0
  for a, b, c, d in function() calls = calls + 1; if calls < 3 then return calls, 2, 3 end end do
    gives("2, 3, nil", b, c, d)
    check(a == calls)
  end
  gives("3", calls)
  for k in pairs({}) do check(false, k) end
  for i in ipairs({ nil, 2 }) do check(false, i) end
  local stopped = {}
  for k, v in pairs({ x = 1, y = 2 }) do stopped[k] = v; k = nil end
  gives("1, 2", stopped.x, stopped.y)
  for i, v in (function(...) return ipairs(...) end)({ "only" }) do gives("1, 'only'", i, v) end
  local false_stops = 0
  for v in function() false_stops = false_stops + 1; if false_stops < 4 then return false end end do
    check(v == false)
  end
  gives("4", false_stops)
  raises("attempt to call", function() for _ in nil do end end)
  raises("attempt to call", function() for _ in {} do end end)
end

do -- each loop begins anew: what the function had at the end of one is not what it has in the next
  local function from(s, i) if not i then return 1 elseif i < (s or 0) then return i + 1 end end
  local seen = ""
  for round = 1, 3 do
    for i in from do seen = seen .. round .. i .. " " end
    for i, j in from, 2 do seen = seen .. i .. tostring(j) .. " " end
    for i in from, (function() return 3, 2 end)() do seen = seen .. "/" .. i end
  end
  gives("'11 1nil 2nil /321 1nil 2nil /331 1nil 2nil /3'", seen)
end

-- Loops and branches that begin with a jump, behind expressions that end with one.
do
  local function leaves(a, b)
    local y = a and 1 or b
    for _ in pairs({ 1, 2 }) do break end
    local z = b and a or y
    while true do break end
    local x = a or b or z
    repeat if y then break end until false
    local w = (a or b) and y
    for _ = 1, 2 do do break end end
    return y, z, x, w
  end
  gives("1, 1, 'a', 1", leaves("a"))
  gives("'b', 'b', 'b', 'b'", leaves(nil, "b"))
  local function constant(n)
    local a = n == 0 and 1 or 2
    for _ in pairs({ 1, 2 }) do if false then local x = 1; n = x end n = n + 1 end
    local b = a == 1 or n
    while n < 5 do if nil then n = 0 elseif not true then n = 1 end n = n + 1 end
    local c = not b and n or a
    repeat if not nil then n = n + 1 else n = 0 end until true and n > 6 or false
    for i = 1, 3 do while false do n = i end if 1 and nil then n = 0 end n = n + 1 end
    return a, b, c, n
  end
  gives("1, true, 1, 10", constant(0))
  gives("2, 3, 2, 10", constant(1))
end
