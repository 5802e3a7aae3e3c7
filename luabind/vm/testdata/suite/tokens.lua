-- Numerals, escapes and blanks that are unlike those of other versions.
local prelude = require("prelude")
local check, gives, refuses = prelude.check, prelude.gives, prelude.refuses

for _, bad in ipairs { "return '\\256'", "return '\\999'", "return 1e", "return 1e+", ";", "local a;;",
  "do ; end" } do refuses(bad) end
check(loadstring("return 1 --[=not long\n + 1"))
check(loadstring(" \t\v\f\r\n"))
gives("12, 7, 10, 1000000000000", 00012, 007, 0010, 1e00012)
check(1e400 == math.huge and -1e400 == -math.huge)
