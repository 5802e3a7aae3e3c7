-- Finds the line of the script that an error is about: the nearest one outside of
-- this library.
local error, pcall = error, pcall
local find, match = string.find, string.match

-- Files of the library are called so.
local ours = "^%(tlua%)/"
-- How far up the stack to look.
local deepest = 60

local where = {}

-- level finds the nearest line outside of the library: its level, with this function
-- at 1, and "file:line: "; 1 and "" if there is none.
local function level()
  for at = 2, deepest do
    local _, position = pcall(error, "", at)
    if position ~= "" and not find(position, ours) then
      return at, position
    end
  end
  return 1, ""
end

-- level gives the level of that line, as the caller would give it to error.
function where.level()
  return (level()) - 2
end

-- prefix gives "file:line: ", or "".
function where.prefix()
  local _, position = level()
  return position
end

-- place gives "file:line", or nil; of the line that is further up by some levels.
function where.place(further)
  local at, position = level()
  if further and further > 0 then
    local _
    _, position = pcall(error, "", at - 1 + further)
  end
  return match(position, "^(.*:%d+): $")
end

return where
