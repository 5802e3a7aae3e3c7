-- Calls: arguments, results, varargs, methods, tail calls.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

local function none() end
local function one() return 1 end
local function three() return 1, 2, 3 end
local function id(...) return ... end
local function count(...) return select("#", ...) end
local function nils(n) if n > 0 then return nil, nils(n - 1) end end

-- Results are cut and filled.
gives("", none())
gives("nil", (none()))
gives("1, 1, 2, 3", three(), three())
gives("1, 0", three(), 0)
gives("1", (three()))
gives("0, 1, 3, 3, 4", count(), count(nil), count(three()), count(nil, three()) - 1, count(three(), three()))
gives("0, 1, 1, 2", count(none()), count((none())), count(none(), none()), count(none(), nil))
gives("5, nil, nil, nil, nil, nil", count(nils(5)), nils(5))
gives("1, 2, 3", id(id(id(three()))))
gives("3, 'x'", #{ three() }, ({ three(), "x" })[2])
gives("4", #{ three(), three() })
gives("1", #{ (three()) })
gives("2", #{ none(), (none()), 1 } == 3 and 2)
check(none() == nil and three() == 1 and three() + three() == 2 and -three() == -1)
check((three() .. three()) == "11" and (three() and 5) == 5)
do
  local a, b, c = none()
  gives("nil, nil, nil", a, b, c)
  a, b, c = three(), none()
  gives("1, nil, nil", a, b, c)
  local t = { [1] = three(), three() }
  gives("1, 2, 3", t[1], t[2], t[3])
  if none() then check(false) end
end

-- Parameters are cut and filled, and are locals.
do
  local function f(a, b, c) a = a or "none"; return a, b, c end
  gives("'none', nil, nil", f())
  gives("1, nil, nil", f(1))
  gives("1, 2, 3", f(1, 2, 3, 4, 5))
  gives("1, 2, nil", f(1, (three)() + 1, nil, 4))
  local function dup(a, a) return a end
  gives("2", dup(1, 2))
end

-- Varargs.
do
  local function rest(a, ...) return a, count(...), ... end
  gives("nil, 0", rest())
  gives("1, 0", rest(1))
  gives("1, 3, nil, 2, nil", rest(1, nil, 2, nil))
  local function first(...) local a, b = ...; return a, b end
  gives("1, nil", first(1))
  gives("1, 2", first(1, 2, 3))
  local function cut(...) return (...) end
  gives("nil, 1", cut(), cut(1, 2, 3))
  gives("1", (cut(1, 2)))
  local function middle(...) return ..., "end" end
  gives("1, 'end'", middle(1, 2, 3))
  gives("nil, 'end'", middle())
  local function pack(...) return { n = select("#", ...), ... } end
  local p = pack(1, nil, 3, nil)
  gives("4, 1, nil, 3, nil", p.n, p[1], p[2], p[3], p[4])
  gives("0, 0", pack().n, #pack())
  local function between(...) return { 0, ..., 9 } end
  gives("'0 1 9'", table.concat(between(1, 2), " "))
  local function sum(...)
    local s = 0
    for i = 1, select("#", ...) do s = s + (select(i, ...)) end
    return s
  end
  gives("0, 15", sum(), sum(1, 2, 3, 4, 5))
  local function each(...) local n = 0; for _, v in ipairs { ... } do n = n + v end return n end
  gives("6", each(1, 2, 3))
  local function use(...) local a = ...; local b = { ... }; return a, #b, ... end
  gives("1, 2, 1, 2", use(1, 2))
  local function math3(...) return ... + 1, -..., #{ ... }, ... == 1, not ..., (...) .. "" end
  gives("2, -1, 2, true, false, '1'", math3(1, 2))
  local function cond(...) if ... then return "yes" else return "no" end end
  gives("'yes', 'no', 'no'", cond(1, nil), cond(), cond(nil, 1))
end
do -- a vararg function that has no ... in it has them in arg
  local function old(a, ...) return a, arg.n, arg[1], arg[2], arg[3] end
  gives("0, 3, nil, 2, nil", old(0, nil, 2, nil))
  local function new(a, ...) local arg = a; return arg, ... end
  gives("1, 2, 3", new(1, 2, 3))
end
for _, n in ipairs { 1, 50, 100, 180 } do -- many arguments in a call
  local f = loadstring("return select('#', " .. ("1, "):rep(n) .. "nil)")
  gives(tostring(n + 1), f())
end
gives("'main', 'main'", (function(...) local f = function(...) return ... end; return f(...), (f(...)) end)("main"))
gives("1, 2, 3", unpack({ 1, 2, 3 }))
gives("2, 3, nil", unpack({ 1, 2, 3 }, 2, 4))
gives("nil, nil, 1", unpack({ [3] = 1 }, 1, 3))
gives("", unpack({}))
gives("", unpack({ 1, 2 }, 3))
gives("", unpack({ 1, 2 }, 2, 1))
gives("1", (unpack({ 1, 2 })))
gives("3, 'b', 'c'", select("#", 1, nil, nil), select(2, "a", "b", "c"))
gives("'c', 'b', 'c'", select(-1, "a", "b", "c"), select(-2, "a", "b", "c"))
gives("", select(4, 1, 2, 3))
gives("", select(2))
raises("bad argument #1 to", select, 0)
raises("bad argument #1 to", select, -4, 1, 2, 3)
raises("bad argument #1 to", select, "x")
raises("bad argument #1 to", select)

-- Methods.
do
  local obj = { name = "o" }
  function obj:get(...) return self.name, ... end
  function obj.plain(...) return count(...), (...) end
  gives("'o', 1, 2", obj:get(1, 2))
  gives("'o'", obj.get(obj))
  gives("'p'", obj.get({ name = "p" }))
  local n, me = obj:plain()
  check(n == 1 and me == obj)
  gives("'o', 1, 2, 3", obj:get(three()))
  function obj:me() return self end
  check(obj:me():me():me() == obj)
  gives("'o'", obj:me():get())
  gives("'ABC', 3, 'b'", ("abc"):upper(), ("abc"):len(), ("abc"):sub(2, 2))
  local made = 0
  local function make() made = made + 1; return obj end
  make():get(make())
  gives("2", made)
  obj["end"] = function(self) return self.name end
  gives("'o'", obj["end"](obj))
  raises("attempt to call", function() obj:none() end)
  raises("attempt to index", function() local x; x:none() end)
  raises("attempt to index", function() (5):none() end)
  raises("attempt to call", function() ("x"):nothing() end)
end

-- What is called, and the arguments, are worked out from left to right, once.
do
  local log = {}
  local function say(x) log[#log + 1] = x; return x end
  local function fn() say("f"); return function(...) return ... end end
  gives("1, 2, 3", fn()(say(1), say(2), say(3)))
  gives("'f 1 2 3'", table.concat(log, " "))
end

-- Functions are values.
do
  local t = { function() return "in a table" end, [{}] = one }
  gives("'in a table'", t[1]())
  gives("3", (function(f, g) return f() + g() end)(one, function() return 2 end))
  gives("6", (function(a) return function(b) return function(c) return a + b + c end end end)(1)(2)(3))
  check(one == one and one ~= three and function() end ~= function() end)
  raises("attempt to call...a nil value", function() local f; f() end)
  raises("attempt to call...a table value", function() local f = {}; f() end)
  raises("attempt to call...a number value", function() local f = 1; f() end)
  raises("attempt to call...a string value", function() ("x")() end)
  raises("attempt to call...a boolean value", function() (true)() end)
end

-- A tail call takes no stack.
do
  local function down(n, ...) if n == 0 then return "bottom", ... end return down(n - 1, ...) end
  gives("'bottom', 1, 2", down(200000, 1, 2))
  local even, odd
  function even(n) if n == 0 then return true end return odd(n - 1) end
  function odd(n) if n == 0 then return false end return even(n - 1) end
  check(even(100000) and not even(99999))
  local obj = {}
  function obj:down(n) if n > 0 then return self:down(n - 1) end return self end
  check(obj:down(100000) == obj)
  local function through(n, f, ...) if n == 0 then return f(...) end return through(n - 1, f, ...) end
  gives("3, 'b'", through(10, function(...) return select("#", ...), (select(2, ...)) end, "a", "b", "c"))
  local callable = setmetatable({}, { __call = function(self, n)
    if n == 0 then return "end" end
    return self(n - 1)
  end })
  gives("'end'", callable(5000))
  local function loop(n) -- from within loops and blocks
    for i = 1, 10 do
      while true do
        if n == 0 then return i end
        do local x = n - 1; return loop(x) end
      end
    end
  end
  gives("1", loop(50000))
end
-- These are no tail calls: what they return is cut or changed.
do
  local function cut() return (three()) end
  local function plus() return three() + 0 end
  local function also() return three(), nil end
  local function bool() return three() or nil end
  gives("1, 1, 1, 1, nil", cut(), plus(), bool(), also())
end
