-- Finds what was meant by a misspelt name.
local ipairs, byte, min, abs = ipairs, string.byte, math.min, math.abs

-- distance counts the letters to change, add, remove or swap with the next.
local function distance(a, b)
  local before, last = nil, {}
  for j = 0, #b do
    last[j] = j
  end
  for i = 1, #a do
    local row = {[0] = i}
    for j = 1, #b do
      local x, y = byte(a, i), byte(b, j)
      row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x == y and 0 or 1))
      if before and j > 1 and x == byte(b, j - 1) and y == byte(a, i - 1) then
        row[j] = min(row[j], before[j - 2] + 1)
      end
    end
    before, last = last, row
  end
  return last[#b]
end

-- nearest gives the name that is most like word, nil if none is much like it.
return function(word, names)
  local best, found = #word / 3 + 0.5, nil
  for _, name in ipairs(names) do
    if abs(#name - #word) <= best then
      local d = distance(word, name)
      if d < best or d == best and found and name < found then
        best, found = d, name
      end
    end
  end
  return found
end
