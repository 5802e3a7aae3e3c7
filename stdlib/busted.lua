-- What specs ask of the module busted: the verbs and the assertions under that
-- name, clocks, and messages: those of tests that begin and end, and others that
-- helpers of a project send each other.
local failure = require "luassert.failure"

local busted = {version = "2.3.0"}

for _, name in ipairs{
  "describe", "context", "insulate", "expose", "it", "spec", "test", "pending", "before_each", "after_each",
  "setup", "teardown", "lazy_setup", "lazy_teardown", "strict_setup", "strict_teardown", "finally", "randomize",
} do
  busted[name] = _G[name]
end

for name, module in pairs{
  assert = "luassert", spy = "luassert.spy", stub = "luassert.stub", mock = "luassert.mock", match = "luassert.match",
} do
  busted[name] = require(module)
end

-- fail ends a test as a failed assertion does.
function busted.fail(message)
  error(failure.new{message = message == nil and "failed" or tostring(message)})
end

local began, wall = now_ms(), os.time()

function busted.monotime() return (now_ms() - began) / 1000 end
function busted.gettime() return wall + busted.monotime() end
function busted.sleep(seconds) sleep(seconds * 1000) end

local subscribers = {} -- lists of {id, fn, options}, by channel
local last = 0

-- channel gives the name of a path's first n parts.
local function channel(path, n) return table.concat(path, "\0", 1, n) end

-- subscribe has fn called with what is published on a path, and on those that begin
-- with it: options.predicate says when, options.priority is its place among others.
function busted.subscribe(path, fn, options)
  options = options or {}
  last = last + 1
  local key = channel(path)
  local s = {id = last, fn = fn, options = options}
  subscribers[key] = subscribers[key] or {}
  local list = subscribers[key]
  local place = options.priority or #list + 1
  table.insert(list, place > 0 and math.min(place, #list + 1) or 1, s)
  return s
end

function busted.unsubscribe(id, path)
  local list = subscribers[channel(path)] or {}
  for i = #list, 1, -1 do
    if list[i].id == id then return table.remove(list, i) end
  end
end

-- publish calls those who have subscribed to a path, and then those to its beginnings,
-- as long as each gives true as its second result. It gives the first results.
function busted.publish(path, ...)
  local results = {}
  for n = #path, 0, -1 do
    for _, s in ipairs(subscribers[channel(path, n)] or {}) do
      if not s.options.predicate or s.options.predicate(...) then
        local result, go_on = s.fn(...)
        if result then table.insert(results, result) end
        if not go_on then return results end
      end
    end
  end
  return results
end

return busted
