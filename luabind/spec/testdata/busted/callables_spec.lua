-- What is called at the end of a test need not be a function: spies are tables.
describe("finally", function()
  local called = spy.new(function() print("> called") end)

  it("takes what can be called", function() finally(called) end)
  it("calls it once", function() assert.spy(called).was_called(1) end)
end)
