-- os: time, dates, files, the environment.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

-- time and date
do
  local now = os.time()
  check(type(now) == "number" and now > 1e9 and now == math.floor(now))
  local t = os.date("*t", now)
  check(os.time(t) == now and type(t.isdst) == "boolean" and t.year >= 2020)
  t = os.date("!*t", 0)
  gives("1970, 1, 1, 0, 0, 0, 5, 1, false", t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst)
  t = os.date("!*t", 951827696) -- 29 February 2000
  gives("2000, 2, 29, 12, 34, 56, 3, 60", t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday)
  local noon = os.time({ year = 2001, month = 9, day = 9 })
  gives("12, 0, 0", os.date("*t", noon).hour, os.date("*t", noon).min, os.date("*t", noon).sec)
  check(os.time({ year = 2001, month = 9, day = 10 }) - noon == 86400)
  check(os.time({ year = 2001, month = 9, day = 9, hour = 13 }) - noon == 3600)
  -- Fields out of range are carried over.
  check(os.time({ year = 2001, month = 13, day = 1 }) == os.time({ year = 2002, month = 1, day = 1 }))
  check(os.time({ year = 2001, month = 3, day = 0 }) == os.time({ year = 2001, month = 2, day = 28 }))
  check(os.time({ year = 2000, month = 3, day = 0 }) == os.time({ year = 2000, month = 2, day = 29 }))
  check(os.time({ year = 2001, month = 1, day = 1, hour = 0, min = 90 }) == os.time({ year = 2001, month = 1, day = 1,
    hour = 1, min = 30 }))
  check(os.time({ year = "2001", month = "9", day = "9" }) == noon)
  raises("field 'day' missing in date table", os.time, { year = 2001, month = 1 })
  raises("field 'year' missing in date table", os.time, { day = 1, month = 1 })
  raises("bad argument #1 to", os.time, 5)
  gives("10, 0", os.difftime(15, 5), os.difftime(now, now))
  gives("'2000-02-29 12:34:56'", os.date("!%Y-%m-%d %H:%M:%S", 951827696))
  gives("'Tuesday Tue February Feb 29 060 00 2 12 PM %'", os.date("!%A %a %B %b %d %j %y %w %I %p %%", 951827696))
  gives("'02/29/00 12:34:56', 'Tue Feb 29 12:34:56 2000'", os.date("!%x %X", 951827696), os.date("!%c", 951827696))
  gives("'', 'plain'", os.date("!", 0), os.date("!plain", 0))
  check(os.date() == os.date("%c", os.time()) or os.date() == os.date("%c"))
  check(os.date("%H", now) == ("%02d"):format(os.date("*t", now).hour))
  raises("bad argument #2 to", os.date, "%c", {})
  -- Every day of four years, and back.
  local stamp, days = os.time({ year = 2000, month = 1, day = 1 }), 0
  for _, year in ipairs { 2000, 2001, 2002, 2003 } do
    for month = 1, 12 do
      local last = os.date("*t", os.time({ year = year, month = month + 1, day = 0 })).day
      for day = 1, last do
        days = days + 1
        local d = os.date("*t", os.time({ year = year, month = month, day = day }))
        check(d.year == year and d.month == month and d.day == day)
      end
    end
  end
  check(days == 1461 and stamp < noon)
end

-- clock
do
  local a = os.clock()
  local x = 0
  for i = 1, 10000 do x = x + i end
  check(type(a) == "number" and a >= 0 and os.clock() >= a and x == 50005000)
end

-- Files.
do
  local a, b = "suite_os_a", "suite_os_b"
  local f = assert(io.open(a, "w"))
  f:write("x")
  f:close()
  gives("true", os.rename(a, b))
  gives("nil", io.open(a) and "still there")
  gives("nil, 'suite_os_a: No such file or directory', 2", os.rename(a, b))
  gives("true", os.remove(b))
  gives("nil, 'suite_os_b: No such file or directory', 2", os.remove(b))
  raises("bad argument #1 to", os.remove)
  raises("bad argument #2 to", os.rename, a)
  local tmp = os.tmpname()
  check(type(tmp) == "string" and tmp ~= os.tmpname())
  f = assert(io.open(tmp, "w"))
  f:write("temp")
  f:close()
  check(os.remove(tmp))
end

-- The environment, commands, the locale.
check(type(os.getenv("PATH")) == "string" and os.getenv("NO_SUCH_VARIABLE_HERE") == nil)
raises("bad argument #1 to", os.getenv)
check(os.execute() ~= 0 and os.execute("exit 0") == 0 and os.execute("exit 3") == 3 * 256
  and os.execute("test -d .") == 0)
do
  local p = assert(io.popen("printf 'a\\nb\\n'; printf c"))
  gives("'a', 'b', 'c', nil", p:read("*l", "*l", "*l", "*l"))
  check(io.type(p) == "file" and p:close())
  local t = {}
  for l in io.popen("for i in 1 2 3; do echo $i; done"):lines() do t[#t + 1] = l end
  gives("'1 2 3'", table.concat(t, " "))
  p = assert(io.popen("cat > suite_os_c", "w"))
  p:write("to the command\n", 5)
  p:close()
  local f = assert(io.open("suite_os_c"))
  gives("'to the command', '5'", f:read("*l", "*l"))
  f:close()
  os.remove("suite_os_c")
end
gives("'C', 'C', nil", os.setlocale("C"), os.setlocale(), os.setlocale("no such locale"))
gives("'C', 'C'", os.setlocale(nil, "numeric"), os.setlocale("C", "all"))
raises("bad argument #2 to", os.setlocale, "C", "color")
