-- Programs with objects: a class system, fractions, matrices.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

-- A class system with inheritance, super, class fields, mixins and instance tests.
local Object = {}
Object.__index = Object
Object.name = "Object"
function Object.extend(base, name, ...)
  local class = { name = name, super = base }
  for k, v in pairs(base) do if type(k) == "string" and k:find("^__") then class[k] = v end end
  class.__index = class
  for i = 1, select("#", ...) do
    for k, v in pairs((select(i, ...))) do class[k] = v end
  end
  return setmetatable(class, { __index = base, __call = function(cls, ...)
    local o = setmetatable({}, cls)
    return o, o:init(...)
  end, __tostring = function(cls) return "class " .. cls.name end })
end
function Object.init() end
function Object:is(class)
  local c = getmetatable(self)
  while c do
    if c == class then return true end
    c = c.super
  end
  return false
end
function Object:__tostring() return "a " .. self.name end
do
  local Animal = Object:extend("Animal")
  Animal.count = 0
  function Animal:init(n) self.n = n; Animal.count = Animal.count + 1 end
  function Animal:speak() return self.n .. " says " .. self:sound() end
  function Animal.sound() return "nothing" end
  local Dog = Animal:extend("Dog")
  function Dog:init(n, tricks) Dog.super.init(self, n); self.tricks = tricks or {} end
  function Dog.sound() return "woof" end
  function Dog:learn(t) table.insert(self.tricks, t); return self end
  local Comparable = { __lt = function(a, b) return a.n < b.n end, __le = function(a, b) return a.n <= b.n end,
    __eq = function(a, b) return a.n == b.n end }
  local Puppy = Dog:extend("Puppy", Comparable)
  function Puppy:speak() return Dog.speak(self):upper() end
  local a, d, p = Animal("generic"), Dog("rex"), (Puppy("bit"))
  gives("'generic says nothing', 'rex says woof', 'BIT SAYS WOOF', 3", a:speak(), d:speak(), p:speak(), Animal.count)
  gives("'sit,roll', 0", table.concat(d:learn("sit"):learn("roll").tricks, ","), #p.tricks)
  gives("true, true, true, false, false", p:is(Puppy), p:is(Dog), p:is(Object), a:is(Dog), d:is(Puppy))
  gives("'a Puppy', 'a Animal', 'class Dog'", tostring(p), tostring(a), tostring(Dog))
  local q = Puppy("ace")
  check(q < p and p > q and q <= p and p ~= q and p == (Puppy("bit")))
  local pack = { p, q, (Puppy("max")) }
  table.sort(pack)
  gives("'ace bit max'", pack[1].n .. " " .. pack[2].n .. " " .. pack[3].n)
  raises("attempt to compare", function() return a < d end)
  gives("nil, nil", rawget(Puppy, "learn"), rawget(p, "speak"))
  function Animal:late() return "added to " .. self.n end
  gives("'added to bit'", p:late())
end

-- Fractions and matrices by operators.
do
  local F = {}
  F.__index = F
  local function gcd(a, b) while b ~= 0 do a, b = b, a % b end return a end
  local function new(n, d)
    d = d or 1
    local g = gcd(math.abs(n), math.abs(d))
    if d < 0 then g = -g end
    return setmetatable({ n = n / g, d = d / g }, F)
  end
  local function fraction(v) return type(v) == "number" and new(v) or v end
  local function both(f) return function(a, b) return f(fraction(a), fraction(b)) end end
  F.__add = both(function(a, b) return new(a.n * b.d + b.n * a.d, a.d * b.d) end)
  F.__sub = both(function(a, b) return new(a.n * b.d - b.n * a.d, a.d * b.d) end)
  F.__mul = both(function(a, b) return new(a.n * b.n, a.d * b.d) end)
  F.__div = both(function(a, b) return new(a.n * b.d, a.d * b.n) end)
  F.__pow = function(a, k) local r = new(1) for _ = 1, k do r = r * a end return r end
  F.__unm = function(a) return new(-a.n, a.d) end
  F.__eq = function(a, b) return a.n == b.n and a.d == b.d end
  F.__lt = both(function(a, b) return a.n * b.d < b.n * a.d end)
  F.__tostring = function(a) return a.d == 1 and tostring(a.n) or a.n .. "/" .. a.d end
  F.__concat = function(a, b) return tostring(a) .. tostring(b) end
  local half, third = new(1, 2), new(2, 6)
  gives("'5/6', '1/6', '1/6', '3/2', '-1/2', '1/16'", tostring(half + third), tostring(half - third),
    tostring(half * third), tostring(half / third),
    tostring(-half), tostring(half ^ 4))
  gives("'5/2', '1', 'is 1/2!', '1/21/3'", tostring(2 + half), tostring(third * 3), "is " .. half .. "!", half .. third)
  check(half == new(-3, -6) and half ~= third and third < half and half > 0 + third and third <= half)
  local sum = new(0)
  for i = 1, 10 do sum = sum + new(1, i * (i + 1)) end
  gives("'10/11'", tostring(sum))

  local M = {}
  local function matrix(rows) return setmetatable(rows, M) end
  M.__mul = function(a, b)
    local r = {}
    for i = 1, #a do
      r[i] = {}
      for j = 1, #b[1] do
        local s = 0
        for k = 1, #b do s = s + a[i][k] * b[k][j] end
        r[i][j] = s
      end
    end
    return matrix(r)
  end
  M.__pow = function(a, n)
    if n == 1 then return a end
    local half = a ^ math.floor(n / 2)
    return n % 2 == 0 and half * half or half * half * a
  end
  M.__call = function(m, i, j) return m[i][j] end
  gives("12586269025, 19, 50", (matrix { { 1, 1 }, { 1, 0 } } ^ 50)(1, 2),
    (matrix { { 1, 2 }, { 3, 4 } } * matrix { { 5 }, { 7 } })(1, 1),
    (matrix { { 1, 2 }, { 3, 4 } } * matrix { { 6 }, { 8 } })(2, 1))
end
