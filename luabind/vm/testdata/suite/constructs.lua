-- Statements of control, operators and their precedence.
local prelude = require("prelude")
local check, gives, refuses = prelude.check, prelude.gives, prelude.refuses

-- Precedence and associativity.
check(2 ^ 3 ^ 2 == 2 ^ 9 and (2 ^ 3) ^ 2 == 64)
check(-3 ^ 2 == -9 and (-3) ^ 2 == 9 and 2 ^ -1 == .5 and 2 ^ - 2 ^ 2 == 2 ^ -4)
check(2 * 3 ^ 2 == 18 and 12 / 2 / 3 == 2 and 7 - 2 - 1 == 4 and 7 % 4 % 2 == 1)
check(2 + 3 * 4 == 14 and (2 + 3) * 4 == 20 and 10 - 4 / 2 == 8 and 7 % 4 * 2 == 6)
check(-2 * 3 == -6 and 2 - -2 == 4 and - - 2 == 2 and 5 + -3 ^ 2 == -4)
check("a" .. "b" .. "c" == "abc" and 1 .. 2 + 3 == "15" and 2 * 3 .. 4 == "64")
check(not nil == true and not 1 == false and not (1 == 2) and (not 1) == false)
check(not 1 == nil == false, "== is left associative, not binds tighter")
check(#"abc" + 1 == 4 and -#"abc" == -3 and #"a" .. "b" == "1b" and not #"" == false)
check(1 < 2 == true and "a" < "b" == true and 1 + 1 == 2 and "a" .. "b" == "ab")
check((1 or error "no") == 1 and (nil and error "no") == nil)
check((false or nil) == nil and (nil or false) == false and (nil and 1) == nil and (false and 1) == false)
check((1 and nil or 2) == 2 and (nil or 1 and 2) == 2 and (1 or 2 and nil) == 1)
check((1 < 2 and 2 < 3) == true and (1 == 1 or 1 < "x") == true)
check(1 .. 2 == "12" and "10" + 1 == 11 and "3" * "4" == 12 and -"2" == -2 and 10 .. "" == "10")
check(0 and "" and "0 and the empty string are true")
do
  -- Concatenation is right associative: the right pair is joined first.
  local order = {}
  local mt = {}
  local function piece(name) return setmetatable({ name = name }, mt) end
  mt.__concat = function(a, b)
    order[#order + 1] = a.name .. b.name
    return piece(a.name .. b.name)
  end
  local all = piece "a" .. piece "b" .. piece "c"
  gives("'abc', 'bc', 'abc'", all.name, order[1], order[2])
end

-- if
local function grade(n)
  if n < 0 then return "negative"
  elseif n == 0 then return "zero"
  elseif n < 10 then
    if n < 5 then return "few" else return "some" end
  elseif n ~= n then return "nan"
  else return "many" end
end
gives("'negative', 'zero', 'few', 'some', 'many'", grade(-1), grade(0), grade(4), grade(5), grade(10))
gives("'many'", grade(0 / 0) == "nan" and "many")
do
  local function tell(x) if x then return "true" end return "false" end
  gives("'true', 'true', 'true', 'false', 'false'", tell(0), tell(""), tell({}), tell(nil), tell(false))
  if nil then check(false) elseif false then check(false) else end
  if 1 then else check(false) end
  if not 1 then check(false) end
end

-- while, repeat, break
do
  local n, i = 0, 1
  while i <= 10 do
    if i == 5 then break end
    n, i = n + i, i + 1
  end
  gives("10, 5", n, i)
  while false do check(false) end
  while nil do check(false) end
  local k = 0
  repeat k = k + 1 until k > 3
  gives("4", k)
  repeat local done = true until done
  repeat local x = k; k = k + 1; if k == 7 then break end until x > 10
  gives("7", k)
  local outer, inner = 0, 0
  while true do
    outer = outer + 1
    repeat
      inner = inner + 1
      if inner % 3 == 0 then break end
    until false
    if outer == 4 then break end
  end
  gives("4, 12", outer, inner)
  while true do do break end end
  repeat if true then break end until error("not reached")
end
do -- Each round of repeat has locals of its own, which the condition sees.
  local fs = {}
  local i = 0
  repeat local j = i; fs[#fs + 1] = function() j = j + 1; return j end; i = i + 1 until j >= 2 or fs[9]
  gives("1, 2, 2, 3", fs[1](), fs[1](), fs[2](), fs[3]())
end

-- What may not be written.
for _, bad in ipairs {
  "if x then", "if x end", "while x end", "repeat x = 1", "repeat until", "for i = 1 do end", "for i do end",
  "for 1 = 1, 2 do end",
  "for i, j = 1, 2 do end", "for in x do end", "else", "end", "do", "break x = 1", "do break; x = 1 end",
  "return 1; x = 1", "break",
  "function f() break end", "x = function() break end", "if x then break end", "x", "x.y", "f() = 1", "(x) = 1",
  "x, f() = 1, 2",
  "1 = x", "x =", "local x.y", "local function a.b() end", "function a:b.c() end", "function a.b:c:d() end", "local 1",
  "x = }", "= 1",
  "x = (1", "x = {1", "f(", "f(1,)", "x = 1 +", "x = + 1", "x = not", "x = a b", "x = ..", "a.b:c = 1", "a:b",
  "x = a:b", "'s':len()",
  "x = 'a'.len", "return return", "local function() end", "function () end", "function f(a, ) end",
  "function f(..., a) end",
  "function f(1) end", "elseif x then end", "if x then else elseif y then end", "for i = 1, 2, 3, 4 do end", "until x",
  "x = ()",
} do refuses(bad) end
for _, good in ipairs {
  "return", "return;", "do return end x = 1", "while x do break end", "(f)()", "('s'):len()", "a.b.c:d('x')",
  "f{}.x = 1", "f'x'.y = 1",
  "(a).b = 1", "a.b['c'].d = 1", "local function f(...) return ... end", "for i = 1, 2 do break; end",
  "repeat break until x", "f();(g)()",
} do check(loadstring(good), good) end
