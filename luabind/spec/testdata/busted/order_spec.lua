-- What is run when: hooks of all kinds, around nested blocks.
local function say(text) print("> " .. text) end

say "file"
setup(function() say "setup of the file" end)
teardown(function() say "teardown of the file" end)
before_each(function() say "before each of the file" end)
after_each(function() say "after each of the file" end)

describe("outer", function()
  say "body of outer"
  lazy_setup(function() say "lazy setup of outer" end)
  lazy_teardown(function() say "lazy teardown of outer" end)
  strict_setup(function() say "strict setup of outer" end)
  strict_teardown(function() say "strict teardown of outer" end)
  before_each(function() say "before each 1" end)
  before_each(function() say "before each 2" end)
  after_each(function() say "after each 1" end)
  after_each(function() say "after each 2" end)

  it("first", function()
    finally(function() say "finally" end)
    say "first"
  end)

  describe("inner", function()
    say "body of inner"
    setup(function() say "setup of inner" end)
    teardown(function() say "teardown of inner" end)
    lazy_setup(function() say "lazy setup of inner" end)
    before_each(function() say "before each of inner" end)
    after_each(function() say "after each of inner" end)
    it("second", function()
      finally(function() say "finally of a failure" end)
      say "second"
      assert.is_true(false)
    end)
    test("third", function() say "third"; error("broken") end)
  end)

  context("empty", function()
    lazy_setup(function() say "lazy setup of empty" end)
    lazy_teardown(function() say "lazy teardown of empty" end)
    setup(function() say "setup of empty" end)
  end)

  spec("last", function() say "last" end)
end)

describe("no tests at all", function() say "body of none" end)

describe("hooks with names", function()
  before_each("named", function() print("> named") end)
  before_each "curried" (function() print("> curried") end)
  it("has both", function() end)
end)
