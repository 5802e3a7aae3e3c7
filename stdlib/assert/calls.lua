-- The assertions about spies: assert.spy(s).was.called(2).
local arguments = require "luassert.arguments"
local own = require "luassert.own"
local registry = require "luassert.namespaces"
local usage = require "luassert.usage"

local ipairs, pairs, require, setmetatable, tostring, type = ipairs, pairs, require, setmetatable, tostring, type
local concat, insert, max = table.concat, table.insert, math.max

-- spy_of gives the spy of a chain.
local function spy_of(state, name)
  local spy = state.payload
  usage.want(type(spy) ~= "function", 1, "spy", "spy", "a function: spy.new and spy.on make spies")
  usage.want(type(spy) == "table" and spy.called, 1, "spy(...)." .. name, "spy", type(spy))
  return spy
end

-- How many calls are shown, the newest.
local most = 5

-- shown are calls that are shown one below the other.
local shown = {}

function shown.__show(self)
  local show, calls, lines = require "luassert.format", self.calls, {}
  local first = max(1, #calls - most + 1)
  if first > 1 then
    insert(lines, "... (" .. first - 1 .. " before)")
  end
  for i = first, #calls do
    insert(lines, show.argument(calls[i].vals))
  end
  return concat(lines, "\n")
end

-- with makes an assertion about the lists that a method of spies compares.
local function with(method)
  return function(state, list)
    local spy = spy_of(state, method)
    local expected = arguments.make(arguments.unpack(list))
    local ok, found, calls = spy[method](spy, expected)
    for i = 3, list.n do
      list[i] = nil
    end
    list[1], list[2], list.n, list.actual, list.expected = found, expected, 2, 1, 2
    if found == nil then
      list[1], list.nofmt = "none", {true}
    elseif not ok then
      list[1] = setmetatable({calls = calls}, shown)
    end
    return ok
  end
end

-- counted makes an assertion about the number of calls. Without a number, what was not
-- called was called no times.
local function counted(name, compare)
  return function(state, list)
    local spy, times = spy_of(state, name), list[1]
    if times == nil and not state.mod then
      state.mod, times = true, 0
    end
    usage.want(times == nil and not compare or type(times) == "number", 1, name, "number", type(times))
    local ok, count = spy:called(times, compare)
    list[1], list[2], list.n = times == nil and "at least 1" or tostring(times), tostring(count), 2
    list.expected, list.actual, list.nofmt = 1, 2, {true, true}
    return ok
  end
end

for _, method in ipairs{"called_with", "returned_with"} do
  own({method}, method, with(method))
end
for name, compare in pairs{
  called = false,
  called_at_least = function(n, times) return n >= times end,
  called_at_most = function(n, times) return n <= times end,
  called_more_than = function(n, times) return n > times end,
  called_less_than = function(n, times) return n < times end,
} do
  own({name}, name, counted(name, compare))
end

for _, name in ipairs{"spy", "stub"} do
  registry.modifier[name] = {name = name, callback = function(state, list)
    state.payload = list[1]
    usage.own_message(state, list[2])
  end}
end
