-- io.
local prelude = require("prelude")
local gives = prelude.gives

local f = assert(io.open("pending_io.txt", "w"))
f:close()
gives("", io.lines("pending_io.txt")())
os.remove("pending_io.txt")
