-- Stubs: spies in place of functions, which are not called.
local arguments = require "luassert.arguments"
local matches = require "luassert.matches"
local spy = require "luassert.spy"
local values = require "luassert.values"
local where = require "luassert.where"

local error, select, setmetatable, type = error, select, setmetatable, type
local make, pack, unpack = arguments.make, arguments.pack, arguments.unpack

local stub = {}

-- returning makes a function that gives these values.
local function returning(...)
  local results = pack(...)
  return function() return unpack(results) end
end

local function check(object, key)
  if type(object) ~= "table" or key == nil then
    error(where.prefix() .. "a stub needs a table and a key in it", 0)
  elseif object[key] ~= nil and not values.callable(object[key]) then
    error(where.prefix() .. "a stub takes the place of a function, this is a " .. type(object[key]), 0)
  end
end

-- behaviour makes what a stub does, and the functions that change it: set(fn) what it
-- does at all, on(expected, fn) what it does when it is called so.
local function behaviour(default)
  local special, does = {}, {}
  local function run(...)
    local expected = matches.first(special, make(...))
    if expected then
      return does[expected](...)
    end
    return default(...)
  end
  local function set(fn)
    default = fn
  end
  local function on(expected, fn)
    special[#special + 1] = expected
    does[expected] = fn
  end
  return run, set, on
end

-- choices makes the functions that say what is done, for use(fn).
local function choices(s, use)
  return {
    returns = function(...)
      use(returning(...))
      return s
    end,
    invokes = function(fn)
      use(function(...) return fn(...) end)
      return s
    end,
  }
end

-- new puts a stub in place of a function in a table, or of nothing; without arguments,
-- the stub is for itself. It gives the other arguments, or calls the only one.
function stub.new(object, key, ...)
  if object == nil and key == nil then
    object, key = {}, ""
  end
  check(object, key)
  local first, before = ..., object[key]
  local run, set, on = behaviour(select("#", ...) == 1 and values.callable(first) and first or returning(...))
  object[key] = run
  local s = spy.on(object, key)
  local by_default = choices(s, set)
  s.returns, s.invokes, s.by_default = by_default.returns, by_default.invokes, by_default

  function s.on_call_with(...)
    local expected = spy.copy(make(...))
    return choices(s, function(fn) on(expected, fn) end)
  end

  function s.revert(self)
    if not self.reverted then
      self.reverted = true
      object[key] = before
    end
    return before
  end
  return s
end

return setmetatable(stub, {__call = function(_, ...) return stub.new(...) end})
