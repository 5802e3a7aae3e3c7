-- Metamethods of operators: arithmetic, concatenation, comparison, length; on tables and on userdata.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

local function name(v)
  return type(v) == "table" and rawget(v, "name") or type(v) == "userdata" and "proxy" or prelude.show(v)
end

-- Each event gets its operands in their order, and gives its first result.
local mt = {}
for _, event in ipairs { "add", "sub", "mul", "div", "mod", "pow", "concat" } do
  mt["__" .. event] = function(a, b, ...)
    check(select("#", ...) == 0)
    return event .. "(" .. name(a) .. "," .. name(b) .. ")", "surplus"
  end
end
local unm_args
mt.__unm = function(a, ...) unm_args = select("#", ...); return "unm(" .. name(a) .. ")" end
local function new(n) return setmetatable({ name = n }, mt) end
local a, b = new("a"), new("b")

gives("'add(a,b)', 'sub(a,b)', 'mul(a,b)', 'div(a,b)', 'mod(a,b)', 'pow(a,b)', 'unm(a)'", a + b, a - b, a * b, a / b,
  a % b, a ^ b, -a)
gives("'add(a,1)', 'add(1,a)', 'sub(a,'x')', 'mul('x',a)', 'div(a,nil)', 'mod(nil,a)'", a + 1, 1 + a, a - "x", "x" * a,
  a / nil, nil % a)
gives("'pow(a,true)', 'add(a,a)', 'sub('10',a)', 'mul(a,0.5)'", a ^ true, a + a, "10" - a, a * .5)
gives("'concat(a,b)', 'concat(a,1)', 'concat('x',a)', 'concat(a,'x')'", a .. b, a .. 1, "x" .. a, a .. "x")
gives("'concat(a,nil)', 'concat(true,a)'", a .. nil, true .. a)
gives([['xconcat(a,'y')', 'concat(a,'xyz')']], "x" .. a .. "y", a .. "x" .. "y" .. "z")
check(unm_args == 0 or unm_args == 1)
check(select("#", a + b) == 1)

