-- What specs require of busted, and what they are run with.
local fixtures = require "busted.fixtures"
local function say(...) print("> " .. table.concat({...}, " ")) end

describe("fixtures", function()
  it("are beside the file", function()
    local path = fixtures.path("fixtures/../fixtures/values.lua")
    assert.matches("^/.*testdata/busted/fixtures/values%.lua$", path)
    assert.is_nil(path:find("..", 1, true))
  end)
  it("are read", function() say(fixtures.read("fixtures/values.lua")) end)
  it("are run", function()
    say(fixtures.load("fixtures/values").from)
    say(fixtures.load("fixtures/values.lua").from)
  end)
  it("are missed", function() fixtures.read("fixtures/nothing") end)
  it("are no Lua", function() fixtures.load("fixtures/nothing") end)
  it("have names", function()
    assert.has_error(function() fixtures.path(1) end)
    assert.has_error(function() fixtures.read() end)
    assert.has_error(function() fixtures.load({}) end)
  end)
end)

describe("messages", function()
  it("are unsubscribed from", function()
    local busted = require "busted"
    local s = busted.subscribe({"x"}, function() end)
    assert.equal(s, busted.unsubscribe(s.id, {"x"}))
  end)
end)

it("has arg", function() say(type(arg), type(arg[0])) end)

describe(function()
  it(function() end)
  spec(function() end)
  context(function() it("named", function() end) end)
  insulate(function() test(function() end) end)
end)

it("says what say wants", function()
  assert.has_error(function() require "say"("x", 1) end, "expected parameter table to be a table, got 'number'")
end)
