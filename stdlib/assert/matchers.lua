-- The matchers.
local assert = require "luassert.assert"
local errors = require "luassert.errors"
local match = require "luassert.match"
local registry = require "luassert.namespaces"
local usage = require "luassert.usage"
local values = require "luassert.values"

local ipairs, tonumber, tostring, type, find = ipairs, tonumber, tostring, type, string.find

-- register leaves alone what a script has registered, since this file is loaded for
-- the first call of a matcher only.
local function register(name, callback)
  if not registry.matcher[name] then
    assert:register("matcher", name, callback)
  end
end

-- plain registers a matcher that takes no arguments.
local function plain(name, test)
  register(name, function() return test end)
end

plain("true", function(value) return value == true end)
plain("false", function(value) return value == false end)
plain("truthy", function(value) return value ~= nil and value ~= false end)
plain("falsy", function(value) return value == nil or value == false end)
for _, name in ipairs{"nil", "boolean", "number", "string", "table", "function", "userdata", "thread"} do
  plain(name, function(value) return type(value) == name end)
end

for _, name in ipairs{"equal", "equals"} do
  register(name, function(_, list)
    usage.at_least(1, list, "equals")
    return function(value) return value == list[1] end
  end)
end

register("same", function(_, list)
  usage.at_least(1, list, "same")
  return function(value) return values.same(value, list[1], true) end
end)

local objects = {["table"] = true, ["function"] = true, ["thread"] = true, ["userdata"] = true}

register("ref", function(_, list)
  usage.at_least(1, list, "ref")
  usage.want(objects[type(list[1])], 1, "ref", "object", type(list[1]))
  return function(value) return value == list[1] end
end)

register("near", function(_, list)
  usage.at_least(2, list, "near")
  local expected, tolerance = tonumber(list[1]), tonumber(list[2])
  usage.want(expected, 1, "near", "number", type(list[1]))
  usage.want(tolerance, 2, "near", "number", type(list[2]))
  return function(value)
    local actual = tonumber(value)
    return actual ~= nil and actual >= expected - tolerance and actual <= expected + tolerance
  end
end)

for _, name in ipairs{"match", "matches"} do
  register(name, function(_, list)
    usage.at_least(1, list, name)
    local pattern, init, literal = list[1], list[2], list[3]
    usage.want(type(pattern) == "string", 1, name, "string", type(pattern))
    usage.want(init == nil or tonumber(init), 2, name, "number", type(init))
    return function(value)
      local text = values.has_text(value) or type(value) == "number"
      return text and find(tostring(value), pattern, init, literal) ~= nil
    end
  end)
end

register("unique", function(_, list)
  return function(value) return type(value) == "table" and values.unique(value, list[1]) end
end)

-- error and errors are for functions: do they raise an error, or this one?
for _, name in ipairs{"error", "errors"} do
  register(name, function(_, list)
    return function(value) return values.callable(value) and errors.raises(value, list[1]) end
  end)
end

-- composite registers a matcher made of others. Of those it is enough that one gives
-- decisive; else it is the contrary.
local function composite(name, decisive, result)
  register(name, function(_, list)
    usage.at_least(1, list, name)
    for i = 1, list.n do
      usage.want(match.is_matcher(list[i]), i, name, "matcher", type(list[i]))
    end
    return function(value)
      for i = 1, list.n do
        if list[i](value) == decisive then
          return result
        end
      end
      return not result
    end
  end)
end

composite("any_of", true, true)
composite("none_of", true, false)
composite("all_of", false, false)
