-- Every way out of every kind of loop, with closures over what is in it.
local prelude = require("prelude")
local check, gives = prelude.check, prelude.gives

local loops = {
  "for i = 1, 3 do BODY end",
  "for i = 1, 5, 2 do i = (i + 1) / 2 BODY end",
  "for i = 3, 1, -1 do local i = 4 - i BODY end",
  "for _, i in ipairs({ 1, 2, 3 }) do BODY end",
  "for i in (function() local n = 0 return function() n = n + 1 if n < 4 then return n end end end)() do BODY end",
  "for i in coroutine.wrap(function() for n = 1, 3 do coroutine.yield(n) end end) do BODY end",
  "local k = 0 while k < 3 do k = k + 1 local i = k BODY end",
  "local k = 0 while true do k = k + 1 if k > 3 then break end local i = k BODY end",
  "local k = 0 repeat k = k + 1 local i = k BODY until k == 3",
  "local k = 0 repeat k = k + 1 local i = k BODY until i == 3 and fs[i]() > 0",
  "local k = 0 repeat local i = k + 1 k = i do BODY end until not (k < 3)",
  "for j = 1, 1 do for i = 1, 3 do BODY end end",
  "local k = 0 while k == 0 do for _, i in ipairs({ 1, 2, 3 }) do k = i BODY end break end",
}
local closure = "local x = i * 10 fs[i] = function(d) x = x + (d or 0) return x + i end "
local exits = {
  { "", 3, "'end', 99" },
  { "if i == 2 then break end", 2, "'end', 99" },
  { "if i == 2 then do local z = i break end end", 2, "'end', 99" },
  { "if i < 2 then else break end", 2, "'end', 99" },
  { "if i == 2 then return 'ret', x end", 2, "'ret', 20" },
  { "if i == 2 then return id('tail', x) end", 2, "'tail', 20" },
  { "if i == 2 then return fs[2](), (fs[1]()) end", 2, "22, 11" },
  { "if i == 2 then error('e', 0) end", 2, "'e'" },
  { "if i == 2 then local nothing; nothing() end", 2 },
  { "if i == 2 then id(nil .. x) end", 2 },
  { "if pcall(error, i) then break end", 3, "'end', 99" },
  { "pcall(function() x = x + 1 error() end) x = x - 1", 3, "'end', 99" },
  { "coroutine.yield(i)", 3, "'end', 99" },
  { "if i == 2 then coroutine.yield(i) break end", 2, "'end', 99" },
  { "if i == 2 then return coroutine.yield(i) end", 2, "" },
  { "if i == 3 then x = fs[1]() + fs[2]() - 3 end", 3, "'end', 99" },
}
local places = { -- where the loop is
  "LOOP local y = 99 return 'end', y",
  "local y = 99 do LOOP end return 'end', y",
  "local function f(...) LOOP local y = 99 return ... , y end return f('end')",
  "local y = 9 local o = { m = function(self, v) LOOP y = y * 11 return v, y end } return o:m('end')",
}

local function run(src)
  local fs = {}
  local env = setmetatable({ fs = fs, id = function(...) return ... end }, { __index = _G })
  local co = coroutine.create(setfenv(assert(loadstring(src)), env))
  local shown, ok
  repeat
    local results = { n = 0 }
    local function keep(good, ...) ok = good; results = { n = select("#", ...), ... } end
    keep(coroutine.resume(co))
    shown = prelude.show(unpack(results, 1, results.n))
  until coroutine.status(co) == "dead"
  return ok, shown, fs
end

local n = 0
for _, loop in ipairs(loops) do
  for e, exit in ipairs(exits) do
    for p, place in ipairs(places) do
      local function put(text, name, with) return (text:gsub(name, function() return with end)) end
      local src = put(place, "LOOP", put(loop, "BODY", closure .. exit[1]))
      local ok, shown, fs = run(src)
      local failing = e >= 8 and e <= 10
      check(ok == not failing, src)
      if exit[3] then check(shown == exit[3], src .. "\n gives " .. shown) end
      check(#fs == exit[2], src .. "\n makes " .. #fs)
      for i, f in ipairs(fs) do
        local start = (e == 16 and i == 3) and 30 or i * 10
        check(f() == start + i and f(5) == start + i + 5 and f() == start + i + 5, src .. "\n closure " .. i
          .. " of place " .. p)
      end
      n = n + 1
    end
  end
end
gives("832", n)

-- Loops within loops: break leaves the innermost only.
do
  local function grid(a, b)
    local t = {}
    for i = 1, 3 do
      for j = 1, 3 do
        if j == a then break end
        t[#t + 1] = i .. j
      end
      if i == b then break end
    end
    return table.concat(t, " ")
  end
  gives("'11 21 31', '11 12 21 22', '', '11 12 13'", grid(2), grid(3, 2), grid(1), grid(nil, 1))
  local t = {}
  for i = 1, 3 do
    local k = 0
    while true do
      k = k + 1
      repeat
        if k == 2 then break end
        t[#t + 1] = i .. k
      until true
      if k >= i then break end
    end
  end
  gives("'11 21 31 33'", table.concat(t, " "))
  local function first(list, want)
    for i, v in ipairs(list) do
      if type(v) == "table" then
        local inner = rawget(v, want)
        if inner then return i, inner end
      elseif v == want then
        return i
      end
    end
    return nil, "none"
  end
  gives("2", first({ "a", "b" }, "b"))
  gives("nil, 'none'", first({ "a" }, "b"))
  gives("1, 5", first({ { x = 5 } }, "x"))
end
