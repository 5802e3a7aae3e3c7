-- A global that a test replaces is the test's: assertions that are used for the
-- first time while it is away fail all the same.
it("has a stub for error", function()
  local stubbed = stub(_G, "error")
  finally(function() stubbed:revert() end)
  assert.stub(stubbed).was_called_with("never")
end)

it("has none any more", function() assert.equal(1, 2) end)
