-- Every operator with every kind of operand and of target: none disturbs another.
local prelude = require("prelude")
local check = prelude.check

local a, b = 7, 2
local operators = {
  { "+", a + b }, { "-", a - b }, { "*", a * b }, { "/", a / b }, { "%", a % b }, { "^", a ^ b }, { "..", "72" },
  { "==", false }, { "~=", true }, { "<", false }, { "<=", false }, { ">", true }, { ">=", true }, { "and", 2 },
  { "or", 7 },
}
-- Kinds of operands; # is the value, and N the name of what has it.
local kinds = {
  "#", "localN", "upN", "globalN", "t.fN", "t[kN]", "id(#)", "(id(#, 1))", "o:m(#)", "(#)", "({ # })[1]", "t.list[#]",
  "- -#", "(localN and upN)",
  "(nil or globalN)", "(function() return # end)()", "select(1, #)", "(...)[#]",
}
local prefix = [[
  local up1, up2 = 7, 2
  return function(...)
    local before, local1, local2 = "before", 7, 2
    local k1, k2, after = "f1", "f2", "after"
    STATEMENT
    if before ~= "before" or after ~= "after" then error("disturbed") end
    if local1 ~= L1 or local2 ~= L2 or up1 ~= U1 or up2 ~= U2 then error("changed") end
    return r
  end]]
-- Kinds of targets: the statement, and what the locals and upvalues are after it.
local targets = {
  { "local r = E" }, { "local r r = E" }, { "local r = { E } r = r[1]" }, { "local r = { x = E } r = r.x" },
  { "r = E" }, { "t.r = E local r = t.r" },
  { "local q, r = 1, E" }, { "local r, q = E, 1" }, { "local r = id(E)" }, { "local q, r = id(1, E)" },
  { "local r if E then r = E else r = E end" },
  { "local1 = E local r = local1", "local1" }, { "local2 = E local r = local2", "local2" },
  { "up1 = E local r = up1", "up1" },
  { "local r = (function() return E end)()", nil, true }, { "local function f(...) return E end local r = f(...)" },
  { "local r for i = 1, 1 do r = E end" },
  { "local r repeat local x = E r = x until true" }, { "local r r, k1 = E, k1" }, { "local s = 1 local r = E, s" },
  { "t[E] = E local r = t[E]" },
}

local function env()
  local t = { f1 = 7, f2 = 2, list = { [7] = 7, [2] = 2 } }
  return setmetatable({ global1 = 7, global2 = 2, t = t, id = function(...) return ... end,
    o = { m = function(_, v) return v end } }, { __index = _G })
end

local function fill(kind, n, value) return (kind:gsub("N", n):gsub("#", value)) end

local args = { [7] = 7, [2] = 2 }
local function run(operator, left, right, target)
  local expression = fill(left, 1, a) .. " " .. operator[1] .. " " .. fill(right, 2, b)
  if target[3] and expression:find("...", 1, true) then return end -- that function has no arguments
  local function after(name, value) return target[2] == name and "r" or value end
  local src = prefix:gsub("STATEMENT", function() return (target[1]:gsub("E", function() return expression end)) end)
    :gsub("L1", after("local1", "7")):gsub("L2", after("local2", "2")):gsub("U1", after("up1", "7")):gsub("U2", "2")
  local f = setfenv(assert(loadstring(src)), env())()
  local ok, result = pcall(f, args)
  check(ok, src .. "\n " .. tostring(result))
  check(result == operator[2], src .. "\n gives " .. prelude.show(result))
end

-- All pairs of operands, each with another operator and target.
local n = 0
for i, left in ipairs(kinds) do
  for j, right in ipairs(kinds) do
    for k = 0, 1 do
      n = n + 1
      run(operators[(n + k) % #operators + 1], left, right, targets[(n * 3 + i + j + k) % #targets + 1])
    end
  end
end
-- All operators with all targets.
for i, operator in ipairs(operators) do
  for j, target in ipairs(targets) do
    run(operator, kinds[(i + j) % #kinds + 1], kinds[(i * 5 + j) % #kinds + 1], target)
    run(operator, "local1", "local2", target)
    run(operator, "local1", "#", target)
    run(operator, "#", "up2", target)
  end
end

-- Unary operators.
local text = { ["- "] = -7, ["not "] = false, ["#"] = 5 }
for sign, want in pairs(text) do
  for _, kind in ipairs(kinds) do
    for _, target in ipairs(targets) do
      local operand = fill(kind, 1, a)
      if sign == "#" then operand = "tostring(" .. operand .. " * 11111)" end
      if not (target[3] and operand:find("...", 1, true)) then
        local body = target[1]:gsub("E", function() return sign .. operand end)
        local src = "local up1, up2 = 7, 2 return function(...) local local1, local2, k1 = 7, 2, 'f1' " .. body
          .. " return r end"
        local result = setfenv(assert(loadstring(src)), env())()(args)
        check(result == want, src .. "\n gives " .. prelude.show(result))
      end
    end
  end
end
