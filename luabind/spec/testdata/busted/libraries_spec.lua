-- What busted itself brings along, and libraries take for granted.
it("has Lua 5.2's pack and unpack", function()
  local t = table.pack(1, nil, 3, nil)
  assert.same({1, nil, 3, n = 4}, t)
  assert.equal(4, select("#", table.unpack(t, 1, t.n)))
  assert.equal(unpack, table.unpack)
  assert.same({n = 0}, table.pack())
end)

it("has the module compatibility", function()
  local compatibility = require "busted.compatibility"
  assert.equal(setfenv, compatibility.setfenv)
  assert.equal(getfenv, compatibility.getfenv)
  assert.equal(loadstring, compatibility.loadstring)
  assert.equal(unpack, compatibility.unpack)
end)
