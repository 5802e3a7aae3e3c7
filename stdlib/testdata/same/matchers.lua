-- Matchers.
local lines = dofile("lines.lua")
local assert, match = require "luassert", require "luassert.match"

local nothing = {} -- stands for nil in a list
local kinds = {
  {"nil", nothing}, {"boolean", false, true}, {"number", 0, 1.5}, {"string", "", "x"}, {"table", {}},
  {"function", print}, {"userdata", io.stdout}, {"thread", coroutine.create(function() end)},
}

-- Every matcher of a type with values of all types.
local count = 0
for _, kind in ipairs(kinds) do
  for _, other in ipairs(kinds) do
    for i = 2, #other do
      local value = other[i]
      if value == nothing then
        value = nil
      end
      assert.equal(kind == other, match["is_" .. kind[1]]()(value))
      assert.equal(kind ~= other, match.is_not[kind[1]]()(value))
      assert.equal(true, match._(value))
      assert.equal(value ~= nil and value ~= false, match.truthy()(value))
      assert.equal(value == nil or value == false, match.is_falsy()(value))
      assert.equal(value == true, match.is_true()(value))
      assert.equal(value == false, match.is_false()(value))
      count = count + 7
    end
  end
end

print(count + lines([==[
+ is(match.is_equal(1)(1))
+ isnt(match.is_equal(1)("1"))
+ is(match.equals(nil)(nil))
+ isnt(match.equals("a")(nil))
- match.equals()
+ is(match.equals.Not(true)(false))
+ is(match.Not.equals.Not(true)(true))
+ isnt(match.is_not.equal(1)(1))
+ isnt(match.equal({})({}))
+ is(match.same({1, {2}})({1, {2}}))
+ isnt(match.is_same({1, {2}})({1, {3}}))
+ is(match.is_not.same({1, {2}})({1, {3}}))
+ is(match.same(nil)(nil))
- match.same()
+ is(match.is_ref(t)(t))
+ isnt(match.is_ref(t)({}))
+ is(match.is_not.ref(t)({}))
- match.is_ref(1)
- match.is_ref()
- match.is_ref("x")
+ is(match.is.near(1.5, 0.5)(2.0))
+ is(match.is.near("1.5", "0.5")("2.0"))
+ isnt(match.near(1, 1)("x"))
+ isnt(match.near(1, 1)(nil))
+ isnt(match.near(1, 1)({}))
+ is(match.is_not.near(1.5, 0.4)(2.0))
- match.near(1)
- match.near("a", 1)
- match.near(1, "a")
+ is(match.matches("%w+")("test"))
+ is(match.has.match("%w+")("test"))
+ isnt(match.matches("%d+")("derp"))
+ is(match.has_match("test", nil, true)("test"))
+ isnt(match.has_match("%w+", nil, true)("test"))
+ is(match.has_match("^test", 5)("123 test"))
+ isnt(match.has_match("%d+", "4")("123 test"))
+ is(match.matches("1")(123))
+ isnt(match.matches("x")({}))
+ isnt(match.matches("x")(nil))
+ is(match.matches("x")(setmetatable({}, {__tostring = function() return "x" end})))
- match.matches()
- match.matches({})
- match.matches("s", "s")
+ is(match.is.unique()({1, 2}))
+ isnt(match.is.unique()({1, 1}))
+ is(match.is.unique()({{1}, {1}}))
+ isnt(match.is.unique(true)({{1}, {1}}))
+ is(match.is_not.unique()({1, 1}))
+ is(match.is_any_of(match.is_string(), match.is_number())(1))
+ isnt(match.any_of(match.is_string(), match.is_number())({}))
+ is(match.is_not.any_of(match.is_string(), match.is_number())({}))
+ is(match.all_of(match.is_number(), match.is_not.equal(3))(1))
+ isnt(match.all_of(match.is_number(), match.is_not.equal(3))(3))
+ is(match.none_of(match.is_string(), match.is_nil())(3))
+ isnt(match.none_of(match.is_string(), match.is_nil())(nil))
+ is(match.is_any_of(match.is_all_of(match.is_number(), match.equals(1)), match.is_nil())(nil))
- match.any_of()
- match.any_of(1)
- match.all_of(match.is_nil(), 1)
- match.none_of({})
- match.is_foo()
- match.foo.table()
+ is(match.is_matcher(match.is_nil()))
+ is(match.is_matcher(match._))
+ isnt(match.is_matcher({}))
+ isnt(match.is_matcher(nil))
+ isnt(match.is_matcher(match.is_nil))
+ is(match.is_ref_matcher(match.ref(t)))
+ isnt(match.is_ref_matcher(match.same(t)))
+ isnt(match.is_ref_matcher(nil))
]==], {
  match = match, t = {},
  is = function(x) assert.equal(true, x) end,
  isnt = function(x) assert.equal(false, x) end,
}))
