-- What the helper's hooks do comes first, and last.
local function say(text) print("> " .. text) end

setup(function() say "setup of the file" end)
teardown(function() say "teardown of the file" end)
before_each(function() say "before each of the file" end)
after_each(function() say "after each of the file" end)

describe("a block", function()
  it("fails", function() assert.is_true(false) end)
  it("sees what the helper has set", function()
    say(tostring(from_helper))
    assert.equal("seen", _G.from_helper)
  end)
end)
