-- Calls the functions of all libraries with arguments that are mostly wrong, in
-- each way in which a call has a name or none, and prints what comes of it.

local libraries = {"_G", "coroutine", "debug", "file", "io", "math", "os", "package", "string", "table"}

-- Not called: they would end the script, wait for input, or write addresses;
-- they take no arguments and much time; or they are in Lua 5.1 only.
local skipped = {
	["_G.print"] = true, ["debug.debug"] = true, ["os.exit"] = true, ["os.tmpname"] = true, ["io.tmpfile"] = true,
	["debug.sethook"] = true, ["debug.gethook"] = true, ["debug.getregistry"] = true, ["file.__gc"] = true,
}

-- Calls that are not compared: those in which Lua 5.1 differs, and one that calls
-- itself until the stack is full.
local different = {"^_G%.assert%(nil, [{ftu]", "^string%.dump%(function", "^_G%.pcall%(.*by __call"}

-- What these return is not compared; only its types are shown.
local varying = {
	["_G.collectgarbage"] = true, ["_G.gcinfo"] = true, ["_G.loadstring"] = true, ["_G.next"] = true,
	["math.log"] = true, ["math.pow"] = true, ["math.random"] = true, ["os.clock"] = true, ["os.date"] = true,
	["os.time"] = true, ["os.getenv"] = true, ["package.loadlib"] = true,
}

local values = {
	{"nil", function() return nil end},
	{"{}", function() return {} end, common = true},
	{"function", function() return function() end end},
	{"true", function() return true end},
	{"'x'", function() return "x" end},
	{"'10'", function() return "10" end, common = true},
	{"1.5", function() return 1.5 end},
	{"-1", function() return -1 end},
	{"userdata", newproxy},
	{"thread", function() return coroutine.create(function() end) end},
}

