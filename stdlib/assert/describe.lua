-- Makes failures of assertions that do not hold. It is loaded for the first of them.
local arguments = require "luassert.arguments"
local diff = require "luassert.diff"
local failure = require "luassert.failure"
local say = require "say"
local show = require "luassert.format"
local values = require "luassert.values"
local where = require "luassert.where"

local tostring, type, gsub = tostring, type, string.gsub

local describe = {}

-- text_of gives a message of the script's.
local function text_of(message)
  return values.has_text(message) and tostring(message) or show.argument(message)
end

-- indented has the further lines of a value begin below its first one.
local function indented(text)
  return (gsub(text, "\n", "\n          "))
end

-- difference tells where two values differ, and gives the parts of them that are
-- to be shown if that is not all; of two tables that are compared by identity, and
-- only look the same, it tells that they do.
local function difference(list)
  local expected, actual = list[list.expected], list[list.actual]
  local identity = list.differ == "identity" and type(expected) == "table" and type(actual) == "table"
  if identity and values.same(expected, actual, true) then
    return "these are two tables with the same content; 'same' compares that"
  end
  return diff(expected, actual)
end

-- key_of gives the key of an assertion's text.
local function key_of(entry, positive, list)
  local texts = list.texts or entry.texts
  if texts then
    return "assertion." .. texts .. (positive and ".positive" or ".negative")
  end
  return positive and entry.positive_message or entry.negative_message
end

-- failed makes the failure of an assertion. Its callback has said in the list of
-- arguments which of them, if any, is the actual one, which the expected one, and
-- whether to tell the difference: differ is "content" or "identity".
function describe.failed(chained, entry, list)
  local positive, fields = chained.mod, {}
  local expected, actual
  if positive and list.differ then
    fields.diff, expected, actual = difference(list)
  end
  show.list(arguments.mark(list))
  if expected then
    list[list.expected], list[list.actual] = expected, actual
  end
  fields.actual, fields.expected = list[list.actual], list[list.expected]
  for i = 1, list.n do
    list[i] = indented(tostring(list[i]))
  end
  local own, message = chained.failure_message, say(key_of(entry, positive, list), list) or "assertion failed!"
  fields.message = (own ~= nil and text_of(own) .. "\n" or "") .. message .. (fields.diff and "\n" .. fields.diff or "")
  return failure.new(fields)
end

-- plain makes the failure of assert(false, message). The line is further up by some
-- levels, if they are given.
function describe.plain(message, further)
  return failure.new{
    message = message == nil and "assertion failed!" or text_of(message), where = where.place(further),
  }
end

return describe
