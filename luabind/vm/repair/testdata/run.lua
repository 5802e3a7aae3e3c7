-- Runs a generated program and gives what it emitted as text.
-- What such a program may use is in env; nothing of it raises errors.

local function show(v)
  local t = type(v)
  if t == "table" then
    local keys = {}
    for k, w in pairs(v) do
      if type(w) == "table" or type(w) == "function" then w = type(w) end
      if type(k) == "table" or type(k) == "function" then k = type(k) end
      keys[#keys + 1] = tostring(k) .. "=" .. tostring(w)
    end
    table.sort(keys)
    return "{" .. table.concat(keys, ",") .. "}"
  elseif t == "function" then
    return t
  end
  return tostring(v)
end

local function environment(out)
  local ticks, calls = 0, 0
  local env = { T = { x = 1 }, CB = {}, G1 = 7, ipairs = ipairs, select = select }
  function env.emit(...)
    if #out > 300 then return end
    local parts = {}
    for i = 1, select("#", ...) do parts[i] = show((select(i, ...))) end
    out[#out + 1] = table.concat(parts, " ")
  end
  function env.num(v) return type(v) == "number" and v % 4 or 1 end
  function env.str(v) return type(v) == "string" and #v < 20 and v or type(v) end
  function env.add(a, b)
    if type(a) == "number" and type(b) == "number" then return (a + b) % 7 end
    return a
  end
  function env.id(...) return ... end
  function env.fld(v) if type(v) == "table" then return v.x end end
  function env.lt(a, b) return type(a) == "number" and type(b) == "number" and a < b end
  function env.key(v) return type(v) == "number" and v or "x" end
  function env.list(v) return type(v) == "table" and v or {} end
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
    if type(f) == "function" and calls < 200 then return f(...) end
  end
  return env
end

return function(source)
  local f, message = loadstring(source, "@p")
  if not f then return "LOAD " .. message end
  local out = {}
  setfenv(f, environment(out))
  local ok, err = pcall(f, 5, 6)
  if not ok then out[#out + 1] = "ERROR " .. tostring(tostring(err):match("^p:(%d+):")) end
  return (table.concat(out, "|"):gsub("[\r\n\t]", " "))
end
