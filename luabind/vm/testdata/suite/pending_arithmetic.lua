-- Zeros with a sign, numbers with a metatable, math.mod.
local prelude = require("prelude")
local check, gives = prelude.check, prelude.gives

do
  local zero, minus = 0, -1
  gives("-0, -inf, -0", zero * minus, 1 / (zero * minus), zero / minus)
end
do -- strings that are numbers do not ask the metatable
  debug.setmetatable(0, { __add = error })
  check(1 + "1" == 2)
  debug.setmetatable(0, nil)
end
check(math.mod == math.fmod)
