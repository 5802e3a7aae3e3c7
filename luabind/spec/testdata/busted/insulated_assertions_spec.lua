-- Assertions are the same everywhere, wherever they are used first.
insulate("one", function()
  it("uses some", function()
    assert.has_error(function() assert.equal(1, 2) end)
    assert:register("assertion", "odd", function(_, list) return list[1] % 2 == 1 end)
  end)
end)

insulate("another", function()
  it("requires what it has", function()
    local required = require "luassert"
    assert.is_true(required == assert)
    required.is_odd(3)
    assert.is_true(require "luassert.spy" == spy)
    assert.is_true(require "busted".assert == assert)
  end)
end)

describe("snapshots", function()
  it("revert what other blocks stub", function()
    local t = {f = function() return 1 end}
    local snapshot = assert:snapshot()
    stub(t, "f")
    snapshot:revert()
    assert.equal(1, t.f())
  end)
end)
