-- Files by io and by handles, in the folder where the program runs.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises
local name = "suite_io.txt"

local function write(text)
  local f = assert(io.open(name, "wb"))
  assert(f:write(text))
  assert(f:close())
end
local function content()
  local f = assert(io.open(name, "rb"))
  local text = f:read("*a")
  f:close()
  return text
end

-- Open, write, read, close.
do
  local f = assert(io.open(name, "w"))
  gives("'file', nil, nil", io.type(f), io.type(5), io.type({}))
  check(tostring(f):find("^file %(0x%x+%)$") and type(f) == "userdata")
  gives("true", f:write("one\n", 2, "\n", 3.5, "\n"))
  gives("true, true", f:write(), f:flush())
  gives("true", f:close())
  gives("'closed file', 'file (closed)'", io.type(f), tostring(f))
  raises("attempt to use a closed file", function() f:write("x") end)
  raises("attempt to use a closed file", function() return f:read() end)
  raises("attempt to use a closed file", function() f:close() end)
  raises("attempt to use a closed file", io.close, f)
  gives("'one\n2\n3.5\n'", content())
  gives("nil, 'no such folder/x: No such file or directory', 2", io.open("no such folder/x"))
  gives("nil, 'none.txt: No such file or directory', 2", io.open("none.txt", "r"))
  raises("bad argument #1 to", io.open)
  raises("bad argument #1 to", io.close, 5)
  raises("bad argument #1 to", f.read)
  raises("bad argument #1 to", f.write, {}, "x")
end

-- Formats of read.
do
  write("line 1\nline 2\n\n  12 0x10 -3.5e1\nrest\nlast")
  local f = assert(io.open(name))
  gives("'line 1', 'l', 'ine 2', ''", f:read("*l", 1, "*l", "*l"))
  gives("12, 16, -35", f:read("*n", "*n", "*n"))
  gives("'', 'rest'", f:read(), f:read("*l"))
  gives("'', 'last', nil", f:read(0, "*l", "*l"))
  gives("'', nil, nil", f:read("*a"), f:read(0), f:read(5))
  gives("nil", f:read("*l", "*l"))
  f:close()
  f = assert(io.open(name))
  gives("'', 'line', ' 1\nli'", f:read(0, 4, 5))
  gives("'ne 2\n\n  12 0x10 -3.5e1\nrest\nlast', '', nil", f:read("*a"), f:read("*a"), f:read("*l"))
  f:close()
  write("x 5")
  f = assert(io.open(name))
  gives("nil", (f:read("*n", "*l")))
  f:close()
  f = assert(io.open(name))
  raises("bad argument #1 to 'read' (invalid", function() f:read("*x") end)
  gives("'x 5'", f:read(1000))
  raises("bad argument #2 to 'read' (invalid", function() f:seek("set"); f:read("*l", "l") end)
  f:close()
  write("")
  f = assert(io.open(name))
  gives("nil, nil, '', nil", f:read(), f:read(0), f:read("*a"), f:read("*n"))
  f:close()
  write("a\r\nb\0c\n\nd")
  f = assert(io.open(name, "rb"))
  check(f:read("*l") == "a\r" and f:read(4) == "b\0c\n" and f:read("*l") == "" and f:read("*l") == "d"
    and f:read("*l") == nil)
  f:close()
end

-- Lines.
do
  write("a\nb\n\nc")
  local t = {}
  for l in io.lines(name) do t[#t + 1] = l end
  gives("'a|b||c'", table.concat(t, "|"))
  t = {}
  local f = assert(io.open(name))
  for l in f:lines() do
    t[#t + 1] = l
    if l == "b" then break end
  end
  gives("'a|b', ''", table.concat(t, "|"), f:read("*l"))
  gives("'c', 'file'", f:lines()(), io.type(f))
  f:close()
  raises("none.txt: No such file", io.lines, "none.txt")
  local it = io.lines(name)
  for _ = 1, 4 do check(it()) end
  check(it() == nil)
  raises("file is already closed", it)
  write("\n\n")
  t = 0
  for l in io.lines(name) do t = t + 1; check(l == "") end
  gives("2", t)
end

-- seek, and the modes.
do
  write("0123456789")
  local f = assert(io.open(name, "r+"))
  gives("0, 10, 0, 5, '56', 7", f:seek(), f:seek("end"), f:seek("set"), f:seek("set", 5), f:read(2), f:seek("cur"))
  gives("4, '4', 8, '8', 10", f:seek("cur", -3), f:read(1), f:seek("end", -2), f:read(1), f:seek("end", 0))
  f:seek("set", 2)
  f:write("AB")
  f:seek("cur", 0)
  gives("'4', 5", f:read(1), f:seek())
  f:close()
  gives("'01AB456789'", content())
  f = assert(io.open(name, "a"))
  f:write("end")
  f:close()
  gives("'01AB456789end'", content())
  f = assert(io.open(name, "a+"))
  gives("'01A'", f:read(3))
  f:write("!")
  f:seek("set")
  gives("'01AB456789end!'", f:read("*a"))
  f:close()
  f = assert(io.open(name, "w+"))
  gives("nil", f:read("*l"))
  f:write("new text")
  f:seek("set", 4)
  gives("'text'", f:read("*l"))
  f:close()
  f = assert(io.open(name, "r"))
  local ok, e = f:write("x")
  check(ok == nil and type(e) == "string")
  local neg, e2, code = f:seek("set", -1)
  check(neg == nil and e2:find("Invalid argument") and code == 22)
  raises("bad argument #1 to 'seek'", function() f:seek("middle") end)
  raises("bad argument #2 to 'seek'", function() f:seek("set", "x") end)
  f:close()
  f = assert(io.open(name, "w"))
  gives("true, true, true", f:setvbuf("full", 1024), f:setvbuf("line"), f:setvbuf("no"))
  f:close()
  gives("''", content())
end

gives("true", os.remove(name))

do -- behind the last line
  local f = assert(io.open("empty.txt", "w"))
  f:close()
  gives("", io.lines("empty.txt")())
  os.remove("empty.txt")
end
