-- Tables: their length, table.concat, unpack.
local prelude = require("prelude")
local gives = prelude.gives

gives("0", #setmetatable({}, { __len = function() return 10 end }))
gives("'z/a'", table.concat({ [0] = "z", "a" }, "/", 0))
gives("'a', 'b'", unpack({ [-1] = "a", [0] = "b" }, -1, 0))
