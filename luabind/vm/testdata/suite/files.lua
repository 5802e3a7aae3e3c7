-- The default files, several handles of a file, temporary files.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

local name, other = "suite_files_a.txt", "suite_files_b.txt"

local function write(text)
  local f = assert(io.open(name, "wb"))
  assert(f:write(text))
  assert(f:close())
end
local function content(of)
  local f = assert(io.open(of or name, "rb"))
  local text = f:read("*a")
  f:close()
  return text
end

-- The default files.
do
  local stdin, stdout = io.input(), io.output()
  check(io.type(stdin) == "file" and stdin == io.stdin and stdout == io.stdout and io.type(io.stderr) == "file")
  io.output(name)
  check(io.output() ~= stdout)
  check(io.write("by ", "io.write ", 5, "\n", "2\n"))
  io.close()
  raises("", io.write, "x")
  io.output(stdout)
  io.input(name)
  gives("'by io.write 5', 2, nil", io.read(), io.read("*n"), io.read("*l") == "" and nil)
  io.close(io.input())
  raises("", io.read)
  io.input(stdin)
  local f = assert(io.open(name))
  check(io.input(f) == f and io.input() == f)
  gives("'by io.write 5', '2'", io.read("*l"), io.lines()())
  io.input(stdin)
  f:close()
  raises("none.txt", io.input, "none.txt")
  check(io.input() == stdin)
end

-- Two handles of one file, and many files.
do
  local w, r = assert(io.open(name, "w")), assert(io.open(name, "r"))
  w:write("first\n")
  w:flush()
  gives("'first', nil", r:read(), r:read())
  w:write("second\n")
  w:flush()
  gives("'second'", r:read())
  w:close()
  r:close()
  local handles = {}
  for i = 1, 20 do handles[i] = assert(io.open(name .. i, "w+")) end
  for i, h in ipairs(handles) do h:write("file ", i); h:seek("set"); check(h:read("*a") == "file " .. i) end
  for i, h in ipairs(handles) do check(h:close() and os.remove(name .. i)) end
  -- A copy by blocks.
  local data = {}
  for i = 1, 5000 do data[i] = i .. (i % 7 == 0 and "\n" or ",") end
  data = table.concat(data)
  write(data)
  local from, to = assert(io.open(name, "rb")), assert(io.open(other, "wb"))
  while true do
    local block = from:read(1000)
    if not block then break end
    to:write(block)
  end
  from:close()
  to:close()
  check(content(other) == data and #data == #content())
  local n, sum = 0, 0
  for l in io.lines(other) do n = n + 1; for v in l:gmatch("%d+") do sum = sum + v end end
  gives("715, 12502500", n, sum)
end

-- A temporary file.
do
  local f = io.tmpfile()
  gives("'file'", io.type(f))
  f:write("temp")
  f:seek("set")
  gives("'temp'", f:read("*a"))
  f:close()
end
gives("true, true", os.remove(name), os.remove(other))
