-- The debug library: locals in scope, chunk names.
local prelude = require("prelude")
local check, gives = prelude.check, prelude.gives

local function names(level)
  local t, n = {}, 1
  while true do
    local name, v = debug.getlocal(level + 1, n)
    if not name then break end
    if name:sub(1, 1) ~= "(" then t[#t + 1] = name .. "=" .. tostring(v) end
    n = n + 1
  end
  return table.concat(t, " ")
end
do
  local function f(a, b)
    local c = 3
    do local hidden = 4; check(hidden) end
    local d = a + b
    local shown = names(1)
    local late = 5
    return shown, late, c, d
  end
  gives("'a=1 b=2 c=3 d=3'", (f(1, 2)))
  local function loops()
    local r = {}
    for i = 7, 7 do local x = i * 2; r[1] = names(1); check(x) end
    for k, v in pairs({ kk = "vv" }) do r[2] = names(1); check(k and v) end
    return r[1]:match("i=7 x=14$"), r[2]:match("k=kk v=vv$")
  end
  gives("'i=7 x=14', 'k=kk v=vv'", loops())
end
gives("'=name', 'return 1'", debug.getinfo(loadstring("return 1", "=name")).source,
  debug.getinfo(loadstring("return 1")).source)
