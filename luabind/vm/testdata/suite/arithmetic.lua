-- Numbers, their operators, tostring and tonumber, and the math library.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises
local inf, nan = math.huge, 0 / 0

gives("3, -1, 2, 0.5, 1, 8, -3", 1 + 2, 1 - 2, 1 * 2, 1 / 2, 7 % 3, 2 ^ 3, -3)
gives("0.1, 100, 1e+15, 1e+100, 123456789012, 0.0001, 1e-05", .1, 1e2, 1e15, 1e100, 123456789012, .0001, .00001)
gives("3.1415926535898, 1e+14, 99999999999999, -0.5, 2.5e-07", math.pi, 1e14, 1e14 - 1, -.5, 2.5e-7)
gives("inf, -inf, true, true", inf, -inf, nan ~= nan, not (nan == nan))
gives("0.33333333333333, 0.66666666666667, 1.4142135623731", 1 / 3, 2 / 3, 2 ^ .5)

-- Remainders have the sign of the divisor.
gives("1, 2, -2, -1, 0, 0", 7 % 3, -7 % 3, 7 % -3, -7 % -3, 6 % 3, -6 % 3)
gives("1.5, 0.5, -0.5, 0.25", 5.5 % 2, -5.5 % 2, 5.5 % -2, 1.25 % .5)
check(1 % 0 ~= 1 % 0 and inf % 2 ~= inf % 2 and 2 ^ 53 % 3 == 2 and -1 % 1e10 == 1e10 - 1)
for a = -6, 6 do
  for _, b in ipairs { -3, -2.5, -1, 1, 2.5, 3 } do
    check(a % b == a - math.floor(a / b) * b, a .. " % " .. b)
  end
end

-- Infinities, zeros and what is no number.
check(1 / 0 == inf and -1 / 0 == -inf and inf - inf ~= inf - inf and inf > 1e308 and -inf < -1e308)
do
  local zero, minus = 0, -1
  check(zero == zero * minus and 1 / zero == inf and 1 / (-zero) == -inf)
  gives("0, -0, 0", zero, -zero, -zero + 0)
end
check(not (nan < 1) and not (nan > 1) and not (nan <= nan) and not (nan >= nan) and nan ~= 1)
check(0 / 0 ~= 0 / 0 and 0 * inf ~= 0 * inf and 2 ^ 1024 == inf and 1e308 * 10 == inf and -1e308 * 10 == -inf)
check(2 ^ 0 == 1 and 0 ^ 0 == 1 and nan ^ 0 == 1 and (-8) ^ (1 / 3) ~= (-8) ^ (1 / 3) and (-2) ^ 3 == -8
  and 4 ^ -.5 == .5)
check(2 ^ 53 + 1 == 2 ^ 53 and 2 ^ 53 - 1 ~= 2 ^ 53 and .1 + .2 ~= .3 and .5 + .25 == .75)
do
  local t = {}
  t[0] = "zero"
  gives("'zero', 'zero'", t[-0], t[0 * -1])
  t[1.0], t[2 ^ 53] = "one", "big"
  gives("'one', 'big', nil", t[1], t[9007199254740992], t["1"])
  raises("table index is NaN", function() t[nan] = 1 end)
  check(t[nan] == nil)
end

-- Comparisons.
check(1 < 2 and not (2 < 1) and not (1 < 1) and 1 <= 1 and 2 >= 1 and 1 ~= 2 and -inf < inf and 1 == 1.0)
check("a" < "b" and "a" < "aa" and "" < "a" and "B" < "a" and "10" < "9" and not ("a" < "a") and "a" <= "a"
  and "Z" < "a")
check("a\0b" > "a\0a" and "a" < "a\0" and "\0" < "\1" and not ("a\0" < "a") and "\255" > "a")
check(1 ~= "1" and "1" ~= 1 and not (1 == "1"))
for _, pair in ipairs { { 1, "2" }, { "1", 2 }, { {}, 1 }, { nil, 1 }, { true, false }, { {}, {} }, { print, print },
  { nil, nil } } do
  raises("attempt to compare", function() return pair[1] < pair[2] end)
  raises("attempt to compare", function() return pair[1] >= pair[2] end)
end

-- Strings as numbers, and what cannot be used as one.
check("2" + 3 == 5 and 3 .. 4 == "34" and "10" / "4" == 2.5 and -"3" == -3 and "0x10" + 0 == 16 and " 5 " * 2 == 10)
check("1e1" + 0 == 10 and "7" % 4 == 3 and 2 ^ "3" == 8 and - -"2" == 2 and "\t5\n" - 1 == 4)
for _, bad in ipairs { "", " ", "x", "1x", "1 2", "0x", "e5", "--1", "{}" } do
  raises("attempt to perform arithmetic on", function() return bad + 1 end)
  raises("attempt to perform arithmetic on", function() return 1 * bad end)
  raises("attempt to perform arithmetic on", function() return -bad end)
end
for _, bad in ipairs { {}, print, true, false } do
  raises("attempt to perform arithmetic on...a " .. type(bad) .. " value", function() return bad + 1 end)
  raises("attempt to perform arithmetic on...a " .. type(bad) .. " value", function() return 2 ^ bad end)
  raises("attempt to perform arithmetic on...a " .. type(bad) .. " value", function() return -bad end)
