-- What specs ask of the module busted: the verbs and the assertions under that
-- name, clocks, and messages that helpers of a project send each other.
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

local subscribers = {} -- lists of {id, fn}, by channel
local last = 0

local function channel(path) return table.concat(path, "\0") end

function busted.subscribe(path, fn)
  last = last + 1
  local key = channel(path)
  local s = {id = last, fn = fn}
  subscribers[key] = subscribers[key] or {}
  table.insert(subscribers[key], s)
  return s
end

function busted.unsubscribe(id, path)
  local list = subscribers[channel(path)] or {}
  for i = #list, 1, -1 do
    if list[i].id == id then return table.remove(list, i) end
  end
end

function busted.publish(path, ...)
  for _, s in ipairs(subscribers[channel(path)] or {}) do s.fn(...) end
end

return busted
