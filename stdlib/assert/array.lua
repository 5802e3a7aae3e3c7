-- assert.array(t).has.holes: is there a nil before the end of an array? It gives the
-- position of the first.
local own = require "luassert.own"
local registry = require "luassert.namespaces"
local usage = require "luassert.usage"

local pairs, type = pairs, type

-- length gives the highest index of a table.
local function length(t)
  local n = 0
  for k in pairs(t) do
    if type(k) == "number" and k > n and k % 1 == 0 then
      n = k
    end
  end
  return n
end

local function holes(state, list)
  local array = state.array
  usage.want(array ~= nil, 1, "array(...).has.holes", "array", "nothing")
  local last = list[1] or length(array)
  usage.want(type(last) == "number", 1, "holes", "number", type(last))
  list.n = 0
  for i = 1, last do
    if array[i] == nil then
      list[1], list.n = i, 1
      return true, {i}
    end
  end
  return false, {}
end

registry.modifier.array = {name = "array", callback = function(state, list)
  usage.at_least(1, list, "array")
  usage.want(state.array == nil, 1, "array", "one array", "two")
  state.array = list[1]
end}
own({"holes"}, "array_holes", holes)
