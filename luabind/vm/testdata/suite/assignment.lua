-- Assignment.
local prelude = require("prelude")
local check, gives = prelude.check, prelude.gives

-- Assignment: all right sides are worked out before anything is assigned.
do
  local a, b = 1, 2
  a, b = b, a
  gives("2, 1", a, b)
  local c
  a, b, c = 1, 2, 3
  a, b, c = c, a, b
  gives("3, 1, 2", a, b, c)
  a, b = a + b, a - b
  gives("4, 2", a, b)
  a, b, c = 10
  gives("10, nil, nil", a, b, c)
  a, b = 1, 2, 3
  gives("1, 2", a, b)
  local t = { 1, 2, 3 }
  t[1], t[2], t[3] = t[3], t[1], t[2]
  gives("'3 1 2'", table.concat(t, " "))
  local i = 1
  i, t[i] = i + 1, 20
  gives("2, 20, 1", i, t[1], t[2])
  t = { x = { y = 1 } }
  t.x, t.x.y = { y = 5 }, 6
  gives("5", t.x.y)
  local p = { v = 1 }
  local q = p
  p, p.v = { v = 9 }, 2
  gives("9, 2", p.v, q.v)
  local list = { n = 0 }
  list.n, list[list.n + 1] = list.n + 1, "first"
  gives("1, 'first'", list.n, list[1])
  local function two() return 1, 2 end
  local d, e, f = 9, 9, 9
  d, e, f = two()
  gives("1, 2, nil", d, e, f)
  d, e, f = two(), two()
  gives("1, 1, 2", d, e, f)
  d, e, f = 0, (two())
  gives("0, 1, nil", d, e, f)
  d = two()
  gives("1", d)
  local u = {}
  u.a, u.b, u.c = two()
  gives("1, 2, nil", u.a, u.b, u.c)
  local s = { two(), two(), x = two() }
  gives("2, 1, 1, nil, 1", #s, s[1], s[2], s[3], s.x)
end
do -- each expression of the targets and values is worked out once
  local log = {}
  local function say(name, v) log[#log + 1] = name; return v end
  local t, u = {}, {}
  say("t", t)[say("k", 1)], say("u", u).x = say("v", 5), say("w", 6)
  table.sort(log)
  gives("'k t u v w', 5, 6", table.concat(log, " "), t[1], u.x)
end
do -- and, or and calls into a live local
  local t = {}
  t = t.x and t.x.y
  check(t == nil)
  local s = "  trim  "
  s = (s:gsub("^%s+", ""))
  s = s:gsub("%s+$", "")
  gives("'trim'", s)
  local function later(p, ...)
    local q, r = 2, 3
    p = (...)
    q = (p:gsub("x", "y"))
    return p, q, r
  end
  gives("'axb', 'ayb', 3", later(1, "axb", 5))
  local n = "5"
  n = tonumber(n) and n
  gives("'5'", n)
  local a = 1
  a = a and { a }
  a = a and a[1] or a
  gives("1", a)
  local x = 3
  x = x == 3
  x = not x
  x = x or x
  check(x == false)
  local v = { 7 }
  v = v[1] + v[1] * v[1]
  gives("56", v)
  local w = { w = 1 }
  w, w.w = w.w, 2
  gives("1", w)
  local function id(...) return ... end
  local r = 4
  r = id(r, r) + id(r)
  gives("8", r)
end
