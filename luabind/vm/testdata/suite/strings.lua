-- The basic string functions, concatenation and comparison.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

-- len, sub
gives("0, 3, 5, 3", #"", #"abc", ("a\0b\0c"):len(), string.len("abc"))
gives("'bcd', 'abcde', '', 'e', 'cde'", ("abcde"):sub(2, 4), ("abcde"):sub(1), ("abcde"):sub(6), ("abcde"):sub(-1),
  ("abcde"):sub(3))
gives("'de', 'bcd', '', '', 'abcde'", ("abcde"):sub(-2), ("abcde"):sub(-4, -2), ("abcde"):sub(4, 2),
  ("abcde"):sub(0, 0), ("abcde"):sub(-100, 100))
gives("'abc', '', 'a', '', 'c'", ("abc"):sub(0), ("abc"):sub(2, -3), ("abc"):sub(-100, 1), ("abc"):sub(10),
  ("abc"):sub(3, 100))
gives("'bc', 'b', '2', '23'", ("abc"):sub("2"), ("abc"):sub(2.0, 2), (12 .. ""):sub(2, 2), ("12345"):sub(2, 3))
gives("'b\0', 2", ("ab\0c"):sub(2, 3), #("ab\0c"):sub(2, 3))

-- byte, char
gives("97, 98, nil, 99, 97, 98, 99", ("abc"):byte(), ("abc"):byte(2), ("abc"):byte(10), ("abc"):byte(-1),
  ("abc"):byte(1, -1))
gives("", ("abc"):byte(0))
gives("", (""):byte(1, -1))
gives("", ("abc"):byte(3, 2))
gives("98, 99", ("abc"):byte(2, 100))
gives("0, 255, 128", ("\0\255\128"):byte(1, -1))
gives("'', 'abc', 'a', 0", string.char(), string.char(97, 98, 99), string.char("97"), string.char(0):byte())
for i = 0, 255 do check(string.char(i):byte() == i) end
raises("bad argument #1 to", string.char, 256)
raises("bad argument #2 to", string.char, 1, -1)
raises("bad argument #1 to", string.char, "x")

-- rep, reverse, lower, upper
gives("'ababab', '', '', 'x'", ("ab"):rep(3), ("ab"):rep(0), ("ab"):rep(-1), ("x"):rep(1))
gives("'', 'cba', 'x', 0", (""):rep(100), ("abc"):reverse(), ("x"):reverse(), #(""):reverse())
check(("a\0b"):reverse() == "b\0a" and #("x"):rep(10000) == 10000 and ("\0"):rep(3) == "\0\0\0")
gives("'abc1é', 'ABC1é'", ("AbC1é"):lower(), ("aBc1é"):upper())
gives("'55', '5'", (5 .. ""):rep(2), string.rep(5, 1))
raises("bad argument #2 to", string.rep, "x")
raises("bad argument #1 to", string.rep)
raises("bad argument #1 to", string.len, nil)
raises("bad argument #1 to", string.upper, {})
raises("bad argument #2 to", string.sub, "x")
raises("bad argument #2 to", string.sub, "x", "y")

-- Numbers are strings to these functions.
gives("3, '12', '21', 49, 2", string.len(123), string.sub(12, 1), string.reverse(12), string.byte(1), #string.rep(1, 2))
gives("'-1.5', 4", string.upper(-1.5), string.len(-1.5))

-- Concatenation.
gives("'ab', 'a1', '1a', '12', 'abc'", "a" .. "b", "a" .. 1, 1 .. "a", 1 .. 2, "a" .. "b" .. "c")
gives("'0.33333333333333', '1e+15', '1e+100', '-0.5', 'inf'", 1 / 3 .. "", 1e15 .. "", "" .. 1e100, -.5 .. "", ""
  .. math.huge)
gives("'1234567890', '1e+14 2', '0.1'", "" .. 1234567890, 1e14 - 0 .. " " .. 2, "" .. .1)
gives("'x', 'x', ''", "" .. "x", "x" .. "", "" .. "")
check("a\0" .. "\0b" == "a\0\0b" and #("a\0" .. "\0b") == 4)
for _, bad in ipairs { {}, print, true, false } do
  raises("attempt to concatenate...a " .. type(bad) .. " value", function() return "x" .. bad end)
  raises("attempt to concatenate...a " .. type(bad) .. " value", function() return bad .. "x" end)
  raises("attempt to concatenate...a " .. type(bad) .. " value", function() return "a" .. "b" .. bad .. "c" end)
end
raises("attempt to concatenate...a nil value", function() return "a" .. nil end)
do
  local s = ""
  for i = 1, 9 do s = s .. i end
  gives("'123456789'", s)
  s = "x"
  for _ = 1, 4 do s = s .. s end
  gives("16", #s)
  local a, b = "a", 1
  a = a .. b .. a .. b
  gives("'a1a1'", a)
end

-- Equality is that of the bytes.
check("abc" == "ab" .. "c" and "a" ~= "A" and "a\0b" ~= "a\0c" and ("x"):rep(100) == ("xx"):rep(50))
do
  local t = { ["a" .. 1] = "built" }
  gives("'built'", t.a1)
  t["x\0y"] = 1
  gives("1, nil", t["x" .. "\0" .. "y"], t.x)
end

-- Order.
do
  local words = { "b", "", "a", "\0", "ab", "B", "a\0", "aa", "~", "1", " " }
  table.sort(words)
  check(table.concat(words, "|") == "|\0| |1|B|a|a\0|aa|ab|b|~")
  for i = 1, #words do
    for j = 1, #words do
      check((words[i] < words[j]) == (i < j) and (words[i] <= words[j]) == (i <= j))
    end
  end
end

-- Strings have methods, and an index that is no method is nil.
check(("x").len == string.len and ("x").none == nil and ("x")[1] == nil and getmetatable("").__index == string)
raises("attempt to index", function() ("x").y = 1 end)
raises("attempt to", function() return ("x").y.z end)
do
  local shout = function(s) return s:upper() .. "!" end
  string.shout = shout
  gives("'HEY!'", ("hey"):shout())
  string.shout = nil
  check(("x").shout == nil)
end

-- tostring and what it shows of references.
for _, v in ipairs { {}, print, function() end, coroutine.create(function() end), newproxy(), io.stdout } do
  check(tostring(v) == tostring(v) and tostring(v) ~= tostring({}))
  if v ~= io.stdout then check(tostring(v):match("^(%a+): 0x%x+$") == type(v), tostring(v)) end
end

-- dump gives text for a function of Lua only.
raises("unable to dump given function", string.dump, print)
raises("bad argument #1 to", string.dump, "x")

-- Long and odd strings through everything.
do
  local all = {}
  for i = 0, 255 do all[i + 1] = string.char(i) end
  all = table.concat(all)
  gives("256, 255", #all, all:byte(-1))
  check(all:reverse():reverse() == all and all:sub(1, 128) .. all:sub(129) == all)
  check(all:upper():lower() == all:lower() and all:lower():find("A", 1, true) == nil)
  check(loadstring("return " .. ("%q"):format(all))() == all, "%q of every byte")
  local big = all:rep(400)
  check(#big == 102400 and big:sub(-256) == all and big:byte(257) == 0)
end
