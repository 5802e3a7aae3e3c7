-- Files beside the file of tests: where they are, what they contain, what they
-- return.
local where = require "luassert.where"

local fixtures = {}

local folder -- that paths are relative to; asked for once

local function absolute(path)
  if path:sub(1, 1) == "/" then return path end
  if not folder then
    local pwd = assert(io.popen("pwd"))
    folder = pwd:read("*l")
    pwd:close()
  end
  return folder .. "/" .. path
end

-- normal takes ".", ".." and what is empty out of an absolute path.
local function normal(path)
  local parts = {}
  for part in path:gmatch("[^/]+") do
    if part == ".." then
      table.remove(parts)
    elseif part ~= "." then
      table.insert(parts, part)
    end
  end
  return "/" .. table.concat(parts, "/")
end

local function check(fn, path)
  if type(path) ~= "string" then
    error(where.prefix() .. "bad argument #1 to '" .. fn .. "' (string expected, got " .. type(path) .. ")", 0)
  end
end

-- path gives the absolute path of a file, from one that is relative to the folder
-- of the file that calls; without it that folder.
function fixtures.path(sub)
  if sub ~= nil then check("path", sub) end
  local caller = where.place():gsub(":%d+$", "")
  return normal(absolute(caller) .. "/../" .. (sub or ""))
end

-- read gives what is in a file.
function fixtures.read(path)
  check("read", path)
  local file, err = io.open(fixtures.path(path), "rb")
  local text = file and file:read("*a")
  if not text then
    error(where.prefix() .. "error reading file " .. (err or path), 0)
  end
  file:close()
  return text
end

-- load runs a file of Lua, and gives what it returns; ".lua" may be left out.
function fixtures.load(path)
  check("load", path)
  if not path:find("%.lua$") then path = path .. ".lua" end
  local chunk, err = loadstring(fixtures.read(path), "@" .. path)
  if not chunk then
    error(where.prefix() .. "error loading file: " .. err, 0)
  end
  return chunk()
end

return fixtures
