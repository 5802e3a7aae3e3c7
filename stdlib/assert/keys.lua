-- Gives the keys of a table in a stable order.
local next, rawget, type, tostring = next, rawget, type, tostring
local sort = table.sort

local rank = {number = 1, string = 2, boolean = 3}

local function before(a, b)
  local x, y = rank[type(a)] or 4, rank[type(b)] or 4
  if x ~= y then
    return x < y
  elseif x <= 2 then
    return a < b
  end
  return tostring(a) < tostring(b)
end

-- keys gives a list: first those from 1 up to the first that is missing, which are
-- counted by the second result, then numbers, strings, booleans and others. Those of
-- a second table are in it, too.
return function(t, also)
  also = also or {}
  local keys, array = {}, 0
  while rawget(t, array + 1) ~= nil or rawget(also, array + 1) ~= nil do
    array = array + 1
    keys[array] = array
  end
  local rest = {}
  local function add(k)
    if not (type(k) == "number" and k >= 1 and k <= array and k % 1 == 0) then
      rest[#rest + 1] = k
    end
  end
  for k in next, t do
    add(k)
  end
  for k in next, also do
    if rawget(t, k) == nil then
      add(k)
    end
  end
  sort(rest, before)
  for i = 1, #rest do
    keys[array + i] = rest[i]
  end
  return keys, array
end
