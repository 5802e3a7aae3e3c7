-- What extensions use: registering, formatters, parameters, texts, the inner parts.
local lines = dofile("lines.lua")
local assert, match, say = require "luassert", require "luassert.match", require "say"
local util, state = require "luassert.util", require "luassert.state"
require "luassert.spy"

say:set_namespace("en")
say:set("assertion.has_property.positive", "Expected property %s in:\n%s")
say:set("assertion.has_property.negative", "Expected property %s to not be in:\n%s")

-- with_property registers an assertion for the time of a call.
local function with_property(fn)
  local function has_property(_, arguments)
    return arguments[2][arguments[1]] ~= nil
  end
  assert:register("assertion", "has_property", has_property,
    "assertion.has_property.positive", "assertion.has_property.negative")
  local ok, err = pcall(fn)
  assert:unregister("assertion", "has_property")
  if not ok then
    error(err, 0)
  end
end

-- registered gives what an assertion is called with.
local function seen(call)
  local found
  assert:register("assertion", "seen", function(...)
    found = {n = select("#", ...), ...}
    return true
  end)
  call()
  assert:unregister("assertion", "seen")
  return found
end

local function with_modifier(fn)
  assert:register("modifier", "of", function(s, arguments, level)
    s.of = arguments[1]
    return s, level
  end)
  assert:register("assertion", "bigger", function(s, arguments) return arguments[1] > rawget(s, "of") end)
  fn()
  assert:unregister("modifier", "of")
  assert:unregister("assertion", "bigger")
end

-- message gives what a call raises, without the position.
local function message(fn)
  local _, err = pcall(fn)
  return (tostring(err):gsub("^.-:%d+: ", ""))
end

