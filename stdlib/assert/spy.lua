-- Spies: functions that remember their calls, with copies of the arguments and
-- results as they were at that moment.
local arguments = require "luassert.arguments"
local match = require "luassert.match"
local matches = require "luassert.matches"
local state = require "luassert.state"
local values = require "luassert.values"
local where = require "luassert.where"

local error, getmetatable, pairs, setmetatable, type = error, getmetatable, pairs, setmetatable, type
local deep_copy, shallow_copy, make = values.deep_copy, values.shallow_copy, arguments.make

local spy = {}

local spy_mt = {}

function spy.is_spy(value)
  return type(value) == "table" and getmetatable(value) == spy_mt
end

function spy_mt.__show(self)
  return "a spy with " .. #self.calls .. " calls"
end

-- stays tells what copies of arguments share with them.
local function stays(value)
  return spy.is_spy(value) or match.is_matcher(value)
end

-- copy gives what is kept of a list: vals are copies, refs the values themselves.
function spy.copy(list)
  local copies, copied = arguments.mark{n = list.n}, {}
  for i = 1, list.n do
    copies[i] = deep_copy(list[i], false, copied, stays)
  end
  return {vals = copies, refs = shallow_copy(list)}
end

local function returned(self, ...)
  self.returnvals[#self.returnvals + 1] = spy.copy(make(...))
  return ...
end

function spy_mt.__call(self, ...)
  self.calls[#self.calls + 1] = spy.copy(make(...))
  return returned(self, self.callback(...))
end

local methods = {}

-- revert puts the function back to where the spy was set, and gives it.
function methods.revert(self)
  if not self.reverted then
    self.reverted = true
    if self.target_table and self.target_key ~= nil then
      self.target_table[self.target_key] = self.callback
    end
  end
  return self.callback
end

-- clear forgets all calls.
function methods.clear(self)
  self.calls, self.returnvals = {}, {}
  return self
end

-- called tells whether there were calls, or so many; and how many there were.
function methods.called(self, times, compare)
  local count = #self.calls
  if compare then
    return compare(count, times), count
  elseif times then
    return count == times, count
  end
  return count > 0, count
end

-- seen looks for a call with such a list. It gives the last one that is like it, or
-- else the last one; and all of them.
local function seen(calls, expected)
  local found = matches.last(calls, expected)
  local last = found or calls[#calls]
  return found ~= nil, last and last.vals, calls
end

function methods.called_with(self, expected)
  return seen(self.calls, expected)
end

function methods.returned_with(self, expected)
  return seen(self.returnvals, expected)
end

-- new makes a spy that calls a function, or does nothing.
function spy.new(callback)
  callback = callback or function() end
  if not values.callable(callback) then
    error(where.prefix() .. "a spy needs a function to call, this is a " .. type(callback), 0)
  end
  local s = {calls = {}, returnvals = {}, callback = callback}
  for name, method in pairs(methods) do
    s[name] = method
  end
  state.add_spy(setmetatable(s, spy_mt))
  return s
end

-- on puts a spy in place of a function in a table.
function spy.on(target, key)
  local s = spy.new(target[key])
  target[key] = s
  s.target_table, s.target_key = target, key
  return s
end

return setmetatable(spy, {__call = function(_, ...) return spy.new(...) end})
