-- Failures: what assertions raise. They are tables with the fields message;
-- where, "file:line" of the line that asserts; and, as far as the assertion tells
-- them, expected, actual and diff, as text. tostring gives where and message.
local where = require "luassert.where"

local getmetatable, setmetatable, tostring = getmetatable, setmetatable, tostring

local failure = {}

local failure_mt = {__name = "assertion"}

function failure_mt.__tostring(self)
  return (self.where and self.where .. ": " or "") .. tostring(self.message)
end

function failure_mt.__concat(a, b)
  return tostring(a) .. tostring(b)
end

-- new makes a failure of a table with its fields; where defaults to the nearest
-- line outside of the library.
function failure.new(fields)
  fields.where = fields.where or where.place()
  return setmetatable(fields, failure_mt)
end

function failure.is_failure(value)
  return getmetatable(value) == failure_mt
end

return failure
