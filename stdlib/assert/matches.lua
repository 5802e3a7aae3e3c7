-- Compares lists of arguments with what was expected of them: values, or matchers.
local match = require "luassert.match"
local values = require "luassert.values"

local same = values.same

local matches = {}

local function one(value, reference, expected)
  if match.is_matcher(expected) then
    if match.is_ref_matcher(expected) then
      value = reference
    end
    return expected(value)
  end
  return same(value, expected)
end

-- list compares copies of arguments, and the arguments themselves, with what is
-- expected. There must be as many.
local function list(copies, references, expected)
  local n = expected.n or #expected
  if copies.n ~= n then
    return false
  end
  for i = 1, n do
    if not one(copies[i], references[i], expected[i]) then
      return false
    end
  end
  return true
end

-- last finds the last of the calls that is as expected.
function matches.last(calls, expected)
  for i = #calls, 1, -1 do
    if list(calls[i].vals, calls[i].refs, expected) then
      return calls[i]
    end
  end
end

-- first finds the first of the expected lists that arguments are like.
function matches.first(expectations, arguments)
  for i = 1, #expectations do
    if list(arguments, arguments, expectations[i].vals) then
      return expectations[i]
    end
  end
end

return matches
