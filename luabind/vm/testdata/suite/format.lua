-- string.format.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises
local format = string.format

local function shows(want, ...)
  local got = format(...)
  if got ~= want then error("want <" .. want .. ">\n got <" .. got .. ">", 2) end
end

shows("", "")
shows("plain", "plain")
shows("100%", "100%%")
shows("%s %", "%%s %%")
shows("a\0b", "a\0b")

-- %s
shows("x", "%s", "x")
shows("1 1.5 -0.25", "%s %s %s", 1, 1.5, -.25)
shows("    x|x    ", "%5s|%-5s", "x", "x")
shows("ab|abc||   ab", "%.2s|%.5s|%.0s|%5.2s", "abc", "abc", "abc", "abc")
shows("a.b", "%s.%s", "a", "b")
check(#format("%s", ("x"):rep(1000)) == 1000 and #format("%99.99s", "x") == 99)
check(format("%s", "a\0b") == "a" and #format("%s", ("a\0"):rep(50)) == 100, "as printf, unless it is long")
raises("bad argument #2 to", format, "%s")
raises("bad argument #3 to", format, "%s%s", "x")

-- %d, %i, %u, %x, %X, %o, %c
shows("5 -5 0", "%d %i %d", 5, -5, 0)
shows("    5|5    |00005|+5| 5|+0005", "%5d|%-5d|%05d|%+d|% d|%+05d", 5, 5, 5, 5, 5, 5)
shows("005|  005|-005|", "%.3d|%5.3d|%.3d|%.0d", 5, 5, -5, 0)
shows("-5 |   -5|-0005", "%-3d|%5d|%05d", -5, -5, -5)
shows("42 0 10", "%u %u %u", 42, 0, "10")
shows("ff FF 0xff 0XFF 00ff ff  |", "%x %X %#x %#X %04x %-4x|", 255, 255, 255, 255, 255, 255)
shows("17 017 0", "%o %#o %o", 15, 15, 0)
shows("A", "%c", 65)
shows("    A|A    |", "%5c|%-5c|", 65, 65)
check(format("%c%c%c", 0, 255, 10) == "\255\n")
shows("3 -3", "%d %d", 3.99, -3.99)
shows("10 255", "%d %d", "10", "0xff")
shows("2147483648 -2147483649 9007199254740992", "%d %d %d", 2 ^ 31, -2 ^ 31 - 1, 2 ^ 53)
shows("ffffffffffffffff", "%x", -1)
shows("100000000", "%x", 2 ^ 32)
raises("bad argument #2 to", format, "%d", "x")
raises("bad argument #2 to", format, "%d", {})
raises("bad argument #2 to", format, "%d")
raises("bad argument #3 to", format, "%d %d", 1, nil)

-- %f, %e, %E, %g, %G
shows("1.500000 -0.333333 3.00", "%f %f %.2f", 1.5, -1 / 3, 3)
shows("3 4 2 0", "%.0f %.0f %.0f %.0f", 2.5 + .6, 3.5, 2.5, .5)
shows("   1.50|1.50   |0001.50|+1.50", "%7.2f|%-7.2f|%07.2f|%+.2f", 1.5, 1.5, 1.5, 1.5)
shows("1.", "%#.0f", 1)
shows("1.500000e+00 1.5E-10 -1.00e+100", "%e %.1E %.2e", 1.5, 1.5e-10, -1e100)
shows("1 0.5 1e+20 1e-05 100000 1e+06", "%g %g %g %g %g %g", 1, .5, 1e20, 1e-5, 1e5, 1e6)
shows("3.14 3.1416 1E+20 1.50000", "%.3g %.5g %G %#g", math.pi, math.pi, 1e20, 1.5)
shows("0.1 0.10000000000000001 0.30000000000000004", "%.14g %.17g %.17g", .1, .1, .1 + .2)
shows("inf -inf  inf INF", "%f %g %4g %G", math.huge, -math.huge, math.huge, math.huge)
shows("+inf|inf  |  inf", "%+f|%-5f|%5e", math.huge, math.huge, math.huge)
check(format("%f", 0 / 0):find("^%-?nan$") and format("%5.1f", 0 / 0):find("nan$"))
shows("1e+300", "%g", 1e300)
check(#format("%f", 1e300) == 308 and #format("%.99f", .1) == 101)
shows("1.5", "%s", "1.5")
shows("1.50", "%.2f", "1.5")
raises("bad argument #2 to", format, "%f", "one")

-- %q is read back as it was.
shows('"a"', "%q", "a")
shows('"say \\"hi\\""', "%q", 'say "hi"')
shows('"a\\\nb"', "%q", "a\nb")
shows('"back\\\\slash"', "%q", "back\\slash")
shows('"cr\\r nul\\000 tab\t"', "%q", "cr\r nul\0 tab\t")
shows('"1"', "%q", 1)
for _, s in ipairs { "", "x", "\0", "\0001", "\r\n", "\\", "\"", "'", "\\n", "\200\255", "\1\2\3", "a\\\nb",
  "[[x]]" } do
  check(loadstring("return " .. format("%q", s))() == s, s)
end
raises("bad argument #2 to", format, "%q", {})
raises("bad argument #2 to", format, "%q")

-- What is no directive.
for _, bad in ipairs { "%", "%y", "%10", "%-", "%5.", "%l", "%b", "%ls", "%v", "%T", "%p" } do
  raises("", format, bad, 1)
end
raises("invalid option '%y' to 'format'", format, "%y", 1)
raises("invalid format", format, "%123d", 1)
raises("invalid format", format, "%.123d", 1)
raises("invalid format", format, "%------d", 1)
raises("bad argument #1 to", format)
raises("bad argument #1 to", format, {})

-- Surplus arguments are left out; the directives take theirs in order.
shows("1 2", "%d %d", 1, 2, 3)
shows("a1b2.0c3", "%s%d%s%.1f%s%x", "a", 1, "b", 2, "c", 3)
shows("12", 12)
gives("'x=1', 'y'", ("x=%d"):format(1), ("%s"):format("y"))
do
  local rows = {}
  for i, name in ipairs { "one", "three", "eleven" } do rows[i] = format("%-8s|%3d|%6.2f", name, i * 5, i / 3) end
  gives("'one     |  5|  0.33/three   | 10|  0.67/eleven  | 15|  1.00'", table.concat(rows, "/"))
end
for n = 0, 20 do
  local wide = format("%" .. (n > 0 and n or "") .. "d", 12345)
  check(#wide == math.max(n, 5) and tonumber(wide) == 12345)
  check(format("%." .. n .. "f", 1 / 8) == format("%." .. n .. "f", "0.125"))
end
