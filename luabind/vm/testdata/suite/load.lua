-- load, loadstring, loadfile and dofile.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

-- loadstring
gives("3", loadstring("return 1 + 2")())
gives("1, 2, nil", loadstring("return ...")(1, 2, nil))
gives("0", loadstring("return select('#', ...)")())
gives("", loadstring("")())
gives("", loadstring("-- nothing")())
gives("5", loadstring("local a = ... return a")(5, 6))
do
  local f, e = loadstring("x =", "=mine")
  check(f == nil and e:find("^mine:1: "), e)
  f, e = loadstring("\n\nx = = 2", "@file.lua")
  check(f == nil and e:find("^file.lua:3: .*near '='"), e)
  f, e = loadstring("if x then")
  check(f == nil and e:find('^%[string "if x then"%]:1: '), e)
  f, e = loadstring("first line\nsecond")
  check(f == nil and e:find('^%[string "first line..."%]:'), e)
  check(loadstring("return 1") ~= loadstring("return 1"))
  raises("chunk:2: inside", loadstring("\nerror('inside')", "=chunk"))
  raises("file.lua:1: inside", loadstring("error('inside')", "@file.lua"))
  raises('[string "error(\'inside\')"]:1: inside', loadstring("error('inside')"))
  raises('[string "error("e")..."]:1: e', loadstring('error("e")\nx = 1'))
  raises("bad argument #1 to", loadstring)
  raises("bad argument #1 to", loadstring, {})
  raises("bad argument #2 to", loadstring, "", {})
  local x = "local"
  check(loadstring("return x")() == nil and x == "local", "a chunk sees no locals")
  local up = loadstring("local n = 0 return function() n = n + 1 return n end")
  local a, b = up(), up()
  gives("1, 2, 1", a(), a(), b())
  gives("55", loadstring("local s = 0 for i = 1, 10 do s = s + i end return s")())
  gives("3", loadstring("return loadstring('return ...')(3)")())
end

-- load takes the pieces of a function.
do
  local function pieces(...)
    local list, i = { ... }, 0
    return function() i = i + 1; return list[i] end
  end
  gives("42", load(pieces("return ", "4", "2"))())
  gives("'ab'", load(pieces("ret", "urn '", "a", "b'"))())
  gives("1", load(pieces("return 1", "", " + 1"))()) -- an empty piece ends it
  gives("", load(pieces())())
  gives("", load(function() end)())
  local src = "local t = {} for i = 1, 3 do t[i] = i end return table.concat(t, ',')"
  gives("'1,2,3'", load(src:gmatch("."))())
  local f, e = load(pieces("x ", "= ="), "=pieces")
  check(f == nil and e:find("^pieces:1: "), e)
  f, e = load(pieces("x = ="))
  check(f == nil and e:find("^=?%(?load%)?:1: ") or e:find("^%[string"), e)
  local t = {}
  f, e = load(function() error(t) end)
  check(f == nil and e == t)
  f, e = load(function() return {} end)
  check(f == nil and e:find("reader function must return a string"))
  raises("bad argument #1 to", load)
  raises("bad argument #1 to", load, "return 1")
  local n = 0
  load(function() n = n + 1; if n <= 1000 then return "x" .. n % 10 .. " = 1 " end end)
  gives("1001", n)
  raises("pieces:1: run", load(pieces("error('run')"), "=pieces"))
end

-- Files.
do
  local name = "chunk_for_load.lua"
  local function write(text)
    local f = assert(io.open(name, "wb"))
    f:write(text)
    f:close()
  end
  write("local a, b = ... return a, b, 'file'")
  gives("1, 2, 'file'", loadfile(name)(1, 2))
  gives("nil, nil, 'file'", dofile(name))
  write("#!/usr/bin/env lua\nreturn debug.getinfo(1, 'l').currentline")
  gives("2", dofile(name))
  write("# only this line")
  gives("", dofile(name))
  write("")
  gives("", dofile(name))
  write("g_of_file = (g_of_file or 0) + 1")
  dofile(name)
  dofile(name)
  gives("2", g_of_file)
  g_of_file = nil
  write("\nreturn +")
  local f, e = loadfile(name)
  check(f == nil and e:find("^" .. name .. ":%d: "), e)
  raises(name .. ":", dofile, name)
  write("\n\nerror('deep')")
  raises(name .. ":3: deep", dofile, name)
  write("error({ 7 })")
  local ok, v = pcall(dofile, name)
  check(not ok and v[1] == 7)
  write("return 1, nil, 3, nil")
  gives("4, 1, nil, 3, nil", select("#", dofile(name)), dofile(name))
  write("return ({...})[1], getfenv(1) == _G")
  gives("nil, true", dofile(name))
  write("coroutine.yield('in file') return 'end'")
  gives("true, 'in file'", coroutine.resume(coroutine.create(loadfile(name))))
  os.remove(name)
  f, e = loadfile("no such file.lua")
  check(f == nil and e:find("no such file.lua", 1, true) and e:find("No such file"), e)
  raises("no such file.lua", dofile, "no such file.lua")
end

-- What is compiled keeps its meaning: the same program as text, in pieces, and from a file.
do
  local src = [[
    local t = { ... }
    local function fold(f, a, i) if i > #t then return a end return fold(f, f(a, t[i]), i + 1) end
    return fold(function(a, b) return a + b end, 0, 1), #t]]
  gives("10, 4", loadstring(src)(1, 2, 3, 4))
  local i = 0
  local f = load(function()
    i = i + 7
    return src:sub(i - 6, i)
  end)
  gives("10, 4", f(1, 2, 3, 4))
  for n = 1, 60 do
    local deep = ("("):rep(n) .. "1" .. (")"):rep(n)
    check(loadstring("return " .. deep)() == 1)
    check(loadstring("return " .. ("{"):rep(n) .. ("}"):rep(n)))
    check(loadstring(("do "):rep(n) .. ("end "):rep(n)))
    check(loadstring("return " .. ("not "):rep(n) .. "true")() == (n % 2 == 0))
    check(loadstring("return " .. ("- "):rep(n) .. "1")() == (n % 2 == 0 and 1 or -1))
    check(loadstring("return function() " .. ("return function() "):rep(n) .. ("end "):rep(n) .. "end"))
  end
end
gives("'=name', 'return 1'", debug.getinfo(loadstring("return 1", "=name")).source,
  debug.getinfo(loadstring("return 1")).source)
