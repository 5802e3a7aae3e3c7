-- A formatter that shows strings as bytes, 16 to the line: assert:add_formatter(it).
local byte, format, gsub, rep, sub = string.byte, string.format, string.gsub, string.rep, string.sub
local concat, type = table.concat, type

return function(value)
  if type(value) ~= "string" then
    return nil
  end
  local lines = {#value .. " bytes"}
  for at = 1, #value, 16 do
    local row = sub(value, at, at + 15)
    local hex = gsub(row, ".", function(c) return format("%02x ", byte(c)) end)
    lines[#lines + 1] = format("%04x  ", at - 1) .. hex .. rep("   ", 16 - #row) .. " " .. gsub(row, "[^ -~]", ".")
  end
  return concat(lines, "\n")
end
