-- collectgarbage, gcinfo and newproxy: what can be asked, and that what is in use stays.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

-- The interface.
gives("0", collectgarbage())
gives("0", collectgarbage("collect"))
do
  local k, more = collectgarbage("count")
  check(type(k) == "number" and k > 0 and (more == nil or type(more) == "number"))
  check(type(gcinfo()) == "number" and gcinfo() > 0)
  gives("0, 0", collectgarbage("stop"), collectgarbage("restart"))
  gives("'boolean'", type(collectgarbage("step")))
  gives("'boolean'", type(collectgarbage("step", 100)))
  gives("'number', 'number'", type(collectgarbage("setpause", 200)), type(collectgarbage("setstepmul", 200)))
  raises("bad argument #1 to", collectgarbage, "none of these")
  raises("bad argument #1 to", collectgarbage, {})
  raises("bad argument #2 to", collectgarbage, "step", "x")
end

-- What is reachable stays, whoever holds it.
do
  local kept = { 1, 2, { 3 } }
  local function counter() local n = { 0 } return function() n[1] = n[1] + 1 return n[1] end end
  local count = counter()
  local co = coroutine.wrap(function() local held = { "held" } while true do coroutine.yield(held[1]) end end)
  co()
  local mt = { __index = function(_, k) return { k } end }
  local t = setmetatable({}, mt)
  mt = nil
  for i = 1, 3 do
    for j = 1, 2000 do local garbage = { j, tostring(j) } check(garbage) end
    collectgarbage()
    check(kept[3][1] == 3 and count() == i and co() == "held" and t.x[1] == "x")
  end
  local keys = {}
  for i = 1, 100 do keys[{ i }] = i end
  collectgarbage()
  local sum = 0
  for k, v in pairs(keys) do
    check(k[1] == v)
    sum = sum + v
  end
  gives("5050", sum)
end

-- A collection may come at any time: in the middle of a walk, a sort, a substitution.
do
  local t = {}
  for i = 1, 50 do t["k" .. i] = i end
  local n = 0
  for _, v in pairs(t) do
    if v % 10 == 0 then collectgarbage() end
    n = n + v
  end
  gives("1275", n)
  local calls = 0
  local list = { 5, 3, 1, 4, 2 }
  table.sort(list, function(a, b) calls = calls + 1; if calls == 3 then collectgarbage() end return a < b end)
  gives("'1 2 3 4 5'", table.concat(list, " "))
  gives("'ABC'", (("abc"):gsub(".", function(c) collectgarbage("step"); return c:upper() end)))
  local ok = pcall(function() collectgarbage(); error() end)
  check(not ok)
end

-- Weak tables keep what is held elsewhere.
do
  local weak = setmetatable({}, { __mode = "kv" })
  local key, value = {}, {}
  weak[key], weak[1], weak.text = value, key, "a string"
  collectgarbage()
  check(weak[key] == value and weak[1] == key and weak.text == "a string" and next(weak) ~= nil)
end

-- newproxy
do
  local p, q = newproxy(), newproxy(true)
  gives("'userdata', 'userdata', nil, 'table'", type(p), type(q), getmetatable(p), type(getmetatable(q)))
  check(getmetatable(newproxy(q)) == getmetatable(q) and getmetatable(newproxy(true)) ~= getmetatable(q)
    and newproxy(q) ~= q)
  raises("bad argument #1 to", newproxy, 5)
  raises("bad argument #1 to", newproxy, io.stdout)
end