-- The left operand's metamethod goes first.
do
  local l = setmetatable({}, { __add = function() return "left" end, __concat = function() return "left" end })
  local r = setmetatable({}, { __add = function() return "right" end, __concat = function() return "right" end })
  local none = setmetatable({}, {})
  gives("'left', 'right', 'left', 'right', 'left', 'right'", l + r, r + l, l + none, none + r, l .. r, 1 .. r)
  raises("attempt to perform arithmetic on", function() return none + 1 end)
  raises("attempt to perform arithmetic on", function() return 1 + none end)
  raises("attempt to perform arithmetic on", function() return -none end)
  raises("attempt to concatenate", function() return none .. "x" end)
  raises("attempt to get length", function() return #newproxy() end)
end

-- Numbers never ask, and strings only if they are no numbers.
do
  debug.setmetatable(0, { __add = error, __unm = error, __concat = error, __lt = error })
  check(1 + 2 == 3 and -(1) == -1 and 1 .. 2 == "12" and 1 < 2 and "1" + 1 == 2)
  debug.setmetatable(0, nil)
  local smt = getmetatable("")
  local add, unm = smt.__add, smt.__unm
  smt.__add = function(x, y) return "s+" .. tostring(y or x) end
  smt.__unm = function(x) return "neg " .. x end
  gives("'s+x', 's+1', 's+a', 'neg y'", "a" + "x", "a" + 1, 1 + "a", -"y")
  smt.__add, smt.__unm = add, unm
  raises("attempt to perform arithmetic", function() return "a" + 1 end)
end

-- __eq: asked only for two different tables, or two userdata, that share it.
do
  local calls = 0
  local eq = function(x, y) calls = calls + 1; return x.v == y.v end
  local emt = { __eq = eq }
  local x, y, z = setmetatable({ v = 1 }, emt), setmetatable({ v = 1 }, emt), setmetatable({ v = 2 }, emt)
  gives("true, false, false, true, 4", x == y, x == z, x ~= y, x ~= z, calls)
  calls = 0
  check(x == x and x ~= 1 and x ~= "x" and x ~= nil and not (x == {}) and calls == 0, "it need not be asked")
  local other = setmetatable({ v = 1 }, { __eq = eq })
  check(x == other and calls == 1, "another metatable with the same function")
  local different = setmetatable({ v = 1 }, { __eq = function() return true end })
  check(x ~= different and calls == 1, "another function is not asked")
  check(rawequal(x, y) == false and rawequal(x, x))
  local truthy = { __eq = function() return "yes" end }
  check((setmetatable({}, truthy) == setmetatable({}, truthy)) == true, "the result is made a boolean")
  local falsy = { __eq = function() return nil end }
  check((setmetatable({}, falsy) == setmetatable({}, falsy)) == false)
  local t = { [x] = "x" }
  gives("'x', nil", t[x], t[y])
end

-- __lt and __le; __le falls back on not (b < a).
do
  local log = {}
  local cmp = { __lt = function(x, y) log[#log + 1] = x.v .. "<" .. y.v; return x.v < y.v end }
  local function N(v) return setmetatable({ v = v }, cmp) end
  local one, two = N(1), N(2)
  gives("true, false, true, false, true, true, false, true", one < two, two < one, one <= two, two <= one, one <= one,
    two > one, one > two, two >= one)
  gives("'1<2 2<1 2<1 1<2 1<1 1<2 2<1 2<1'", table.concat(log, " "))
  log = {}
  cmp.__le = function(x, y) log[#log + 1] = x.v .. "<=" .. y.v; return x.v <= y.v end
  gives("true, false, true, '1<=2 2<=1 1<=2'", one <= two, two <= one, two >= one, table.concat(log, " "))
  raises("attempt to compare", function() return one < 1 end)
  raises("attempt to compare", function() return "x" < one end)
  raises("attempt to compare", function() return one < {} end)
  local second = setmetatable({ v = 3 }, { __lt = cmp.__lt })
  check(one < second and not (second < one), "two metatables with the same function")
  local other = setmetatable({ v = 1 }, { __lt = function() return true end })
  raises("attempt to compare", function() return one < other end)
  local s = setmetatable({}, { __lt = function() return "yes" end, __le = function() return nil end })
  gives("true, false, true", s < s, s <= s, s > s)
  if s < s then log = "taken" end
  gives("'taken'", log)
end

-- __len, for userdata only.
do
  local p = newproxy(true)
  getmetatable(p).__len = function(o, ...) check(o == p); return 42, ... end
  gives("42", #p)
  getmetatable(p).__len = function() return "any value" end
  gives("'any value'", #p)
  getmetatable(p).__len = nil
  raises("attempt to get length of...a userdata value", function() return #p end)
end

-- A userdata of newproxy with all of it.
do
  local p = newproxy(true)
  local q = newproxy(p)
  local pmt = getmetatable(p)
  check(type(p) == "userdata" and getmetatable(q) == pmt and p ~= q and getmetatable(newproxy()) == nil
    and getmetatable(newproxy(false)) == nil)
  for k, v in pairs(mt) do pmt[k] = v end
  gives("'add(proxy,1)', 'sub(1,proxy)', 'concat(proxy,'x')', 'unm(proxy)', 'pow(proxy,proxy)'", p + 1, 1 - p, p .. "x",
    -p, p ^ q)
  gives("'add(proxy,a)', 'add(a,proxy)'", p + a, a + p)
  local fields = {}
  pmt.__index = function(o, k) return fields[k] or (o == p and "p." or "q.") .. tostring(k) end
  pmt.__newindex = fields
  p.x = 5
  gives("5, 'p.y', 'q.1', 5", p.x, p.y, q[1], fields.x)
  pmt.__call = function(o, ...) return o == q, ... end
  gives("true, 1, 2", q(1, 2))
  pmt.__eq = function() return true end
  check(p == q and not rawequal(p, q))
  pmt.__lt = function(x) return x == nil or rawequal(x, p) end
  check(p < q and not (q < p) and q > p)
  pmt.__tostring = function() return "a proxy" end
  gives("'a proxy'", tostring(p))
  pmt.__metatable = "hidden"
  gives("'hidden'", getmetatable(q))
  local t = { [p] = "key" }
  gives("'key', nil", t[p], t[q])
  raises("attempt to index", function() return newproxy().x end)
  raises("attempt to call", newproxy())
end

-- Errors, and calls of Lua, within metamethods.
do
  local e = setmetatable({}, { __add = function() error({ code = 7 }) end,
    __index = function(_, k) error("no field " .. k, 2) end })
  local ok, err = pcall(function() return e + 1 end)
  check(not ok and err.code == 7)
  raises("events.lua:" .. debug.getinfo(1, "l").currentline .. ": no field z", function() return e.z end)
  local v
  v = setmetatable({}, { __add = function(x, n) return n == 0 and "done" or x + (n - 1) end })
  gives("'done'", v + 100)
  local function vec(x, y)
    return setmetatable({ x = x, y = y }, {
      __add = function(p, q) return vec(p.x + q.x, p.y + q.y) end,
      __mul = function(p, q)
        if type(p) == "number" then return vec(p * q.x, p * q.y) end
        return p.x * q.x + p.y * q.y
      end,
      __unm = function(p) return -1 * p end,
      __tostring = function(p) return "(" .. p.x .. "," .. p.y .. ")" end,
    })
  end
  gives("'(-3,-5)', 11", tostring(-(vec(1, 2) + 2 * vec(1, 1.5))), vec(1, 2) * vec(3, 4))
end
