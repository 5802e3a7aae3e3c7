-- The assertions about errors that functions raise.
local arguments = require "luassert.arguments"
local failure = require "luassert.failure"
local own = require "luassert.own"
local usage = require "luassert.usage"
local values = require "luassert.values"

local pcall, tonumber, tostring, type = pcall, tonumber, tostring, type
local find, gsub, match = string.find, string.gsub, string.match

local errors = {}

-- without_position takes "file:line: " away from an error.
local function without_position(err)
  if type(err) == "string" then
    return (gsub(err, "^.-:%d+: ", "", 1))
  elseif failure.is_failure(err) then
    return err.message
  end
  return err
end

-- raised calls the function that is the first argument. The list is made to show what
-- it raised and what was expected. The results are those of the assertion: the error,
-- or what the function gave first, and the other arguments.
local function raised(list, name, expected, shown)
  usage.want(values.callable(list[1]), 1, name, "function", type(list[1]))
  local ok, err = pcall(list[1])
  local results = {n = list.n}
  for i = 2, list.n do
    results[i] = list[i]
  end
  err = without_position(err)
  results[1] = err
  list[1], list[2], list.n = ok and "no error" or err, shown, 2
  list.nofmt = {ok, expected == nil}
  list.texts = ok and "no_error" or nil
  list.actual, list.expected = 1, 2
  return ok, err, results
end

-- says tells whether an error that is no string says what is expected, or does so
-- behind a position.
local function says(err, expected)
  local text = tostring(err)
  return text == expected or without_position(text) == expected
end

local function has_error(state, list)
  local expected = list[2]
  usage.own_message(state, list[3])
  local ok, err, results = raised(list, "error", expected, expected == nil and "any error" or expected)
  if ok or expected == nil then
    return not ok, results
  end
  list.differ = "content"
  if type(expected) == "string" and type(err) ~= "string" and values.has_text(err) then
    results[1] = tostring(err)
    return says(err, expected), results
  elseif type(expected) == "number" and type(err) == "string" then
    return tostring(expected) == tostring(tonumber(err)), results -- the text has fewer digits
  end
  return values.same(expected, err, true), results
end

local function error_matches(state, list)
  usage.at_least(2, list, "error_matches")
  local pattern = list[2]
  usage.want(pattern == nil or type(pattern) == "string", 2, "error_matches", "string", type(pattern))
  local init, plain, message = usage.search(list, "error_matches")
  usage.own_message(state, message)
  local ok, err, results = raised(list, "error_matches", pattern, pattern)
  list.nofmt[2] = false
  if ok or err == nil then
    return not ok and pattern == nil, results
  end
  if values.has_text(err) or type(err) == "number" or type(err) == "boolean" then
    err = tostring(err)
  end
  if type(err) ~= "string" or pattern == nil then
    return false, results
  end
  results[1] = err
  if plain then
    local found = find(err, pattern, init, true) ~= nil
    return found, found and {pattern} or results
  end
  local captures = arguments.pack(match(err, pattern, init))
  return captures[1] ~= nil, captures[1] ~= nil and captures or results
end

-- raises tells whether a function raises an error, or, unless expected is nil, this one.
function errors.raises(fn, expected)
  return (has_error({}, {n = 2, fn, expected}))
end

own({"error", "errors"}, "error", has_error)
own({"error_matches", "error_match", "matches_error", "match_error"}, "error", error_matches)

return errors
