-- Verbs under names of their own, which are the same.
local describe, it = describe, it
context = context or describe

context("verbs", function()
  local describe = describe
  it("are the same", function() end)
  describe("inside", function() it("too", function() error("x") end) end)
end)
