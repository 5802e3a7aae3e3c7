-- The table library, without sort.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises
local insert, remove, concat = table.insert, table.remove, table.concat

local function list(t) return concat(t, " ") end

-- insert
do
  local t = {}
  check(select("#", insert(t, "a")) == 0)
  insert(t, "c")
  insert(t, 2, "b")
  insert(t, 1, "0")
  gives("'0 a b c'", list(t))
  insert(t, 5, "d")
  gives("'0 a b c d', 5", list(t), #t)
  insert(t, "2", "x")
  gives("'0 x a b c d'", list(t))
  insert(t, 1.9, "y")
  gives("'y 0 x a b c d'", list(t))
  local u = { "a" }
  insert(u, 3, "far")
  gives("'a', nil, 'far'", u[1], u[2], u[3])
  local v = {}
  insert(v, 0, "zero")
  gives("'zero', nil", v[0], v[1])
  insert(v, nil)
  check(#v == 0)
  raises("wrong number of arguments", insert, {})
  raises("wrong number of arguments", insert, {}, 1, 2, 3)
  raises("bad argument #1 to", insert, nil, 1)
  raises("bad argument #2 to", insert, {}, "x", 1)
end

-- remove
do
  local t = { "a", "b", "c", "d", "e" }
  gives("'e', 'a', 'c', 'b d'", remove(t), remove(t, 1), remove(t, 2), list(t))
  gives("'d', 'b'", remove(t), remove(t))
  gives("", remove(t))
  gives("0", #t)
  gives("", remove({}, 1))
  t = { "a", "b", "c" }
  gives("", remove(t, 4))
  gives("", remove(t, 5))
  gives("'c', 'a b'", remove(t, 3), list(t))
  gives("", remove(t, 0))
  t = { "x", n = 1 }
  gives("'x', 1, nil", remove(t), t.n, t[1])
  raises("bad argument #1 to", remove)
  raises("bad argument #2 to", remove, { 1 }, "x")
  local queue = {}
  for i = 1, 50 do insert(queue, 1, i) end
  for i = 1, 50 do check(remove(queue) == i) end
  check(#queue == 0)
end

-- concat
gives("'', 'a', 'abc', 'a,b,c', 'b, c'", concat({}), concat({ "a" }), concat({ "a", "b", "c" }),
  concat({ "a", "b", "c" }, ","),
  concat({ "a", "b", "c" }, ", ", 2))
gives("'b', '', 'bc', '1-2.5-x'", concat({ "a", "b", "c" }, "-", 2, 2), concat({ "a" }, "-", 2, 1),
  concat({ "a", "b", "c" }, "", 2, 3),
  concat({ 1, 2.5, "x" }, "-"))
gives("'', 'a0b'", concat({}, ",", 1, 0), concat({ "a", "b" }, 0))
check(concat({ "a\0", "b" }, "\0") == "a\0\0b")
gives("'0.33333333333333 1e+15 -0.1'", concat({ 1 / 3, 1e15, -.1 }, " "))
raises("invalid value (nil) at index 2 in table for 'concat'", concat, { 1, nil, 3 }, ",", 1, 3)
raises("invalid value (table) at index 1 in table for 'concat'", concat, { {} })
raises("invalid value (boolean) at index 2 in table for 'concat'", concat, { 1, true }, ",")
raises("bad argument #1 to", concat)
raises("bad argument #2 to", concat, {}, {})
raises("bad argument #3 to", concat, {}, "", "x")

-- maxn, getn
gives("0, 3, 10, 2.5, 0", table.maxn({}), table.maxn({ 1, 2, 3 }), table.maxn({ 1, [10] = 1 }),
  table.maxn({ [2.5] = 1 }),
  table.maxn({ [-3] = 1, x = 1 }))
gives("5, 1e+100", table.maxn({ nil, nil, nil, nil, 5 }), table.maxn({ [1e100] = 1 }))
raises("bad argument #1 to", table.maxn)
gives("0, 2", table.getn({}), table.getn({ 1, 2 }))

-- foreach and foreachi stop at a result.
do
  local log = {}
  gives("nil, '1a 2b'", table.foreachi({ "a", "b" }, function(i, v) log[#log + 1] = i .. v end), list(log))
  gives("'found'", table.foreachi({ 5, 6, 7 }, function(_, v) if v == 6 then return "found" end end))
  gives("'x'", table.foreach({ x = 1 }, function(k) return k end))
  gives("false", table.foreach({ 1, 2 }, function() return false end))
  gives("", table.foreach({}, error))
end
raises("setn", table.setn, {}, 5)

-- The functions work on the table itself, past its metatable.
do
  local log = {}
  local t = setmetatable({}, {
    __newindex = function(_, k) log[#log + 1] = k end,
    __index = function(_, k) if k < 4 then return "virtual" end end,
  })
  insert(t, "raw")
  gives("'raw', 0", rawget(t, 1), #log)
  gives("'raw'", concat(t))
  gives("'raw', 0", remove(t), #log)
  local p = setmetatable({}, { __len = function() return 10 end })
  gives("0", table.getn(p))
  insert(p, "a")
  gives("'a'", p[1])
end

-- Stacks, queues and sets made of these.
do
  local stack = {}
  for w in ("3 4 + 2 * 7 -"):gmatch("%S+") do
    local n = tonumber(w)
    if n then insert(stack, n)
    else
      local b, a = remove(stack), remove(stack)
      insert(stack, w == "+" and a + b or w == "-" and a - b or a * b)
    end
  end
  gives("7, 1", stack[1], #stack)
  local function set(items) local s = {} for _, v in ipairs(items) do s[v] = true end return s end
  local function names(s) local l = {} for k in pairs(s) do insert(l, k) end table.sort(l) return list(l) end
  local a, b = set { "x", "y", "z" }, set { "y", "z", "w" }
  local both, either = {}, {}
  for k in pairs(a) do both[k] = b[k]; either[k] = true end
  for k in pairs(b) do either[k] = true end
  gives("'y z', 'w x y z'", names(both), names(either))
  local t = {}
  for i = 1, 300 do insert(t, (i * 7919) % 301) end
  for i = #t, 1, -1 do if t[i] % 2 == 1 then remove(t, i) end end
  local sorted = true
  for _, v in ipairs(t) do sorted = sorted and v % 2 == 0 end
  check(sorted and #t == 150)
end

-- Below the first index.
gives("'z/a'", table.concat({ [0] = "z", "a" }, "/", 0))
gives("'a', 'b'", unpack({ [-1] = "a", [0] = "b" }, -1, 0))
