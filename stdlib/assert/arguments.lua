-- Lists of arguments or results: n says how many there are, nils included.
local getmetatable, setmetatable, select, unpack = getmetatable, setmetatable, select, unpack

local arguments = {}

local list_mt = {}

function arguments.make(...)
  return setmetatable({n = select("#", ...), ...}, list_mt)
end

function arguments.mark(list)
  return setmetatable(list, list_mt)
end

function arguments.is_list(value)
  return getmetatable(value) == list_mt
end

function arguments.pack(...)
  return {n = select("#", ...), ...}
end

function arguments.unpack(t, i, j)
  return unpack(t, i or 1, j or t.n or #t)
end

-- insert adds a value, at the end or at a position, and moves the others up.
function arguments.insert(t, ...)
  local n = t.n or #t
  local at, value = ...
  if select("#", ...) < 2 then
    at, value = n + 1, at
  end
  for i = n, at, -1 do
    t[i + 1] = t[i]
  end
  t[at] = value
  t.n = at > n and at or n + 1
end

-- remove takes a value away, the last one or that at a position, and gives it.
function arguments.remove(t, at)
  local n = t.n or #t
  at = at or n
  local value = t[at]
  if at > n then
    t[at] = nil
    return value
  end
  for i = at, n do
    t[i] = t[i + 1]
  end
  t.n = n - 1
  return value
end

function arguments.clear(t)
  for i = t.n or #t, 1, -1 do
    t[i] = nil
  end
  t.n = nil
end

return arguments
