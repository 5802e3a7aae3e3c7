-- Shows values as text, in Lua's own notation as far as it goes: short, in a stable
-- order, and of limited size whatever the value holds.
local arguments = require "luassert.arguments"
local keys_of = require "luassert.keys"
local state = require "luassert.state"
local values = require "luassert.values"

local ipairs, next, pcall, type, tostring, tonumber = ipairs, next, pcall, type, tostring, tonumber
local byte, find, gsub, rep, sub, format = string.byte, string.find, string.gsub, string.rep, string.sub, string.format
local concat, insert, getinfo = table.concat, table.insert, debug and debug.getinfo

local show = {}

-- How many bytes of a string are shown, and how long a table in one line may be.
local longest_string, longest_line = 500, 72
-- How many entries are shown of a table with all that is in it.
show.many, show.few = 60, 8

local named = {["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ['"'] = '\\"', ["\\"] = "\\\\"}

local longest_character = 4 -- bytes

-- inside tells whether a byte belongs to the character before.
local function inside(text, at)
  local b = byte(text, at)
  return b ~= nil and b >= 0x80 and b < 0xC0
end

-- cut gives the bytes from first to last, and the rest of the characters at both ends.
function show.cut(text, first, last)
  for _ = 1, longest_character do
    first = first > 1 and inside(text, first) and first - 1 or first
    last = inside(text, last + 1) and last + 1 or last
  end
  return sub(text, first, last)
end

-- quote shows a string, or the first bytes of it.
function show.quote(text)
  local shown = gsub(show.cut(text, 1, longest_string), '[%c"\\]', function(c)
    return named[c] or format("\\%03d", byte(c))
  end)
  return '"' .. shown .. '"' .. (#text > longest_string and format("... (%d bytes)", #text) or "")
end

local function number(n)
  local text = tostring(n)
  if n == n and tonumber(text) ~= n and n - n == 0 then
    return format("%.17g", n)
  end
  return text
end

-- other shows what Lua has no notation for.
local function other(value)
  local ok, text = pcall(tostring, value)
  text = ok and text or "(" .. type(value) .. ")"
  if type(value) == "function" and getinfo then
    local info = getinfo(value, "S")
    if info.what ~= "C" then
      text = text .. " (" .. info.short_src .. ":" .. info.linedefined .. ")"
    end
  end
  return text
end

-- key shows a key in a table constructor.
local function key(k, value_of)
  if type(k) == "string" and find(k, "^[%a_][%w_]*$") then
    return k .. " = "
  end
  return "[" .. value_of(k) .. "] = "
end

-- joined puts the entries of a table into one line, or into as many as it takes.
local function joined(entries, depth)
  local indent = "\n" .. rep("  ", depth)
  local lines, line = {}, ""
  for i, entry in ipairs(entries) do
    entry = entry .. (i < #entries and "," or "")
    if line == "" then
      line = entry
    elseif #line + #entry < longest_line and not find(line .. entry, "\n", 1, true) then
      line = line .. " " .. entry
    else
      insert(lines, line)
      line = entry
    end
  end
  insert(lines, line)
  if #lines == 1 and not find(line, "\n", 1, true) then
    return "{" .. line .. "}"
  end
  return "{" .. indent .. "  " .. concat(lines, indent .. "  ") .. indent .. "}"
end

-- table_text shows a table. todo counts down the entries that are still shown, above
-- are the tables that this one is in.
local function table_text(t, depth, deepest, todo, above)
  if above[t] then
    return "<cycle>"
  elseif next(t) == nil then
    return "{}"
  elseif depth >= deepest then
    return "{...}"
  end
  above[t] = true
  local function value_of(v)
    return show.value(v, deepest, todo, depth + 1, above)
  end
  local entries, keys, array = {}, keys_of(t)
  for i, k in ipairs(keys) do
    if todo.left <= 0 then
      insert(entries, format("... (%d more)", #keys - i + 1))
      break
    end
    todo.left = todo.left - 1
    insert(entries, (i <= array and "" or key(k, value_of)) .. value_of(t[k]))
  end
  above[t] = nil
  return joined(entries, depth)
end

local function list_text(list, value_of)
  local shown = {}
  for i = 1, list.n or #list do
    shown[i] = value_of(list[i])
  end
  return "(" .. concat(shown, ", ") .. ")"
end

-- value shows any value. Tables within one another are shown down to a depth, a
-- number of entries in all. A value whose metatable has __show is shown by that.
function show.value(value, deepest, todo, depth, above)
  local kind = type(value)
  if kind == "string" then
    return show.quote(value)
  elseif kind == "number" then
    return number(value)
  elseif kind == "nil" or kind == "boolean" then
    return tostring(value)
  elseif kind ~= "table" then
    return other(value)
  end
  local mt = values.metatable(value)
  if mt and mt.__show then
    return mt.__show(value)
  elseif arguments.is_list(value) then
    return list_text(value, function(v) return show.value(v, deepest, todo, depth, above) end)
  end
  return table_text(value, depth or 0, deepest, todo, above or {})
end

-- argument shows a value as a formatter does that was added for it, or else as value
-- does.
function show.argument(value, options)
  local text = state.format_argument(value, nil, options)
  if text ~= nil then
    return text
  end
  if arguments.is_list(value) then
    return list_text(value, show.argument)
  end
  local deepest = tonumber(state.get_parameter("TableFormatLevel")) or -1
  return show.value(value, deepest < 0 and math.huge or deepest, {left = show.many})
end

-- list makes texts of a list of values. Those that its field nofmt names stay as
-- they are; fmtargs has what formatters are told of others.
function show.list(list)
  local plain, options = list.nofmt or {}, list.fmtargs or {}
  for i = 1, list.n or #list do
    if not plain[i] then
      list[i] = show.argument(list[i], options[i])
    end
  end
  return list
end

-- short shows a value in a few words.
function show.short(value)
  local text = state.format_argument(value)
  return text ~= nil and text or show.value(value, 2, {left = show.few})
end

return show
