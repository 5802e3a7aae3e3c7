-- check.is_true(x) and the like: a failure is told to a function, and the test goes
-- on. Each gives true if it holds, else false.
local chain = require "luassert.chain"
local judge = require "luassert.judge"

require "luassert"

local error, require, select, setmetatable = error, require, select, setmetatable

local check = {}

local sink -- what is called with failures; nil: they are raised

-- on_failure sets the function that is called with each failure, and gives the one
-- before. With nil they are raised, as those of assert are.
function check.on_failure(fn)
  local before = sink
  sink = fn
  return before
end

local function fail(failure)
  if not sink then
    error(failure, 0)
  end
  sink(failure)
  return false
end

local function apply(chained, entry, ...)
  local failed = judge(chained, entry, {n = select("#", ...), ...})
  if failed then
    return fail(failed)
  end
  return true
end

local function call(_, ok, message)
  return ok and true or fail(require("luassert.describe").plain(message))
end

return setmetatable(check, {__call = call, __index = chain.start("assertion", apply)})