print(lines([==[
+ with_property(function() assert.has_property("name", {name = "x"}) end)
+ with_property(function() assert.has.property("name", {name = "x"}) end)
+ with_property(function() assert.not_has_property("name", {}) end)
+ with_property(function() assert.Not.has.property("name", {}) end)
- with_property(function() assert.has_property("name", {}) end)
- with_property(function() assert.has.property("name", {}) end)
- with_property(function() assert.no_has_property("name", {name = "x"}) end)
- assert.has_property("name", {name = "x"})
- with_property(function() end) assert.has.property("name", {name = "x"})
+ with_property(function() equal("m\nExpected property", message(function()
    assert.message("m").has_property(1, {}) end):match("^m\nExpected property")) end)
+ assert:register("assertion", "Odd", function(s, a) return a[1] % 2 == 1 end, "odd", "even") assert.odd(1)
    assert.is_not_odd(2) assert.is.Odd(3)
- assert.odd(2)
+ assert:register("assertion", "odd", function(s, a) return a[1] % 2 == 0 end) assert.odd(2)
    assert:unregister("assertion", "ODD")
- assert.odd(1)
+ equal(3, seen(function() assert.seen(1, nil, 3) end).n)
+ equal(3, seen(function() assert.seen(1, nil, nil) end)[2].n)
+ equal(true, seen(function() assert.seen() end)[1].mod)
+ equal("m", seen(function() assert.message("m").seen() end)[1].failure_message)
+ equal("number", type(seen(function() assert.seen() end)[3]))
+ equal("s", rawget(seen(function() assert.spy("s").seen() end)[1], "payload"))
+ with_modifier(function() assert.of(1).bigger(2) assert.of(3).is_not.bigger(2)
    assert.message("m").of(1).is.bigger(2) end)
- with_modifier(function() assert.of(2).bigger(2) end)
+ assert:register("matcher", "longer", function(s, a) return function(v) return #v > a[1] end end)
    equal(true, match.is_longer(2)("xxx")) equal(false, match.is_not_longer(2)("xxx"))
+ assert:register("other", "x", print) assert:unregister("other", "x") assert:unregister("another", "x")
+ assert:set_parameter("p", 1) equal(1, assert:get_parameter("p")) assert:set_parameter("p", nil) equal(nil,
    assert:get_parameter("p"))
+ local s = assert:snapshot() assert:set_parameter("p", 2) s:revert() equal(nil, assert:get_parameter("p"))
+ assert:set_parameter("p", 1) local s = assert:snapshot() assert:set_parameter("p", nil) equal(nil,
    assert:get_parameter("p")) s:revert() equal(1, assert:get_parameter("p"))
+ equal(3, assert:get_parameter("TableFormatLevel"))
+ local s = assert:snapshot() assert:add_formatter(function(v) if v == 1 then return "one" end end) equal("one",
    assert:format({1})[1]) s:revert() equal(false, assert:format({1})[1] == "one")
+ local function f(v) return v == 1 and "one" or nil end assert:add_formatter(f)
    equal("one", state.format_argument(1)) assert:remove_formatter(f) equal(false,
    assert:format({1})[1] == "one")
+ local s = assert:snapshot() assert:add_formatter(function() return "a" end)
    assert:add_formatter(function() return "b" end) equal("b", assert:format({1})[1]) s:revert()
+ local s = assert:snapshot() assert:add_formatter(function() return "a" end) equal(1,
    assert:format({1, n = 1, nofmt = {true}})[1]) equal("a", assert:format({n = 2})[2]) s:revert()
+ local s = assert:snapshot() assert:add_formatter(function(v) return v == "x" and "<x>" or nil end)
    equal("<x>", message(function() assert.equal(1, "x") end):match("<x>")) s:revert()
+ local s, hex = assert:snapshot(), require "luassert.formatters.binarystring" assert:add_formatter(hex)
    equal("61", assert:format({"a"})[1]:match("61")) s:revert()
+ equal("text", say("none") or "text")
+ say:set("key", "a %s b %s") equal("a 1 b nil", say("key", {1, nil, n = 2})) equal("a %s b %s", say("key"))
+ say:set_namespace("xx") equal("a 1 b 2", say("key", {1, 2})) say:set("key", "x") equal("x", say("key", {}))
    say:set_namespace("en")
+ equal("x", say.xx.key)
+ equal(nil, say("assertion.none.positive"))
+ equal("string", type(say("assertion.internal.argtolittle", {"f", 1, 0})))
- say("key", 1)
+ equal(2, assert:get_level(assert:level(2))) equal(nil, assert:get_level(2)) equal(nil, assert:get_level({}))
+ equal("m", message(function() assert(false, "m", assert:level(2)) end))
+ equal("m", message(function() assert(nil, "m", 2) end))
+ equal(true, util.deepcompare({1, {2}}, {1, {2}})) equal(false, (util.deepcompare({1, {2}}, {1, {3}})))
+ local t = {{}} local c = util.deepcopy(t) equal(false, c == t) equal(false, c[1] == t[1])
+ local t = {} t.t = t local c = util.deepcopy(t) equal(c, c.t)
+ local t = setmetatable({}, {}) equal(getmetatable(t), getmetatable(util.deepcopy(t)))
    equal(false, getmetatable(t) == getmetatable(util.deepcopy(t, true)))
+ local t = setmetatable({{}}, {}) local c = util.shallowcopy(t) equal(t[1], c[1])
    equal(getmetatable(t), getmetatable(c)) equal(1, util.shallowcopy(1))
+ equal(true, util.callable(print)) equal(true, util.callable(setmetatable({}, {__call = print}))) equal(false,
    util.callable({})) equal(false, util.callable(nil))
+ equal(true, util.hastostring("x")) equal(false, util.hastostring(1)) equal(false, util.hastostring({}))
    equal(true, util.hastostring(setmetatable({}, {__tostring = print})))
+ local t = {1, 2, n = 2} util.tinsert(t, 2, "x") equal(3, t.n) equal("x", t[2]) equal(2, t[3])
+ local t = {1, nil, 3, n = 3} util.tinsert(t, 1, nil) equal(4, t.n) equal(nil, t[1]) equal(1, t[2]) equal(3, t[4])
+ local t = {1, n = 1} util.tinsert(t, "x") equal("x", t[2]) equal(2, t.n) util.tinsert(t, 5, "y")
    equal("y", t[5]) equal(5, t.n)
+ local t = {1, nil, 3, n = 3} equal(nil, util.tremove(t, 2)) equal(2, t.n) equal(3, t[2]) equal(3,
    util.tremove(t)) equal(1, t.n)
+ local t = {1, n = 1} equal(nil, util.tremove(t, 3)) equal(1, t.n)
+ local t = {1, nil, 3, n = 3} util.cleararglist(t) equal(nil, next(t))
+ local l = util.make_arglist(1, nil) equal(2, l.n) equal(true, util.is_arglist(l)) equal(false, util.is_arglist({}))
+ equal(3, util.pack(1, nil, nil).n) equal(3, select("#", util.unpack({1, n = 3})))
    equal(2, (util.unpack({1, 2, 3}, 2)))
+ equal(1, util.copyargs(util.make_arglist({1})).vals[1][1])
+ local calls = {util.copyargs(util.make_arglist(1)), util.copyargs(util.make_arglist(2))} equal(calls[2],
    util.matchargs(calls, util.make_arglist(match._))) equal(nil, util.matchargs(calls, util.make_arglist(3)))
+ equal("number", type(util.errorlevel()))
+ equal(assert, require "luassert.assert") equal(require "luassert.match", match)
]==], {
  assert = assert, match = match, say = say, util = util, state = state,
  with_property = with_property, with_modifier = with_modifier, seen = seen, message = message,
  equal = function(a, b)
    if a ~= b then
      error(tostring(a) .. " is not " .. tostring(b), 2)
    end
  end,
}))
