-- Runs lines of Lua, each of which begins with "+" if it passes, or with "-" if it
-- raises; one that begins with blanks belongs to the one before. Gives the number of
-- lines; those that are not as they should be are an error.
return function(text, world)
  local wrong, count = {}, 0
  setmetatable(world, {__index = _G})
  for mark, code in text:gsub("\n +", " "):gmatch("([+-]) ([^\n]+)") do
    local chunk, err = loadstring(code, "=line")
    if not chunk then
      error(code .. ": " .. err, 0)
    end
    setfenv(chunk, world)
    local ok, raised = pcall(chunk)
    count = count + 1
    if ok ~= (mark == "+") then
      table.insert(wrong, mark .. " " .. code .. "\n    " .. tostring(raised))
    end
  end
  if #wrong > 0 then
    error(#wrong .. " of " .. count .. " lines are not as they should be:\n" .. table.concat(wrong, "\n"), 0)
  end
  return count
end
