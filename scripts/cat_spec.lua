-- Tests of a program: each begins with a cat of its own, which ends with it.
--
--   tlua test scripts/cat_spec.lua

describe("cat", function()
  local cat

  before_each(function()
    cat = job.create{program = "cat", filters = {line = {stdout = true}}}
    cat:start()
  end)

  it("says what it is told #dialogue", function()
    cat:send("hello\n")
    assert.equal("hello", cat.filters.line:receive_single(5000))
  end)

  it("ends with its input", function()
    cat:close_stdin()
    assert.is_true(cat:wait(5000).ok)
  end)

  it("can be killed", function()
    cat:kill("KILL")
    local status = cat:wait(5000)
    check.equal("signaled", status.type)
    check.equal(9, status.value)
  end)
end)
