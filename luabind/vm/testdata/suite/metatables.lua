-- Metatables: index, newindex, call, and the functions that look at them.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

-- getmetatable and setmetatable
do
  local t, mt = {}, {}
  check(getmetatable(t) == nil and setmetatable(t, mt) == t and getmetatable(t) == mt)
  check(setmetatable(t, nil) == t and getmetatable(t) == nil)
  mt.__metatable = "locked"
  setmetatable(t, mt)
  gives("'locked'", getmetatable(t))
  raises("cannot change a protected metatable", setmetatable, t, {})
  raises("cannot change a protected metatable", setmetatable, t, nil)
  mt.__metatable = false
  gives("false", getmetatable(t))
  raises("cannot change a protected metatable", setmetatable, t, {})
  mt.__metatable = nil
  check(setmetatable(t, nil) == t)
  check(getmetatable(1) == nil and getmetatable(nil) == nil and getmetatable(print) == nil
    and getmetatable("").__index == string)
  raises("bad argument #2 to", setmetatable, {}, 5)
end

-- __index: a table, a chain of them, a function, a chain that ends in one.
do
  local base = { a = 1, b = 2 }
  local middle = setmetatable({ b = 20, c = 30 }, { __index = base })
  local t = setmetatable({ c = 300 }, { __index = middle })
  gives("1, 20, 300, nil", t.a, t.b, t.c, t.d)
  gives("nil, nil", rawget(t, "a"), rawget(middle, "a"))
  base.d = 4
  gives("4", t.d)
  local log = {}
  setmetatable(base, { __index = function(o, k) log[#log + 1] = k; check(o == base); return k .. "!" end })
  gives("'x!', 'y!', 'x y'", t.x, t.y, table.concat(log, " "))
  local f = setmetatable({}, { __index = function(_, k) return k, "second" end })
  gives("1, 'key'", select("#", f.key), f.key)
  gives("nil", setmetatable({}, { __index = function() end }).x)
  gives("false", setmetatable({}, { __index = function() return false end }).x)
  local any = setmetatable({}, { __index = function(_, k) return type(k) end })
  gives("'number', 'string', 'boolean', 'table', 'function', 'nil'", any[1], any.x, any[true], any[{}], any[print],
    any[nil])
  gives("'number'", any[0 / 0])
  -- A string or a userdata can be the next of the chain.
  local s = setmetatable({}, { __index = "text" })
  check(s.len == string.len and s.none == nil)
  raises("attempt to index", function() return setmetatable({}, { __index = 5 }).x end)
  local deep = {}
  for i = 1, 50 do deep = setmetatable({ [i] = i }, { __index = deep }) end
  gives("1, 50, nil", deep[1], deep[50], deep[51])
  local loop = {}
  setmetatable(loop, loop)
  loop.__index = loop
  raises("loop in gettable", function() return loop.x end)
  raises("loop in settable", function() setmetatable(loop, { __newindex = loop }); loop.x = 1 end)
end

-- __newindex
do
  local log = {}
  local t = setmetatable({ old = 1 }, { __newindex = function(o, k, v)
    log[#log + 1] = tostring(k) .. "=" .. tostring(v)
    rawset(o, k, v)
  end })
  t.old, t.new = 2, 3
  t.new = 4
  t.none = nil
  t[1] = "one"
  table.sort(log)
  gives("'1=one new=3 none=nil', 2, 4", table.concat(log, " "), t.old, t.new)
  local store = {}
  local p = setmetatable({}, { __newindex = store, __index = store })
  p.x = 5
  p[1] = 6
  gives("nil, 5, 5, 6", rawget(p, "x"), store.x, p.x, p[1])
  local end_of_chain = {}
  local chain = setmetatable({}, { __newindex = setmetatable({},
    { __newindex = setmetatable({}, { __newindex = end_of_chain }) }) })
  chain.deep = 1
  gives("1, nil", end_of_chain.deep, rawget(chain, "deep"))
  local ro = setmetatable({}, { __newindex = function(_, k) error("read-only: " .. k, 2) end })
  raises("metatables.lua:" .. debug.getinfo(1, "l").currentline .. ": read-only: x", function() ro.x = 1 end)
  t = setmetatable({}, { __newindex = function() end })
  t.x = 1
  gives("nil", t.x)
  rawset(t, "x", 2)
  t.x = 3 -- it is there: no metamethod
  gives("3", t.x)
  t.x = nil
  t.x = 4
  gives("nil", t.x)
  t = setmetatable({}, { __newindex = function(o, k, v) rawset(o, k, v) end })
  t[0 / 0 == 0] = 1
  gives("1", t[false])
  raises("attempt to index", function() setmetatable({}, { __newindex = 5 }).x = 1 end)
end

-- __call
do
  local mt = { __call = function(self, ...) return self.name, select("#", ...), ... end }
  local c = setmetatable({ name = "c" }, mt)
  gives("'c', 0", c())
  gives("'c', 3, 1, nil, nil", c(1, nil, nil))
  gives("'c', 1, 'x'", c "x")
  gives("true, 'c', 1, 5", pcall(c, 5))
  gives("'c', 2, 1, 2", (function(...) return c(...) end)(1, 2))
  local o = { m = c }
  local name, n, me = o:m()
  check(name == "c" and n == 1 and me == o)
  local t = {}
  for k, v in setmetatable({}, { __call = function(_, s, i) i = i + 1; if i <= s then return i, i * i end end }), 3,
    0 do t[k] = v end
  gives("'1 4 9'", table.concat(t, " "))
  raises("attempt to call", function() setmetatable({}, { __call = 5 })() end)
  raises("attempt to call", setmetatable({}, {}))
  local class = setmetatable({}, { __call = function(cls, v) return setmetatable({ v = v }, cls) end })
  class.__index = class
  function class:get() return self.v end
  gives("7", class(7):get())
  mt.__call = nil
  raises("attempt to call", c)
end

-- __tostring, and what asks for it.
do
  local t = setmetatable({}, { __tostring = function(o) return "<" .. (o.n or "?") .. ">" end })
  gives("<?>", t)
  t.n = 5
  gives("'<5>', '<5>'", tostring(t), (tostring(t)))
  raises("bad argument #2 to", string.format, "%s", t)
  raises("'tostring' must return a string", print, setmetatable({}, { __tostring = function() return {} end }))
  raises("in it", tostring, setmetatable({}, { __tostring = function() error("in it") end }))
  raises("attempt to concatenate", function() return "x" .. t end)
end

-- Metatables are shared, changed, and taken by reference.
do
  local mt = {}
  local a, b = setmetatable({}, mt), setmetatable({}, mt)
  mt.__index = { x = 1 }
  gives("1, 1", a.x, b.x)
  mt.__index = function(o) return o == a and "a" or "b" end
  gives("'a', 'b'", a.x, b.x)
  mt.__index = nil
  gives("nil, nil", a.x, b.x)
  -- The fields are looked up raw.
  local meta = setmetatable({}, { __index = { __index = function() return "wrong" end, __call = print,
    __len = print } })
  local t = setmetatable({}, meta)
  gives("nil", t.x)
  raises("attempt to call", t)
end

-- Other types share a metatable of their type.
do
  debug.setmetatable(0, { __index = { double = function(n) return n * 2 end },
    __call = function(n, x) return n + x end })
  gives("10, 7", (5):double(), (3)(4))
  debug.setmetatable(0, nil)
  debug.setmetatable(nil, { __index = function() return nil end })
  local none
  gives("nil", none.x)
  debug.setmetatable(nil, nil)
  raises("attempt to index", function() return none.x end)
  debug.setmetatable(print, { __index = { kind = "f" } })
  gives("'f', 'f'", print.kind, (function() end).kind)
  debug.setmetatable(print, nil)
  debug.setmetatable(true, { __tostring = function(b) return b and "yes" or "no" end })
  gives("'yes', 'no'", tostring(true), tostring(false))
  debug.setmetatable(true, nil)
  check(debug.getmetatable("").__index == string and debug.getmetatable(1) == nil)
end
