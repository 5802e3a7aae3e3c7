-- What values are and can do, metatables that are hidden included.
local type, next, pairs, rawequal, tostring, find = type, next, pairs, rawequal, tostring, string.find
local metatable_of = debug and debug.getmetatable or getmetatable
local set_metatable = debug and debug.setmetatable or setmetatable

local values = {}

-- metatable gives a value's metatable; without the debug library, none of those
-- that are hidden.
local function metatable(value)
  local mt = metatable_of(value)
  return type(mt) == "table" and mt or nil
end
values.metatable = metatable

local function has(value, event)
  local mt = metatable(value)
  return mt ~= nil and type(mt[event]) == "function"
end

function values.callable(value)
  return type(value) == "function" or has(value, "__call")
end

-- has_text tells whether a value is a string, or says what it is as one.
function values.has_text(value)
  return type(value) == "string" or has(value, "__tostring")
    or type(value) == "userdata" and not find(tostring(value), "^userdata: ")
end

-- From which depth on it is remembered what was compared: small tables do without.
local remembered = 4

-- alike compares tables that are depth deep. A pair that was begun before counts as the
-- same: if it is not, that is found where it came first.
local function alike(a, b, ignore_eq, depth, begun)
  local mt = metatable(a)
  if mt and mt.__eq and mt == metatable(b) then
    if not ignore_eq then
      return a == b
    end
  elseif rawequal(a, b) then
    return true
  end
  if depth >= remembered then
    begun = begun or {}
    local with = begun[a] or {}
    if with[b] then
      return true
    end
    begun[a], with[b] = with, true
  end
  for k, v in next, a do
    local other = b[k]
    if type(v) ~= "table" or type(other) ~= "table" then
      if other == nil or v ~= other then
        return false
      end
    elseif not alike(v, other, false, depth + 1, begun) then
      return false
    end
  end
  for k in next, b do
    if a[k] == nil then
      return false
    end
  end
  return true
end

-- same compares deeply. Tables with the same __eq are compared by that, unless those at
-- the top are not to be; other metatables make no difference.
local function same(a, b, ignore_eq)
  if type(a) ~= "table" or type(b) ~= "table" then
    return a == b
  end
  return alike(a, b, ignore_eq, 1)
end
values.same = same

function values.shallow_copy(t)
  if type(t) ~= "table" then
    return t
  end
  local copy = {}
  for k, v in next, t do
    copy[k] = v
  end
  set_metatable(copy, metatable(t))
  return copy
end

-- deep_copy copies tables within tables. Those for which keep is true stay
-- themselves. Metatables are shared, or copied, too, if deep_metatables is true.
local function deep_copy(t, deep_metatables, copies, keep)
  if type(t) ~= "table" or keep and keep(t) then
    return t
  end
  copies = copies or {}
  if copies[t] then
    return copies[t]
  end
  local copy = {}
  copies[t] = copy
  for k, v in next, t do
    copy[k] = deep_copy(v, deep_metatables, copies, keep)
  end
  local mt = metatable(t)
  if deep_metatables then
    mt = deep_copy(mt, false, copies, keep)
  end
  set_metatable(copy, mt)
  return copy
end
values.deep_copy = deep_copy

-- unique tells whether no two elements of a table are equal, nor, if deep is true,
-- the same.
function values.unique(t, deep)
  for k, v in pairs(t) do
    for other, w in pairs(t) do
      if k ~= other and (v == w or deep and same(v, w, true)) then
        return false
      end
    end
  end
  return true
end

return values
