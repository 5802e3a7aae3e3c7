-- Literals, comments, names and how text is cut into tokens.
local prelude = require("prelude")
local check, gives, raises, refuses = prelude.check, prelude.gives, prelude.raises, prelude.refuses

local function value(src) return assert(loadstring("return " .. src))() end

-- Escapes.
gives("7, 8, 9, 10, 11, 12, 13", ("\a\b\t\n\v\f\r"):byte(1, -1))
gives([['\'"']], "\\\'\"")
gives("0, 65, 255, 65, 54", ("\0\65\255\0656"):byte(1, -1))
gives("1, 50, 3", ("\1\0502"):byte(1), ("\0502"):byte(1), #"\01\02\3")
check(value([["\q\x"]]) == "qx", "an escaped letter without a meaning is itself")
check("a\
b" == "a\nb", "an escaped line end")
check(value("'a\\\r\nb'") == "a\nb", "an escaped CR LF is one line end")
check(value("'a\\\n\rb'") == "a\nb", "an escaped LF CR is one line end")
check(value("'a\\\rb'") == "a\nb", "an escaped CR")
check(value('"\0x"') == "\0x", "a NUL in a literal")
check(#value('"\1\2\128\254\255"') == 5, "bytes of all kinds")
refuses("return 'a\nb'")
refuses("return 'a")
refuses("return 'a\\")
refuses('return "a\'')

-- Long strings.
check([[a\n]] == "a\\n" and [[]] == "" and [==[]]]==] == "]]")
check([[
first line end skipped]] == "first line end skipped")
check([[

one kept]] == "\none kept")
check([=[a]]b]=] == "a]]b" and [==[a]=]b]==] == "a]=]b" and [=[]]=] == "]")
check(value("[[\r\nx\r\ny\n\rz\rw]]") == "x\ny\nz\nw", "line ends in long strings become LF")
check(value("[===[\n\n]===]") == "\n")
check(value("[[a\0b]]") == "a\0b", "a NUL in a long string")
check(value("[=[[==[]=]") == "[==[")
refuses("return [[a")
refuses("return [=[a]]")
refuses("return [=")
refuses("return [==a]==]")

-- Comments.
check(value("1 --[[ x ]] + --[==[ ]] ]==] 1") == 2)
check(value("1 --[ not long\n + 1") == 2)
check(value("1 -- to the end") == 1)
check(value("1 --[[\nmany\nlines\n]]") == 1)
check(value("- - 1") == 1 and value("1--[[]]-1") == 0)
check(value("5 --2\n") == 5)
refuses("--[[ never ends")
refuses("return 1 --[==[ ]=]")
check(loadstring("--") and loadstring("") and loadstring("--[[]]") and loadstring(" \t\r\n"))

-- Numbers.
gives("0, 10, 255, 255, 4095", 0, 010, 0xff, 0XFF, 0xFfF)
check(3.0 == 3 and 3. == 3 and .5 == 0.5 and 3e2 == 300 and 3E2 == 300 and 3e+2 == 300 and 3e-2 == 0.03)
check(.5e1 == 5 and 5.e-1 == .5 and 0e12 == 0 and 0.31416E1 == 3.1416)
check(0xffffffff == 4294967295 and 1e308 * 10 == math.huge and 1e-400 == 0)
check(0x7fffffffffff == 140737488355327)
check(9007199254740993 == 9007199254740992, "rounded to a double")
for _, bad in ipairs { "0x", "0xg", "1.2.3", "3x", "0x1.", "1e5.5", "12abc", "3_000", ".e1", "1..2", "08a" } do
  refuses("return " .. bad)
end
check(value("1 ..2") == "12" and value("1 .. 2") == "12", "blanks between a number and dots")

-- Names and tokens.
do
  local _, _a1, A, a, _G1, andy, nott, endx, function1 = 1, 2, 3, 4, 5, 6, 7, 8, 9
  gives("1, 2, 3, 4, 5, 6, 7, 8, 9", _, _a1, A, a, _G1, andy, nott, endx, function1)
end
local words = "and break do else elseif end false for function if in local nil not or repeat return then true "
  .. "until while"
for word in words:gmatch("%a+") do
  refuses("local " .. word)
  refuses("return x." .. word)
  refuses("return {" .. word .. " = 1}")
  check(value("({['" .. word .. "'] = 1})['" .. word .. "']") == 1)
end
for _, bad in ipairs { "@", "$x", "x!", "!x", "`x`", "x ? y", "a & b", "a | b", "\1", "x = ~1", "x != y", "a ~ b",
  "x += 1" } do
  refuses("return " .. bad)
  refuses(bad)
end
check(value("1==1") and value("1~=2") and value("1<=1") and value("2>=1") and not value("1<1"))
check(value("({...})[1]") == nil and value("'a'..'b'") == "ab")
check(value("#'abc'") == 3 and value("-2^2") == -4 and value("not not nil") == false)
check(loadstring("local a=1 local b=2"))
check(loadstring("local a;local b;") and loadstring("do end;do end"))

-- The text of a chunk may be in any line-end style.
for _, style in ipairs { "\n", "\r", "\r\n", "\n\r" } do
  local f = loadstring(("x = 1@@error('here')"):gsub("@", style), "=lines")
  local env = { error = error }
  setfenv(f, env)
  raises("lines:3: here", f)
  check(env.x == 1)
end
-- A long string counts its lines.
raises("lines:4: here", loadstring("local s = [[\n\n]]\nerror('here')", "=lines"))
raises("lines:3: here", loadstring("local s = 'a\\\nb'\nerror('here')", "=lines"))
raises("lines:4: here", loadstring("--[[\n\n]]\nerror('here')", "=lines"))

-- A string argument needs no parentheses.
do
  local function id(...) return ... end
  gives("'x', 'y', 'z'", id "x", id 'y', id [[z]])
  gives("'xyz'", ("%s%s%s"):format("x", "y", "z"))
  gives("3", id { 1, 2, 3 }[3])
  local t = { id = function(_, s) return s end }
  gives("'m', 'n'", t:id "m", t:id [==[n]==])
  gives("2", #id "ab")
end
