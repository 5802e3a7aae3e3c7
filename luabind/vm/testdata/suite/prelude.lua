-- What the programs of this suite check with. Each error names the line at fault.
local prelude = {}

-- show gives values as text, strings in quotes.
local function show(...)
  local shown = {}
  for i = 1, select("#", ...) do
    local v = select(i, ...)
    shown[i] = type(v) == "string" and "'" .. v .. "'" or tostring(v)
  end
  return table.concat(shown, ", ")
end
prelude.show = show

-- check wants a true value.
function prelude.check(ok, note)
  if not ok then error("check failed" .. (note and ": " .. tostring(note) or ""), 2) end
end

-- gives wants values which show gives as the text want.
function prelude.gives(want, ...)
  local got = show(...)
  if got ~= want then error("want " .. want .. "\n got " .. got, 2) end
end

-- contains tells whether text is in message, where "..." stands for anything.
local function contains(message, text)
  local at = 1
  for piece in (text .. "..."):gmatch("(.-)%.%.%.") do
    local from, to = message:find(piece, at, true)
    if not from then return false end
    at = to + 1
  end
  return true
end

-- raises wants the call f(...) to fail with a message that contains text;
-- "..." in it stands for anything.
function prelude.raises(text, f, ...)
  local ok, message = pcall(f, ...)
  if ok then error("no error: " .. text, 2) end
  if type(message) ~= "string" or not contains(message, text) then
    error("want an error with: " .. text .. "\n got " .. show(message), 2)
  end
end

-- refuses wants src to be no valid chunk.
function prelude.refuses(src)
  if loadstring(src) then error("compiled: " .. src, 2) end
end

return prelude