end
raises("attempt to perform arithmetic on a nil value", function() return nil + 1 end)

-- tonumber and tostring.
gives("1, 255, -5, 0.5, 1000, nil, nil", tonumber(1), tonumber("0xff"), tonumber(" -5 "), tonumber(".5"),
  tonumber("1e3"),
  tonumber("1 2"), tonumber(""))
gives("5, 5, nil, nil, nil, nil", tonumber("5."), tonumber("+5"), tonumber("5,0"), tonumber("five"), tonumber(nil),
  tonumber({}))
gives("nil, nil, nil, 1, nil", tonumber("1e"), tonumber("- 1"), tonumber("0x"), tonumber("1\0"), tonumber({}, 10))
gives("255, 255, 5, 35, 7, 1295, nil", tonumber("ff", 16), tonumber("FF", 16), tonumber("101", 2), tonumber("z", 36),
  tonumber("7", 8), tonumber("ZZ", 36), tonumber("8", 8))
gives("10, 10, 255, nil, nil, nil", tonumber("10", 10), tonumber(10, 10), tonumber("0xff", 16), tonumber("", 16),
  tonumber("g", 16),
  tonumber("1.5", 16))
gives("12, nil", tonumber("  12  ", 10), tonumber("1 2", 10))
raises("bad argument #2 to", tonumber, "1", 1)
raises("bad argument #2 to", tonumber, "1", 37)
raises("bad argument #1 to", tonumber)
raises("bad argument #1 to", tonumber, {}, 16)
gives("'1', '-1', '1.5', 'true', 'false', 'nil', 'x'", tostring(1), tostring(-1), tostring(1.5), tostring(true),
  tostring(false),
  tostring(nil), tostring("x"))
raises("bad argument #1 to", tostring)
for _, n in ipairs { 0, 1, -1, .5, 1e10, 1e14, 123456.789, 2 ^ 40, -2 ^ 31 } do check(tonumber(tostring(n)) == n, n) end

-- math.
gives("1, 1.5, 0, 3, -4, -3, 4", math.abs(-1), math.abs(1.5), math.abs(0), math.floor(3.7), math.floor(-3.2),
  math.ceil(-3.7),
  math.ceil(3.2))
gives("3, 1, -2, 7, 2", math.max(1, 3, 2), math.min(3, 1, 2), math.max(-2), math.max(7, "6"), math.sqrt(4))
gives("1, 0, -1, 3, 0.25, 3.25, -3, -0.25", math.fmod(7, 3), math.fmod(6, 3), math.fmod(-7, 3), math.modf(3.25) * 1,
  select(2, math.modf(3.25)), 3 + select(2, math.modf(3.25)), math.modf(-3.25))
gives("-1, 1, 1.5, 1", math.fmod(-7, 3), math.fmod(7, -3), math.fmod(5.5, 2), (math.modf(1.9)))
gives("0.5, 8, -0.5, 1", math.frexp(8), select(1, math.ldexp(.5, 4)), math.frexp(-.5) * 1, (math.ldexp(.25, 2)))
gives("0, 1, 0, 1, 0, 0", math.sin(0), math.cos(0), math.tan(0), math.exp(0), math.log(1), math.log10(1))
gives("180, 3.1415926535898, 0.78539816339745", math.deg(math.pi), math.rad(180), math.atan(1))
gives("1.5707963267949, 0, 2.3561944901923, 3.1415926535898", math.asin(1), math.acos(1), math.atan2(1, -1),
  math.atan2(0, -1))
gives("1.1752011936438, 1.5430806348152, 0.76159415595576, 1024, 2", math.sinh(1), math.cosh(1), math.tanh(1),
  math.pow(2, 10), math.log10(100))
check(math.huge == inf and math.floor(-0.5) == -1 and math.floor(inf) == inf and math.ceil(2 ^ 52 + .5) == 2 ^ 52 + 0)
check(math.sqrt(-1) ~= math.sqrt(-1) and math.log(0) == -inf)
raises("bad argument #1 to", math.floor)
raises("bad argument #1 to", math.floor, "x")
raises("bad argument #1 to", math.max)
raises("bad argument #2 to", math.min, 1, {})
gives("3, 2", math.floor("3.7"), math.sqrt("4"))

-- Random numbers: their bounds, and that a seed gives its row again.
do
  local function row(seed, ...)
    math.randomseed(seed)
    local t = {}
    for i = 1, 20 do t[i] = math.random(...) end
    return t
  end
  for _, v in ipairs(row(1)) do check(v >= 0 and v < 1) end
  for _, v in ipairs(row(2, 6)) do check(v >= 1 and v <= 6 and v == math.floor(v)) end
  for _, v in ipairs(row(3, -2, 2)) do check(v >= -2 and v <= 2 and v == math.floor(v)) end
  check(table.concat(row(42, 1000), " ") == table.concat(row(42, 1000), " "))
  check(table.concat(row(42, 1000), " ") ~= table.concat(row(43, 1000), " "))
  gives("5, 1", math.random(5, 5), math.random(1))
  local seen = {}
  for _ = 1, 500 do seen[math.random(3)] = true end
  check(seen[1] and seen[2] and seen[3])
  raises("interval is empty", math.random, 0)
  raises("interval is empty", math.random, 2, 1)
  raises("wrong number of arguments", math.random, 1, 2, 3)
end
check(math.mod == math.fmod)
