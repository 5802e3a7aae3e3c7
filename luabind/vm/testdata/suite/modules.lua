-- module, require and package.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

local made = {}
local function write(name, text)
  local f = assert(io.open(name, "w"))
  f:write(text)
  f:close()
  made[#made + 1] = name
end

-- package.loaded and preload
check(package.loaded._G == _G and package.loaded.string == string and require("math") == math)
check(package.loaded.prelude == prelude and require("prelude") == prelude)
do
  local calls = 0
  package.preload.given = function(...) calls = calls + 1; return { args = { ... } } end
  local m = require("given")
  check(m == require("given") and package.loaded.given == m)
  gives("1, 1, 'given'", calls, #m.args, m.args[1])
  package.loaded.given = nil
  check(require("given") ~= m and calls == 2)
  package.preload.none = function() end
  gives("true, true", require("none"), package.loaded.none)
  package.preload.no = function() return false end
  gives("false", require("no"))
  package.preload.own = function(name) package.loaded[name] = "put there" end
  gives("'put there'", require("own"))
  package.preload.bad = function() error({ "its own" }) end
  local ok, e = pcall(require, "bad")
  check(not ok and e[1] == "its own")
  raises("loop or previous error loading module 'bad'", require, "bad")
  package.preload.loop_a = function() return require("loop_b") end
  package.preload.loop_b = function() return require("loop_a") end
  raises("loop or previous error loading module 'loop_a'", require, "loop_a")
end

-- package.path
do
  local saved = package.path
  package.path = "./?_mod.lua;./?.none;./mods-?.lua"
  write("first_mod.lua", "local name = ... return { name = name, n = select('#', ...) }")
  write("mods-second.lua", "loads = (loads or 0) + 1 return 'second ' .. loads")
  write("syntax_mod.lua", "x = = 1")
  write("fails_mod.lua", "\nerror('at load')")
  gives("'first', 1, 'second 1', 'second 1'", require("first").name, require("first").n, require("second"),
    require("second"))
  package.loaded.second = nil
  gives("'second 2'", require("second"))
  loads = nil
  raises("error loading module 'syntax' from file './syntax_mod.lua':\n\t./syntax_mod.lua:1: ", require, "syntax")
  raises("./fails_mod.lua:2: at load", require, "fails")
  raises("module 'absent' not found:\n\tno field package.preload['absent']\n\tno file './absent_mod.lua'\n"
    .. "\tno file './absent.none'\n\tno file './mods-absent.lua'", require, "absent")
  raises("no file './a/b_mod.lua'", require, "a.b") -- dots are folders
  package.path = nil
  raises("'package.path' must be a string", require, "absent")
  package.path = saved
  raises("bad argument #1 to", require)
end

-- package.loaders
do
  local asked = {}
  local function finder(name)
    asked[#asked + 1] = name
    if name:find("^virtual%.") then return function(n) return { made_for = n } end end
    return "\n\tno virtual '" .. name .. "'"
  end
  table.insert(package.loaders, 1, finder)
  gives("'virtual.x'", require("virtual.x").made_for)
  raises("module 'other' not found:\n\tno virtual 'other'\n\tno field package.preload['other']", require, "other")
  gives("'virtual.x other'", table.concat(asked, " "))
  table.remove(package.loaders, 1)
  gives("true, '/'", #package.loaders >= 2, package.config:sub(1, 1))
end

-- module
do
  local chunk = assert(loadstring([[
    local type, base = type, _G
    module("mod.sub", ...)
    value = 1
    function get() return value, type(print), _NAME, _PACKAGE, _M == base.mod.sub end]], "@mod.lua"))
  chunk()
  gives("1, 'nil', 'mod.sub', 'mod.', true", mod.sub.get())
  check(package.loaded["mod.sub"] == mod.sub and require("mod.sub") == mod.sub and getfenv(chunk) == mod.sub)
  assert(loadstring([[module("mod.sub") more = 2]]))()
  gives("1, 2", mod.sub.value, mod.sub.more)
  mod = nil
  -- With seeall the globals are seen, and not changed.
  assert(loadstring([[module("seen", package.seeall) s = tostring(5) print = nil]]))()
  gives("'5', 'function', true", seen.s, type(print), seen.tostring == tostring)
  check(getmetatable(seen).__index == _G and rawget(seen, "tostring") == nil)
  seen = nil
  -- Options are called with the module.
  local got
  package.preload.opt = function(name) module(name, function(m) got = m; m.extra = "x" end); z = 5 end
  local m = require("opt")
  gives("true, 'x', 5, 'opt', ''", got == m, m.extra, m.z, m._NAME, m._PACKAGE)
  opt = nil
  taken = 5
  raises("name conflict for module", loadstring("module('taken')"))
  taken = nil
  raises("bad argument #1 to", module)
end

-- A family of modules as files write them.
do
  write("shape.lua", [[
    local shape = {} shape.__index = shape
    function shape.new(n) return setmetatable({ n = n }, shape) end
    function shape:area() return self.n * self:factor() end
    function shape:factor() return 1 end
    return shape]])
  write("square.lua", [[
    local shape = require("shape")
    local square = setmetatable({}, { __index = shape }) square.__index = square
    function square.new(n) return setmetatable(shape.new(n), square) end
    function square:factor() return self.n end
    return square]])
  local shape, square = require("shape"), require("square")
  gives("3, 9", shape.new(3):area(), square.new(3):area())
  check(package.loaded.shape == shape and rawget(_G, "shape") == nil)
end
raises("bad argument #1 to", package.seeall, 5)
for _, name in ipairs(made) do assert(os.remove(name)) end