local common = {}
for _, v in ipairs(values) do
	if v.common then common[#common + 1] = v end
end

-- How a function is called. Each is a chunk that is given the function and the
-- arguments; NAME is the function's. The last ones are for methods of files: file
-- gives one, at its beginning.
local ways = {
	{"field", [[local f = ... local lib = {NAME = f} return pcall(function(f, ...) return "", lib.NAME(...) end, ...)]]},
	{"method", [[local f = ... local o = {NAME = f} return pcall(function(f, ...) return "", o:NAME(...) end, ...)]]},
	{"pcall", [[return pcall(...)]]},
	{"method of a string", [[local f = ... getmetatable("").__index = {NAME = f}
		return pcall(function(f, ...) return "", ("10"):NAME(...) end, ...)]]},
	{"method by name", [[local f = ... local o = {NAME = f}
		return pcall(function(f, ...) return "", o.NAME(...) end, ...)]]},
	{"local", [[return pcall(function(f, ...) local g = f return "", g(...) end, ...)]]},
	{"parameter", [[return pcall(function(f, ...) return "", f(...) end, ...)]]},
	{"upvalue", [[local g = ... return pcall(function(f, ...) return "", g(...) end, ...)]]},
	{"global", [[g = ... return pcall(function(f, ...) return "", g(...) end, ...)]]},
	{"tail call", [[local g = ... return pcall(function(f, ...) return g(...) end, ...)]]},
	{"statement", [[return pcall(function(f, ...) f(...) end, ...)]]},
	{"in parentheses", [[return pcall(function(f, ...) return "", (f)(...) end, ...)]]},
	{"index", [[return pcall(function(f, ...) local t = {f} return "", t[1](...) end, ...)]]},
	{"key", [[return pcall(function(f, ...) local t, k = {NAME = f}, "NAME" return "", t[k](...) end, ...)]]},
	{"result", [[return pcall(function(f, ...) local function get() return f end return "", get()(...) end, ...)]]},
	{"__call", [[return pcall(function(f, ...) local t = setmetatable({}, {__call = f}) return "", t(...) end, ...)]]},
	{"__index", [[local t = {sec = 0, min = 0, hour = 0, day = 1, month = 1, year = 1, isdst = false} -- for os.time
		return pcall(function(f, ...) return "", setmetatable(t, {__index = f})[...] end, ...)]]},
	{"__add", [[return pcall(function(f, ...) return "", setmetatable({}, {__add = f}) + (...) end, ...)]]},
	{"for", [[return pcall(function(f, ...) for v in f, ... do return "", v end end, ...)]]},
	{"method of a file", [[return pcall(function(f, ...) return "", file():NAME(...) end, ...)]], "file"},
	{"pcall with a file", [[local f = ... return pcall(f, file(), select(2, ...))]], "file"},
	{"field with a file", [[return pcall(function(f, ...) return "", io.stdin.NAME(file(), ...) end, ...)]], "file"},
}

local function lib(name)
	if name == "file" then return getmetatable(io.stdout).__index end
	return _G[name]
end

-- The functions that are called, by name. The first ones found count: calls may
-- change the libraries.
local functions = {}
for _, l in ipairs(libraries) do
	local names = {}
	for name, f in pairs(lib(l)) do
		if type(f) == "function" and not skipped[l .. "." .. name] then names[#names + 1] = name end
	end
	table.sort(names)
	for _, name in ipairs(names) do functions[#functions + 1] = {l, name, lib(l)[name]} end
end

local ipairs, select, type, unpack, tostring, _G = ipairs, select, type, unpack, tostring, _G
local string, table, io, os, debug, package = string, table, io, os, debug, package
local print, assert, collectgarbage, setfenv, loadstring = print, assert, collectgarbage, setfenv, loadstring
local stringMeta = getmetatable("")

local open
local function file()
	if io.type(open) ~= "file" then open = io.tmpfile() end
	open:seek("set")
	return open
end

local plain = {1, true, function() end, coroutine.create(function() end)}

-- restored undoes what calls may have done.
local function restored(...)
	for _, v in ipairs(plain) do debug.setmetatable(v, nil) end
	debug.setmetatable(nil, nil)
	debug.setmetatable("", stringMeta)
	stringMeta.__index = string
	if debug.sethook then debug.sethook() end
	io.output(io.stdout)
	io.input(io.stdin)
	for _, name in ipairs{"x", "10"} do _G[name], package.loaded[name] = nil, nil end
	collectgarbage("restart")
	return ...
end

local function line(text) return (text:gsub("0x%x+", "ADDR"):gsub("\n.*", "...")) end

local function shown(varies, ok, ...)
	local r = {ok and "returns" or "fails"}
	for i = 1, select("#", ...) do
		local v = select(i, ...)
		if io.type(v) == "file" and v ~= io.stdin and v ~= io.stdout then v:close() end
		if (type(v) == "string" or type(v) == "number") and not (ok and varies) then r[#r + 1] = line(tostring(v))
		else r[#r + 1] = type(v) end
	end
	return table.concat(r, " ")
end

local function call(f, way, chunk, ...)
	local texts, args, n = {}, {}, select("#", ...)
	for i = 1, n do
		local v = select(i, ...)
		texts[i], args[i] = v[1], v[2]()
	end
	local text = f[1] .. "." .. f[2] .. "(" .. table.concat(texts, ", ") .. ") by " .. way[1]
	for _, p in ipairs(different) do
		if text:find(p) then return end
	end
	setfenv(chunk, setmetatable({file = file}, {__index = _G}))
	if f[1] == "io" then os.remove("x") os.remove("10") end
	local got = shown(varying[f[1] .. "." .. f[2]], restored(chunk(f[3], unpack(args, 1, n))))
	print(text .. " " .. got)
end

-- each calls f in one way: without arguments, with one, and with two and three
-- where full is set. Otherwise, and before a third argument, only those serve that
-- many functions take.
local function each(f, way, full)
	local chunk = assert(loadstring(way[2]:gsub("NAME", f[2]), "=" .. way[1]))
	call(f, way, chunk)
	for _, a in ipairs(full and values or common) do
		call(f, way, chunk, a)
		for _, b in ipairs(full and values or {}) do
			call(f, way, chunk, a, b)
			local third = a.common and b.common
			for _, c in ipairs(third and values or {}) do call(f, way, chunk, a, b, c) end
		end
	end
end

for _, f in ipairs(functions) do
	for w, way in ipairs(ways) do
		if way[3] == nil or way[3] == f[1] then each(f, way, w <= 2 or way[3]) end
	end
end
