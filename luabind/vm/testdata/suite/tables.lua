-- Tables: constructors, access, length, next, pairs and ipairs.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

-- Constructors.
do
  local function two() return "x", "y" end
  local t = { 1, 2, a = "A", 3; ["b c"] = "B", [-10] = "ten", [two()] = two(), }
  gives("3, 1, 2, 3, 'A', 'B', 'ten', 'x'", #t, t[1], t[2], t[3], t.a, t["b c"], t[-10], t.x)
  gives("3, 'x', 'x', 'y'", #{ two(), two() }, unpack { two(), two() })
  gives("2, 'x', 1", #{ two(), 1 }, unpack { two(), 1 })
  gives("1, 'x'", #{ (two()) }, unpack { (two()) })
  gives("4, nil, 'y'", #{ nil, two(), nil, 1 }, ({ nil, two() })[1], ({ nil, two() })[3])
  t = { [1] = "key", "item" }
  gives("'item'", t[1])
  t = { "a", [2] = "key", "b" }
  gives("'b'", t[2])
  t = { x = 1, x = 2 }
  gives("2", t.x)
  t = { { { "deep" } }, { n = { m = 5 } } }
  gives("'deep', 5", t[1][1][1], t[2].n.m)
  t = { nil, nil, 3 }
  gives("3, 3", #t, t[3])
  check(next({}) == nil and next({ nil }) == nil and {} ~= {})
  local n = 0
  t = { (function() n = n + 1; return n end)(), (function() n = n + 1; return n end)(), f = n }
  gives("1, 2, 2", t[1], t[2], t.f)
  t = { f = function() return "f" end, [true] = 1, [1.5] = 2, [-1] = 3, ["end"] = 4 }
  gives("'f', 1, 2, 3, 4", t.f(), t[true], t[1.5], t[-1], t["end"])
end

-- Keys.
do
  local t, f, co = {}, function() end, coroutine.create(function() end)
  local keys = { 1, 0, -1, 1.5, "1", "", "\0", true, false, t, f, co, print, io.stdout, 1e300, math.huge, -math.huge,
    2 ^ 53, "x" }
  for i, k in ipairs(keys) do t[k] = i end
  for i, k in ipairs(keys) do check(t[k] == i, tostring(k)) end
  local n = 0
  for k, v in pairs(t) do
    check(keys[v] == k)
    n = n + 1
  end
  gives("19, 19", n, #keys)
  for _, k in ipairs(keys) do t[k] = nil end
  check(next(t) == nil)
  raises("index is nil", function() t[nil] = 1 end)
  raises("index is NaN", function() t[0 / 0] = 1 end)
  raises("index is nil", rawset, t, nil, 1)
  check(t[nil] == nil and rawget(t, nil) == nil)
  t[1] = "one"
  gives("'one', nil, 'one'", t[1.0], t["1"], t[2 - 1])
  raises("index is nil", function() return { [nil] = 1 } end)
end

-- Access to what is no table.
for _, v in ipairs { 1, true, print } do
  raises("attempt to index...a " .. type(v) .. " value", function() return v.x end)
  raises("attempt to index...a " .. type(v) .. " value", function() v.x = 1 end)
  raises("attempt to index...a " .. type(v) .. " value", function() return v[1][2] end)
  raises("attempt to get length of...a " .. type(v) .. " value", function() return #v end)
end
raises("attempt to index...a nil value", function() local t = {}; return t.x.y end)
raises("attempt to get length of...a nil value", function() local t = {}; return #t.x end)

-- Length.
do
  local t = {}
  for i = 1, 100 do
    t[i] = i
    check(#t == i)
  end
  for i = 100, 1, -1 do
    t[i] = nil
    check(#t == i - 1)
  end
  t.x, t[0], t[-1], t[1.5] = 1, 1, 1, 1
  gives("0", #t)
  t[1] = 1
  gives("1", #t)
  local r = {}
  for i = 10, 1, -1 do r[i] = i end
  gives("10", #r)
  r = { 1, 2, 3, nil }
  gives("3", #r)
  r[#r + 1] = 4
  r[#r + 1] = 5
  gives("5, '1 2 3 4 5'", #r, table.concat(r, " "))
  r[#r] = nil
  gives("4", #r)
  gives("2, 3", #{ n = 1, 1, 2 }, #"abc")
  for i = 1, 4 do r[i] = nil end
  gives("0", #r)
end

-- next and pairs.
do
  local t = { 10, 20, 30, x = 1, y = 2 }
  local sum, n = 0, 0
  for k, v in next, t do
    check(t[k] == v)
    sum, n = sum + v, n + 1
  end
  gives("63, 5", sum, n)
  local k, count = nil, 0
  repeat
    k = next(t, k)
    count = count + 1
  until k == nil
  gives("6", count)
  local f, s, c = pairs(t)
  check(type(f) == "function" and s == t and c == nil)
  raises("bad argument #1 to", next)
  raises("bad argument #1 to", next, 5)
  raises("bad argument #1 to", pairs)
  raises("bad argument #1 to", pairs, nil)
  raises("bad argument #1 to", ipairs, "x")
  -- What is there may be changed and removed in a walk.
  local big = {}
  for i = 1, 200 do big[i], big["k" .. i] = i, i end
  local seen = 0
  for key, v in pairs(big) do
    seen = seen + 1
    big[key] = v % 2 == 0 and v * 2 or nil
  end
  gives("400", seen)
  seen = 0
  for key, v in pairs(big) do
    check(v % 4 == 0)
    big[key] = nil
    seen = seen + 1
  end
  check(seen == 200 and next(big) == nil)
  for key in pairs(big) do check(false, key) end
  -- Items of the list part come in order.
  local order = {}
  for i in pairs({ "a", "b", "c", "d" }) do order[#order + 1] = i end
  gives("'1 2 3 4'", table.concat(order, " "))
  -- Walks within walks do not disturb each other.
  local pairsum = 0
  for a in pairs(t) do for b in pairs(t) do if a == b then pairsum = pairsum + 1 end end end
  gives("5", pairsum)
end

-- ipairs.
do
  local t = { "a", "b", nil, "d" }
  local n = 0
  for i, v in ipairs(t) do
    check(t[i] == v)
    n = n + 1
  end
  gives("2", n)
  local f, s, c = ipairs(t)
  gives("true, 0", s == t, c)
  gives("1, 'a'", f(t, 0))
  gives("nil", (f(t, 2)))
  local list = { 1 }
  for i, v in ipairs(list) do if i < 5 then list[i + 1] = v * 2 end end -- it may grow in a walk
  gives("'1 2 4 8 16'", table.concat(list, " "))
  local it = {}
  for i in ipairs({ false, false }) do it[#it + 1] = i end
  gives("2", #it)
end

-- rawget, rawset, rawequal
do
  local t = {}
  rawset(t, "x", 1)
  gives("1, nil, true, false, true", rawget(t, "x"), rawget(t, "y"), rawequal(t, t), rawequal(t, {}),
    rawequal("a", "a"))
  raises("bad argument #1 to", rawget, 5, 1)
  raises("bad argument #1 to", rawset, nil, 1, 1)
  raises("bad argument #2 to", rawequal, 1)
  raises("bad argument #3 to", rawset, {}, 1)
end

-- Tables are compared and kept by what they are, not by what they hold.
do
  local a, b = { 1 }, { 1 }
  local names = { [a] = "a", [b] = "b" }
  a[1] = 2
  check(a ~= b and names[a] == "a" and names[b] == "b" and names[{ 1 }] == nil)
  local c = a
  c.x = 5
  check(c == a and a.x == 5)
  local self = {}
  self.me = self
  check(self.me.me.me == self)
end
