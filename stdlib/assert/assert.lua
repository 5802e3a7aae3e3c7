-- The assert object: chains of words that end in an assertion, and the functions
-- that change what there is.
local chain = require "luassert.chain"
local judge = require "luassert.judge"
local registry = require "luassert.namespaces"
local state = require "luassert.state"

local error, rawequal, require, select, type, unpack = error, rawequal, require, select, type, unpack
local getmetatable, setmetatable = getmetatable, setmetatable
local lower = string.lower

local assert = {}

-- register makes an assertion, modifier or matcher known by its name. Its callback is
-- given the state of the chain, the list of arguments and an error level; the messages
-- are keys of say.
function assert.register(_, kind, name, callback, positive_message, negative_message)
  name = lower(name)
  registry[kind] = registry[kind] or {}
  registry[kind][name] = {
    callback = callback, name = name, positive_message = positive_message, negative_message = negative_message,
  }
  chain.changed()
end

function assert.unregister(_, kind, name)
  registry[kind] = registry[kind] or {}
  registry[kind][lower(name)] = nil
  chain.changed()
end

function assert.add_formatter(_, formatter) state.add_formatter(formatter) end
function assert.remove_formatter(_, formatter) state.remove_formatter(formatter) end
function assert.set_parameter(_, name, value) state.set_parameter(name, value) end
function assert.get_parameter(_, name) return state.get_parameter(name) end
function assert.add_spy(_, spy) state.add_spy(spy) end
function assert.snapshot() return state.snapshot() end

-- format makes texts of a list of values, but for those that nofmt names.
function assert.format(_, list) return require("luassert.format").list(list) end

local level_mt = {}

-- level makes an error level for the third argument of assert.
function assert.level(_, level)
  return setmetatable({level = level}, level_mt)
end

function assert.get_level(_, level)
  return getmetatable(level) == level_mt and level.level or nil
end

local function apply(chained, entry, ...)
  local failed, results = judge(chained, entry, {n = select("#", ...), ...})
  if failed then
    if rawequal((...), assert) then
      failed.message = failed.message .. "\nassert itself is the first value: call it with '.', not with ':'"
    end
    error(failed, 0)
  elseif results then
    return unpack(results, 1, results.n or #results)
  end
  return ...
end

-- call is Lua's assert. A message that is no text is raised as it is.
local function call(self, ...)
  local ok, message, level = ...
  if ok then
    return ...
  end
  local kind = type(message)
  if kind ~= "nil" and kind ~= "string" and kind ~= "number" then
    error(message, 0)
  end
  local further = self:get_level(level)
  error(require("luassert.describe").plain(message, further and further - 1), 0)
end

return setmetatable(assert, {__call = call, __index = chain.start("assertion", apply, true)})
