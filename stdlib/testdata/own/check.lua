-- check, and eventually.
local check, eventually = require "check", require "eventually"
local assert = require "luassert"

assert.equal(check, require "luassert.check")
assert.equal(eventually, require "luassert.eventually")

-- Without a sink, a check raises.
assert.error_matches(function() check.equal(1, 2) end, "not equal")

local told = {}
local function sink(failure)
  told[#told + 1] = failure
end
assert.is_nil(check.on_failure(sink))
assert.is_true(check.is_true(true))
assert.is_true(check.has_error(error))
assert.is_true(check(1))
assert.equal(0, #told)
assert.is_false(check.is_true(false, "mine"))
assert.is_false(check.is_not.equal(1, 1))
assert.is_false(check.message("two").same({1}, {2}))
assert.is_false(check(nil, "three"))
assert.is_false(check(false, {"four"}))
assert.equal(5, #told)
assert.matches("check%.lua:%d+$", told[1].where)
assert.matches("^mine\n", told[1].message)
assert.equal("[1]: expected 1, got 2", told[3].diff)
assert.equal("three", told[4].message)
assert.equal('{"four"}', told[5].message)
assert.error_matches(function() check.near(1) end, "at least 3") -- misuse is always an error
assert.error_matches(function() check.foo(1) end, "no assertion 'foo'")

-- What an extension registers, check has, too.
assert:register("assertion", "odd", function(_, list) return list[1] % 2 == 1 end)
assert.is_true(check.is_odd(1))
assert.is_false(check.is_odd(2))
assert:unregister("assertion", "odd")
told = {}

-- times gives a function that counts its calls, and does something in each.
local function times(fn)
  local n = 0
  return function()
    n = n + 1
    return fn(n)
  end
end

assert.same({"x", nil, 3}, {eventually(0, function() return "x", nil, 3 end)})
assert.equal(3, eventually(60000, times(function(n) return n == 3 and n end), 0))
assert.equal(0, select("#", eventually(60000, times(function(n) assert.equal(3, n) end), 0)))
assert.equal(0, select("#", eventually(60000, times(function(n) check.equal(3, n) end), 0)))
assert.equal(0, #told)
eventually(60000, times(function(n) if n < 3 then error("not yet") end end))
eventually(60000, setmetatable({}, {__call = times(function(n) return n == 2 end)}))

-- failed gives the failure of a call.
local function failed(...)
  local _, err = pcall(eventually, ...)
  assert.equal("assertion", getmetatable(err).__name)
  return err
end

local f = failed(0, function() return false end)
assert.equal("not within 0 ms (tried 1 times): the function gave false", f.message)
assert.matches("check%.lua:%d+$", f.where)
f = failed(5, function() return nil end)
assert.matches("^not within 5 ms %(tried %d+ times%): the function gave nil$", f.message)
f = failed(0, function() assert.same({1}, {2}) end)
assert.matches("check%.lua:" .. debug.getinfo(1, "l").currentline - 1 .. "$", f.where)
assert.matches("^not within 0 ms %(tried 1 times%): the values differ\n", f.message)
assert.same({"{1}", "{2}", "[1]: expected 1, got 2"}, {f.expected, f.actual, f.diff})
f = failed(0, function() error({code = 1}) end)
assert.equal("not within 0 ms (tried 1 times): {code = 1}", f.message)
assert.same({code = 1}, f.cause)
assert.matches("tried 1 times%): %S*check%.lua:%d+: oops$", failed(0, function() error("oops") end).message)
assert.equal(sink, check.on_failure(nil))

-- A job's output arrives between two calls.
local j = job.create{program = "sh", args = {"-c", "sleep 0.05; echo ready"}, filters = {out = {stdout = true}}}
j:start()
local message = eventually(60000, function() return j.filters.out:has_data() and j.filters.out:receive(0) end)
assert.equal("ready", message.data)
j:wait()

assert.error_matches(eventually, "milliseconds expected, got nil")
assert.error_matches(function() eventually("x", print) end, 'milliseconds expected, got "x"')
assert.error_matches(function() eventually(1, 2) end, "function expected, got number")
assert.error_matches(function() eventually(1, print, -1) end, "milliseconds expected, got %-1")
