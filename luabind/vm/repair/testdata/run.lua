-- Runs a generated program and gives what it emitted as text.
-- What such a program may use is in its environment. "NONE" is no result.

local function show(v)
  local t = type(v)
  if t == "table" then
    local keys = {}
    for k, w in pairs(v) do
      if type(w) ~= "string" and type(w) ~= "number" then w = type(w) end
      if w ~= w then w = "nan" end
      if type(k) ~= "string" and type(k) ~= "number" then k = type(k) end
      keys[#keys + 1] = tostring(k) .. "=" .. tostring(w)
    end
    table.sort(keys)
    return "{" .. table.concat(keys, ",") .. "}"
  elseif t == "function" or t == "thread" then
    return t
  end
  return v == v and tostring(v) or "nan"
end

-- Of messages only the lines are compared, not the words. What a program raises
-- itself has no blanks in it.
local function errors()
  local overflow = false
  local function fault(e)
    if type(e) ~= "string" then return e end
    if e:find("overflow") or e:find("too many nested") then overflow = true end
    local lines = ""
    while true do
      local line, rest = e:match("^p:(%d+): (.*)$")
      if not line then break end
      lines, e = lines .. line .. ":", rest
    end
    return lines .. (e:find(" ") and "?" or e)
  end
  return fault, function() return overflow end
end

local function environment(out, fault)
  local ticks, calls, metas = 0, 0, 0
  local env = {
    T = { x = 1 }, P = {}, CB = {}, G1 = 7, fault = fault,
    ipairs = ipairs, pairs = pairs, next = next, select = select, unpack = unpack, string = string, table = table,
    pcall = pcall, xpcall = xpcall, error = error, assert = assert, coroutine = coroutine, tostring = tostring,
    tonumber = tonumber, setmetatable = setmetatable, getmetatable = getmetatable, rawget = rawget, rawset = rawset,
    rawequal = rawequal, setfenv = setfenv, getfenv = getfenv, loadstring = loadstring,
  }
  env.E = env
  function env.emit(...)
    if #out > 300 then return end
    local parts = {}
    for i = 1, select("#", ...) do parts[i] = show((select(i, ...))) end
    out[#out + 1] = table.concat(parts, " ")
  end
  function env.num(v) return type(v) == "number" and v % 4 or 1 end
  function env.int(v) return type(v) == "number" and v == v and math.floor(v % 4) or 2 end
  function env.str(v) return type(v) == "string" and #v < 20 and v or type(v) end
  function env.add(a, b)
    if type(a) == "number" and type(b) == "number" then return (a + b) % 7 end
    return a
  end
  -- small gives what an operation of any values gave: a text of it is no numeral.
  function env.small(v)
    if type(v) == "string" then return "s" .. v:sub(1, 15) end
    if type(v) ~= "number" then return v end
    return v == v and v % 1000 or "nan"
  end
  function env.id(...) return ... end
  function env.fld(v) if type(v) == "table" then return v.x end end
  function env.lt(a, b) return type(a) == "number" and type(b) == "number" and a < b end
  function env.key(v) return type(v) == "number" and v == v and v or "x" end
  function env.list(v) return type(v) == "table" and v or {} end
  function env.tostr(v)
    local meta = getmetatable(v)
    return type(meta) == "table" and rawget(meta, "__tostring") and tostring(v)
  end
  function env.tick()
    ticks = ticks + 1
    return ticks > 1000
  end
  function env.upto(s, c)
    c = type(c) == "number" and c or 0
    if not env.tick() and c < env.num(s) then return c + 1, s end
  end
  function env.call(f, ...)
    calls = calls + 1
    if calls < 150 and (type(f) == "function" or type(f) == "table" and getmetatable(f)) then return f(...) end
  end
  -- meta is a metamethod that does no more than call a function, and first one
  -- of the first argument only: how often __unm is given its operand is not compared.
  function env.meta(f)
    return function(...)
      metas = metas + 1
      if metas < 100 then return f(...) end
    end
  end
  function env.first(f)
    f = env.meta(f)
    return function(x) return f(x) end
  end
  function env.metaof(v)
    local meta = getmetatable(v)
    return type(meta) == "table" and meta or {}
  end
  function env.same(a, b)
    env.emit("same")
    return rawget(a, "x") ~= nil and b
  end
  function env.less(a, b)
    env.emit("less", type(a), type(b))
    return type(a) == "table" and rawget(a, "x")
  end
  local function trim(n, v, ...)
    if n == 0 then return end
    return fault(v), trim(n - 1, ...)
  end
  function env.trim(...) return trim(select("#", ...), ...) end
  -- A handler that fails is called with its own error, and how often is open.
  local handling = 0
  function env.handler(f)
    local function handled(...)
      handling = handling - 1
      return ...
    end
    return function(e)
      handling = handling + 1
      if handling > 8 then fault("overflow") end
      return handled(f(fault(e)))
    end
  end
  function env.resume(co, ...)
    if type(co) == "thread" then return env.trim(coroutine.resume(co, ...)) end
  end
  function env.status(co) return type(co) == "thread" and coroutine.status(co) end
  return env
end

return function(source)
  local f, message = loadstring(source, "@p")
  if not f then return "NONE " .. message end
  local out = {}
  local fault, overflow = errors()
  setfenv(f, environment(out, fault))
  local ok, err = pcall(f, 5, 6)
  if not ok then out[#out + 1] = "ERROR " .. show(fault(err)) end
  if overflow() then return "NONE overflow" end
  return (table.concat(out, "|"):gsub("[\r\n\t]", " "))
end
