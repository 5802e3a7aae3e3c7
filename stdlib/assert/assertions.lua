-- The assertions about values. The actual one goes first into messages.
local arguments = require "luassert.arguments"
local own = require "luassert.own"
local usage = require "luassert.usage"
local values = require "luassert.values"

local ipairs, tonumber, tostring, type = ipairs, tonumber, tostring, type
local match, find = string.match, string.find

-- comparing puts the actual value before the expected one, and says which is which.
local function comparing(state, list, differ)
  list[1], list[2] = list[2], list[1]
  list.actual, list.expected, list.differ = 1, 2, differ
  usage.own_message(state, list[3])
end

local quick = {} -- the same tests, where they are plain

-- Where the second is nil, it may be missing.
function quick.equals(a, b)
  if b ~= nil then
    return a == b
  end
end

local function equals(state, list)
  usage.at_least(2, list, "equals")
  local ok = list[1] == list[2]
  comparing(state, list, "identity")
  return ok
end

function quick.same(a, b)
  if b ~= nil then
    return values.same(a, b, true)
  end
end

local function same(state, list)
  usage.at_least(2, list, "same")
  local ok = values.same(list[1], list[2], true)
  comparing(state, list, "content")
  return ok
end

-- literally makes the assertion that a value is this one.
local function literally(expected)
  return function(state, list)
    usage.own_message(state, list[2])
    list[2], list.n, list.actual, list.expected = expected, 2, 1, 2
    return list[1] == expected
  end
end

-- of_type makes the assertion that a value is of a type.
local function of_type(name)
  return function(state, list)
    usage.own_message(state, list[2])
    list[2], list.n, list.actual, list.expected = name == "nil" and name or "a " .. name, 2, 1, 2
    list.nofmt = {[2] = true}
    return type(list[1]) == name
  end
end

local function truthy(state, list)
  usage.at_least(1, list, "truthy")
  usage.own_message(state, list[2])
  list.actual = 1
  return list[1] ~= nil and list[1] ~= false
end

local function falsy(state, list)
  usage.at_least(1, list, "falsy")
  return not truthy(state, list)
end

local function near(state, list)
  usage.at_least(3, list, "near")
  for i = 1, 3 do
    local number = tonumber(list[i])
    usage.want(number, i, "near", "number", type(list[i]))
    list[i] = number
  end
  local expected, actual, tolerance = list[1], list[2], list[3]
  usage.own_message(state, list[4])
  list[1], list[2], list.actual, list.expected = actual, expected, 1, 2
  return actual >= expected - tolerance and actual <= expected + tolerance
end

local function matches(state, list)
  usage.at_least(2, list, "matches")
  local pattern, text = list[1], list[2]
  usage.want(type(pattern) == "string", 1, "matches", "string", type(pattern))
  usage.want(values.has_text(text) or type(text) == "number", 2, "matches", "string", type(text))
  local init, plain, message = usage.search(list, "matches")
  usage.own_message(state, message)
  text = tostring(text)
  list[1], list[2], list.n, list.actual, list.expected = text, pattern, 2, 1, 2
  if plain then
    local found = find(text, pattern, init, true) ~= nil
    return found, found and {pattern} or {}
  end
  local captures = arguments.pack(match(text, pattern, init))
  return captures[1] ~= nil, captures
end

-- unique looks for two elements that are the same; deeply, if there is a true.
local function unique(state, list)
  local elements, deep, message = list[1], list[3], list[2]
  if type(list[2]) == "boolean" or list[2] == nil and list.n > 2 then
    deep, message = list[2], list[3]
  end
  usage.want(type(elements) == "table", 1, "unique", "table", type(elements))
  usage.own_message(state, message)
  list.actual = 1
  return values.unique(elements, deep == true)
end

local function returned_arguments(_, list)
  usage.at_least(1, list, "returned_arguments")
  local expected, actual = tostring(list[1]), tostring(list.n - 1)
  list[1], list[2], list.n, list.expected, list.actual = expected, actual, 2, 1, 2
  list.nofmt = {true, true}
  return expected == actual
end

own({"equal", "equals"}, "equals", equals, quick.equals)
own({"same"}, "same", same, quick.same)
own({"true"}, "same", literally(true), function(v) return v == true end)
own({"false"}, "same", literally(false), function(v) return v == false end)
for _, name in ipairs{"boolean", "number", "string", "table", "nil", "userdata", "function", "thread"} do
  own({name}, "type", of_type(name), function(v) return type(v) == name end)
end
own({"truthy"}, "truthy", truthy, function(v) return v and true or nil end)
own({"falsy"}, "falsy", falsy, function(v) if v then return false end end)
own({"near"}, "near", near)
own({"match", "matches"}, "matches", matches)
own({"unique"}, "unique", unique)
own({"returned_arguments"}, "returned_arguments", returned_arguments)
