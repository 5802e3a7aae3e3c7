-- eventually(ms, fn, every_ms) calls fn until it gives something true, or gives nothing
-- and raises nothing: then its assertions hold. It gives what fn gave. After so many
-- milliseconds it fails with what was wrong last. Between two calls it sleeps: every_ms,
-- or 10 ms at first and up to 100 ms later. Checks within fn count as assertions.
local arguments = require "luassert.arguments"
local check = require "luassert.check"
local failure = require "luassert.failure"
local show = require "luassert.format"
local usage = require "luassert.usage"
local values = require "luassert.values"

local error, pcall, tostring, type = error, pcall, tostring, type
local format, max, min = string.format, math.max, math.min

local first_pause, growth, longest_pause = 10, 1.5, 100 -- ms

-- try calls fn: does it hold, and what did it give or raise?
local function try(fn)
  local sink = check.on_failure(nil)
  local results = arguments.pack(pcall(fn))
  check.on_failure(sink)
  local ok = results[1] and (results.n == 1 or results[2])
  return ok and true or false, results
end

-- give_up makes the failure: that of fn, or one that tells what it gave or raised.
local function give_up(ms, tries, results)
  local about, wrong = format("not within %s ms (tried %d times): ", ms, tries), results[2]
  if results[1] then
    return failure.new{message = about .. "the function gave " .. show.argument(wrong)}
  elseif not failure.is_failure(wrong) then
    local text = values.has_text(wrong) and tostring(wrong) or show.argument(wrong)
    return failure.new{message = about .. text, cause = wrong}
  end
  return failure.new{
    message = about .. wrong.message, where = wrong.where,
    expected = wrong.expected, actual = wrong.actual, diff = wrong.diff, cause = wrong,
  }
end

local function is_time(ms)
  return type(ms) == "number" and ms >= 0
end

return function(ms, fn, every_ms)
  usage.want(is_time(ms), 1, "eventually", "milliseconds", show.short(ms))
  usage.want(values.callable(fn), 2, "eventually", "function", type(fn))
  usage.want(every_ms == nil or is_time(every_ms), 3, "eventually", "milliseconds", show.short(every_ms))
  local deadline, pause, tries = now_ms() + ms, every_ms or first_pause, 0
  while true do
    local ok, results = try(fn)
    tries = tries + 1
    if ok then
      return arguments.unpack(results, 2)
    end
    local left = deadline - now_ms()
    if left <= 0 then
      error(give_up(ms, tries, results), 0)
    end
    sleep(max(min(pause, left), 0))
    pause = every_ms or min(pause * growth, longest_pause)
  end
end
