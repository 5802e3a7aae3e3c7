-- Tells where two values differ: tables key by key, long strings by lines or bytes.
local keys_of = require "luassert.keys"
local show = require "luassert.format"
local values = require "luassert.values"

local ipairs, type = ipairs, type
local byte, find, format, gmatch = string.byte, string.find, string.format, string.gmatch
local concat, insert, max, min = table.concat, table.insert, math.max, math.min

-- How many differences of tables, and lines of strings, are told.
local most_differences, most_lines = 20, 10
-- From which length on strings are compared byte by byte, and how many bytes are
-- shown around the first that differs.
local long, around = 40, 20
-- From which length on no more than that is shown of them.
local too_long = 200
-- How many bytes of a line are shown.
local longest_line = 200

local function lines_of(text)
  local lines = {}
  for line in gmatch(text .. "\n", "(.-)\n") do
    insert(lines, line)
  end
  return lines
end

-- add_lines adds the lines from first to last, marked, but not too many.
local function add_lines(to, lines, mark, first, last)
  for i = first, min(last, first + most_lines - 1) do
    insert(to, mark .. show.cut(lines[i], 1, longest_line))
  end
  if last - first >= most_lines then
    insert(to, format("%s... (%d more lines)", mark, last - first + 1 - most_lines))
  end
end

-- of_lines shows what lies between the lines that are the same at the beginning and
-- at the end: "-" before lines that are missing, "+" before those that came instead.
local function of_lines(expected, actual)
  local a, b = lines_of(expected), lines_of(actual)
  local first = 1
  while a[first] == b[first] do
    first = first + 1
  end
  local last_a, last_b = #a, #b
  while last_a >= first and last_b >= first and a[last_a] == b[last_b] do
    last_a, last_b = last_a - 1, last_b - 1
  end
  local out = {format("from line %d on (- expected, + got):", first)}
  add_lines(out, a, "  ", max(1, first - 2), first - 1)
  add_lines(out, a, "- ", first, last_a)
  add_lines(out, b, "+ ", first, last_b)
  add_lines(out, a, "  ", last_a + 1, min(#a, last_a + 2))
  return concat(out, "\n")
end

-- excerpt shows the bytes around a place.
local function excerpt(text, at)
  local first, last = max(1, at - around), min(#text, at + around)
  return (first > 1 and "..." or "") .. show.quote(show.cut(text, first, last)) .. (last < #text and "..." or "")
end

local function of_strings(expected, actual)
  if find(expected, "\n", 1, true) or find(actual, "\n", 1, true) then
    return of_lines(expected, actual)
  elseif max(#expected, #actual) <= long then
    return nil
  end
  local at = 1
  while at <= #expected and byte(expected, at) == byte(actual, at) do
    at = at + 1
  end
  local a, b = excerpt(expected, at), excerpt(actual, at)
  if max(#expected, #actual) > too_long then
    return format("they differ from byte %d on", at), a, b
  end
  return format("from byte %d on: expected %s, got %s", at, a, b)
end

-- step shows a key as a part of a path.
local function step(k)
  if type(k) == "string" and find(k, "^[%a_][%w_]*$") then
    return "." .. k
  end
  return "[" .. show.short(k) .. "]"
end

-- by_keys adds the differences of two tables to found, which counts all of them.
local function by_keys(expected, actual, path, found, begun)
  local with = begun[expected] or {}
  if with[actual] then
    return
  end
  begun[expected], with[actual] = with, true
  for _, k in ipairs((keys_of(expected, actual))) do
    local a, b = expected[k], actual[k]
    local mt = values.metatable(a)
    local deep = type(a) == "table" and type(b) == "table" and not (mt and mt.__eq and mt == values.metatable(b))
    if deep then
      by_keys(a, b, path .. step(k), found, begun)
    elseif a ~= b then
      found.count = found.count + 1
      if found.count <= most_differences then
        insert(found, path .. step(k) .. ": " .. (
          b == nil and "missing, expected " .. show.short(a)
          or a == nil and "unexpected, got " .. show.short(b)
          or "expected " .. show.short(a) .. ", got " .. show.short(b)))
      end
    end
  end
end

local function of_tables(expected, actual)
  local found = {count = 0}
  by_keys(expected, actual, "", found, {})
  if found.count > most_differences then
    insert(found, format("... (%d more differences)", found.count - most_differences))
  end
  return found.count > 0 and concat(found, "\n") or nil
end

-- The function gives lines that tell the differences, nil where the values
-- themselves are as clear; and of long strings what is to be shown in their place.
return function(expected, actual)
  if type(expected) == "string" and type(actual) == "string" then
    return of_strings(expected, actual)
  elseif type(expected) == "table" and type(actual) == "table" then
    return of_tables(expected, actual)
  end
end
