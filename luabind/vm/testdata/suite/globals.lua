-- What there is: every name of the libraries, and that arguments are checked.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

local libraries = {
  _G = "assert collectgarbage dofile error gcinfo getfenv getmetatable ipairs load loadfile loadstring module newproxy "
    .. "next pairs pcall print rawequal rawget rawset require select setfenv "
    .. "setmetatable tonumber tostring type unpack xpcall",
  string = "byte char dump find format gfind gmatch gsub len lower match rep reverse sub upper",
  table = "concat foreach foreachi getn insert maxn remove setn sort",
  math = "abs acos asin atan atan2 ceil cos cosh deg exp floor fmod frexp ldexp log log10 max min mod modf pow rad "
    .. "random randomseed sin sinh sqrt tan tanh",
  io = "close flush input lines open output popen read tmpfile type write",
  os = "clock date difftime execute exit getenv remove rename setlocale time tmpname",
  coroutine = "create resume running status wrap yield",
  debug = "getfenv getinfo getlocal getmetatable getupvalue setfenv setlocal setmetatable setupvalue traceback",
  package = "loadlib seeall",
}
-- What can be called with nothing, or is not to be.
local bare = {}
for name in ("collectgarbage dofile error gcinfo getfenv loadfile newproxy print string.char table.setn math.random "
  .. "io.close io.flush io.input io.lines io.output io.read io.tmpfile io.write os.clock os.date os.execute "
  .. "os.exit os.setlocale os.time os.tmpname coroutine.running coroutine.yield debug.traceback getmetatable "
  .. "setmetatable debug.setmetatable"):gmatch("%S+") do bare[name] = true end

local count = 0
for library, names in pairs(libraries) do
  check(type(_G[library]) == "table", library)
  for name in names:gmatch("%S+") do
    local f, full = _G[library][name], library == "_G" and name or library .. "." .. name
    check(type(f) == "function", full)
    if not bare[full] then raises("bad argument #", f) end
    count = count + 1
  end
end
gives("122", count)
gives("'Lua 5.1', 'number', 'number', 'string', 'string', 'table'", _VERSION, type(math.pi), type(math.huge),
  type(package.path), type(package.cpath),
  type(package.loaded))
for _, name in ipairs { "stdin", "stdout", "stderr" } do gives("'file'", io.type(io[name])) end
for _, name in ipairs { "preload", "loaders" } do gives("'table'", type(package[name])) end

-- Methods of files are those of the handles.
for name in ("close flush lines read seek setvbuf write"):gmatch("%S+") do
  check(type(io.stdout[name]) == "function" and io.stdout[name] == io.stderr[name], name)
  raises("bad argument #1 to", io.stdout[name], 5)
end
-- Methods of strings are the library's.
for name in libraries.string:gmatch("%S+") do check(("")[name] == string[name], name) end

-- The first argument of a wrong type, for functions of one type of argument.
local wants = {
  string = { n = 4, values = { {}, true, print, nil },
    names = "byte len lower upper reverse rep sub find match gmatch gsub format", from = string },
  table = { n = 5, values = { "x", 1, true, print, nil },
    names = "concat insert remove sort maxn getn foreach foreachi", from = table },
  number = { n = 5, values = { {}, "x", true, print, nil },
    names = "abs ceil floor sqrt sin cos tan exp log log10 deg rad modf frexp max min", from = math },
}
for kind, want in pairs(wants) do
  for name in want.names:gmatch("%S+") do
    for i = 1, want.n do raises(kind, want.from[name], want.values[i]) end
  end
end
-- Numbers are taken for strings, and strings that read as numbers for numbers.
gives("3, 2, 1, '12', 8", #string.rep(1, 3), math.sqrt("4"), math.abs("-1"), string.lower(12), math.pow("2", "3"))

-- The error has the function's name and the types.
raises("bad argument #1 to 'rep' (string expected, got no value)", function() string.rep() end)
raises("bad argument #2 to 'rep' (number expected, got string)", function() string.rep("x", "y") end)
raises("bad argument #1 to 'insert' (table expected, got nil)", function() table.insert(nil, 1) end)
raises("bad argument #1 to 'floor' (number expected, got table)", function() math.floor({}) end)
raises("bad argument #2 to 'format' (no value)", function() string.format("%d") end)
raises("bad argument #1 to 'rep' (number expected, got string)", function() ("x"):rep("y") end)
raises("bad argument #1 to 'gsub' (string expected, got nil)", function() ("x"):gsub(nil, "") end)

-- type
gives("'nil', 'boolean', 'number', 'string', 'table', 'function', 'thread', 'userdata'", type(nil), type(false),
  type(1), type("1"), type({}),
  type(type), type(coroutine.create(function() end)), type(io.stdout))
