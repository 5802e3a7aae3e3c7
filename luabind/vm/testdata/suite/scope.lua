-- Locals and globals, and their scope.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

-- A local's scope begins after its statement.
do
  local x = 1
  do
    local x = x + 1
    gives("2", x)
    local x = x * 10
    gives("20", x)
    do local x; gives("nil", x) end
    gives("20", x)
  end
  gives("1", x)
  local y, z = x, y
  gives("1, nil", y, z)
  local function f() return x end
  local x = 2
  gives("1, 2", f(), x)
  x = 3
  gives("1", f())
end
do
  local f = function() return f end
  check(f() == nil, "the name in local f = function is the outer one")
  local function g() return g end
  check(g() == g)
  local function fact(n) return n <= 1 and 1 or n * fact(n - 1) end
  local other = fact
  fact = function() return 0 end
  gives("0", other(1) - 1)
  gives("0", other(5))
end
do
  local a, b, c = 1
  gives("1, nil, nil", a, b, c)
  local d, e = 1, 2, error
  gives("1, 2", d, e)
  local function three() return 1, 2, 3 end
  local f, g, h, i = three()
  gives("1, 2, 3, nil", f, g, h, i)
  local j, k, l, m = 0, three()
  gives("0, 1, 2, 3", j, k, l, m)
  local n, o, p = three(), 10
  gives("1, 10, nil", n, o, p)
  local q, r = (three())
  gives("1, nil", q, r)
  local a, a = 1, 2 -- the second hides the first
  gives("2", a)
end
-- A local that is declared again in a loop is a new nil.
for i = 1, 3 do
  local x
  check(x == nil)
  x = i
end
do
  local i = 0
  while i < 3 do
    local seen
    check(seen == nil)
    seen = true
    i = i + 1
  end
  repeat
    local seen, other
    check(seen == nil and other == nil)
    seen, other = 1, 2
    i = i + 1
  until seen and i > 5
end
-- Blocks give their registers back: what follows is not disturbed.
do
  local a = 1
  do local b, c, d = 2, 3, 4; check(b + c + d == 9) end
  local e
  check(e == nil)
  for _ = 1, 2 do local f; check(f == nil); f = 5 end
  local g, h
  check(a == 1 and g == nil and h == nil)
end

-- Globals.
do
  local env = setmetatable({}, { __index = _G })
  local f = assert(loadstring([[
    x = 1
    local function get() return x end
    local y = x
    x, y = x + 1, x + 10
    function set(v) x = v end
    set(get() * 100)
    return x, y, get(), undefined]]))
  gives("200, 11, 200, nil", setfenv(f, env)())
  check(rawget(env, "x") == 200 and rawget(_G, "x") == nil)
  raises("attempt to call...a nil value", loadstring("undefined_function()"))
  raises("attempt to index...a nil value", loadstring("undefined_table.x = 1"))
end
-- Functions with a path for a name.
do
  local a = { b = { c = {} } }
  function a.f(x) return x end
  function a.b.c.g(...) return ... end
  function a.b.c:m(x) return self, x end
  gives("1, 2, 3", a.f(1), a.b.c.g(2, 3))
  local me, x = a.b.c:m(4)
  check(me == a.b.c and x == 4)
end
