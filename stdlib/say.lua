-- Texts by key, in namespaces: one for each language. Called with a key and
-- values, it gives the text with the values in it.
local error, pcall, require, tostring, type, unpack = error, pcall, require, tostring, type, unpack
local setmetatable, concat, format, match, max = setmetatable, table.concat, string.format, string.match, math.max

local registry = {en = {}}
local current, fallback = "en", "en"
local loaded = false -- are those of assertions there?

local say = {_registry = registry}

local function namespace(name)
  registry[name] = registry[name] or {}
  return name
end

function say.set_namespace(_, name)
  current = namespace(name)
end

-- set_fallback names the namespace that has what the current one lacks.
function say.set_fallback(_, name)
  fallback = namespace(name)
end

function say.set(_, key, text)
  registry[current][key] = text
end

-- find gives the text for a key. Those of assertions are loaded when the first of them
-- is missing.
local function find(key)
  local text = registry[current][key]
  if text == nil then
    text = registry[fallback][key]
  end
  if text == nil and not loaded and match(tostring(key), "^assertion%.") then
    loaded = true
    require "luassert.messages"
    return find(key)
  end
  return text
end

local function call(_, key, values)
  if values ~= nil and type(values) ~= "table" then
    error("expected parameter table to be a table, got '" .. type(values) .. "'", 2)
  end
  local text = find(key)
  local n = values and max(values.n or 0, #values) or 0
  if text == nil or n == 0 then
    return text and tostring(text)
  end
  local shown = {}
  for i = 1, n do
    shown[i] = tostring(values[i])
  end
  local ok, filled = pcall(format, tostring(text), unpack(shown, 1, n))
  if ok then
    return filled
  end
  return tostring(text) .. "\n" .. concat(shown, "\n") -- it asks for more than there is
end

return setmetatable(say, {__call = call, __index = registry})
