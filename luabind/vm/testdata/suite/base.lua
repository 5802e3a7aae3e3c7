-- Functions of base and package.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

raises("bad argument #1 to", getmetatable)
raises("bad argument #1 to", setmetatable, 1, {}) -- it would be the metatable of all numbers
raises("bad argument #1 to", setmetatable, "x", {}) -- and of all strings
raises("bad argument #1 to", setmetatable, nil, {})
raises("bad argument #2 to", setmetatable, {})
raises("bad argument #2 to", debug.setmetatable)
raises("invalid key to 'next'", next, {}, "no such key")
raises("bad argument #1 to 'type' (value expected)", function() type() end)
do
  local t = {}
  check(rawset(t, "x", 1) == t)
end
check(package.loaded.package == package)
taken = 5
raises("name conflict for module 'taken'", loadstring("module('taken')"))
do
  local up = 1
  local function f() return up end
  gives("", debug.getupvalue(f, 2))
  gives("", debug.setupvalue(f, 2, 1))
end
for name in pairs(_G) do check(name:find("^[%a]%w*$") or name == "_G" or name == "_VERSION", name) end
