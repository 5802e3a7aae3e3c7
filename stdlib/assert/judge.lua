-- Calls assertions, and makes failures of those that do not hold.
local arguments = require "luassert.arguments"
local failure = require "luassert.failure"
local say = require "say"
local show = require "luassert.format"
local values = require "luassert.values"
local where = require "luassert.where"

local setmetatable, tostring, gsub = setmetatable, tostring, string.gsub

local judge = {}

-- text_of gives a message of the script's.
local function text_of(message)
  return values.has_text(message) and tostring(message) or show.argument(message)
end

-- indented has the further lines of a value begin below its first one.
local function indented(text)
  return (gsub(text, "\n", "\n          "))
end

-- describe makes the failure of an assertion. Its callback has said in the list of
-- arguments which of them, if any, is the actual one, which the expected one, and how
-- to tell the difference.
local function describe(chained, entry, list)
  local positive, fields = chained.mod, {}
  if positive and list.differ then
    fields.diff = list.differ(list[list.expected], list[list.actual])
  end
  show.list(arguments.mark(list))
  fields.actual, fields.expected = list[list.actual], list[list.expected]
  for i = 1, list.n do
    list[i] = indented(tostring(list[i]))
  end
  local own = chained.failure_message
  local message = say(positive and entry.positive_message or entry.negative_message, list) or "assertion failed!"
  fields.message = (own ~= nil and text_of(own) .. "\n" or "") .. message .. (fields.diff and "\n" .. fields.diff or "")
  return failure.new(fields)
end

-- plain makes the failure of assert(false, message). The line is further up by some
-- levels, if they are given.
function judge.plain(message, further)
  return failure.new{
    message = message == nil and "assertion failed!" or text_of(message), where = where.place(further),
  }
end

-- The level for errors of callbacks, as error takes it in what calls the chain.
local level = 5

-- judge gives the failure of an assertion, or nil and its results.
local function call(_, chained, entry, list)
  local ok, results = entry.callback(chained, list, level)
  if (not ok) == chained.mod then
    return describe(chained, entry, list)
  end
  return nil, results
end

return setmetatable(judge, {__call = call})
