-- Of each test it is told how it ended.
insulate("all kinds", function()
  it("passes", function() finally(function() print("> finally") end) end)
  it("fails", function() assert.is_true(false) end)
  it("has an error", function() error("broken") end)
  it("has one at last", function() finally(function() error("broken") end) end)
  it("waits", function() pending("for others") end)
  pending("is to be written")
end)

describe("without a setup", function()
  before_each(function() error("broken") end)
  after_each(function() print("> after each") end)
end)
