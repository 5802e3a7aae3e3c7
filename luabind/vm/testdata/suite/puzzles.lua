-- Classic small programs: counting, simulating, trying all.
local prelude = require("prelude")
local check, gives = prelude.check, prelude.gives

-- Eight queens, by three arrays that say what is attacked.
do
  local function queens(n)
    local col, up, down, board, found, first = {}, {}, {}, {}, 0, nil
    local function place(row)
      if row > n then
        found = found + 1
        first = first or table.concat(board, " ")
        return
      end
      for c = 1, n do
        if not (col[c] or up[row + c] or down[row - c]) then
          col[c], up[row + c], down[row - c], board[row] = true, true, true, c
          place(row + 1)
          col[c], up[row + c], down[row - c] = nil, nil, nil
        end
      end
    end
    place(1)
    return found, first
  end
  gives("92, '1 5 8 6 3 7 2 4'", queens(8))
  gives("0, nil", queens(3))
end

-- The sieve of Eratosthenes, and the factors that follow from it.
do
  local function primes(n)
    local composite, list = {}, {}
    for i = 2, n do
      if not composite[i] then
        list[#list + 1] = i
        for j = i * i, n, i do composite[j] = true end
      end
    end
    return list
  end
  local p = primes(10000)
  local sum = 0
  for _, v in ipairs(p) do sum = sum + v end
  gives("1229, 9973, 5736396", #p, p[#p], sum)
  local function factors(n)
    local t = {}
    for _, f in ipairs(p) do
      while n % f == 0 do t[#t + 1], n = f, n / f end
      if f * f > n then break end
    end
    if n > 1 then t[#t + 1] = n end
    return table.concat(t, "x")
  end
  gives("'2x2x3x5x7', '9973', '3x3x37x333667'", factors(420), factors(9973), factors(111111111))
end

-- Conway's life: a glider on a torus comes back.
do
  local size = 8
  local function parse(rows)
    local w = {}
    for r = 1, size do
      w[r] = {}
      for c = 1, size do w[r][c] = rows[r] ~= nil and rows[r]:sub(c, c) == "#" or false end
    end
    return w
  end
  local function step(w)
    local n = {}
    for r = 1, size do
      n[r] = {}
      for c = 1, size do
        local alive = 0
        for dr = -1, 1 do
          for dc = -1, 1 do
            local row, col = (r + dr - 1) % size + 1, (c + dc - 1) % size + 1
            if not (dr == 0 and dc == 0) and w[row][col] then alive = alive + 1 end
          end
        end
        n[r][c] = alive == 3 or alive == 2 and w[r][c]
      end
    end
    return n
  end
  local function show(w)
    local rows = {}
    for r = 1, size do
      local row = {}
      for c = 1, size do row[c] = w[r][c] and "#" or "." end
      rows[r] = table.concat(row)
    end
    return table.concat(rows, "\n")
  end
  local w = parse { ".#", "..#", "###" }
  local start, t = show(w), w
  for _ = 1, 4 do t = step(t) end
  check(show(t) == show(parse { "", "..#", "...#", ".###" }), show(t))
  for _ = 5, 4 * size do t = step(t) end
  check(show(t) == start)
end

-- Towers of Hanoi, by recursion and by counting.
do
  local pegs = { {}, {}, {} }
  for d = 10, 1, -1 do table.insert(pegs[1], d) end
  local moves = 0
  local function move(n, from, to, via)
    if n == 0 then return end
    move(n - 1, from, via, to)
    local d = table.remove(pegs[from])
    check(not pegs[to][1] or pegs[to][#pegs[to]] > d)
    table.insert(pegs[to], d)
    moves = moves + 1
    return move(n - 1, via, to, from)
  end
  move(10, 1, 3, 2)
  gives("1023, 0, '10 9 8 7 6 5 4 3 2 1'", moves, #pegs[1], table.concat(pegs[3], " "))
end

-- Permutations, combinations and subsets.
do
  local function each(t, n, f)
    if n == 1 then return f(t) end
    for i = 1, n do
      each(t, n - 1, f)
      local k = n % 2 == 0 and i or 1
      t[k], t[n] = t[n], t[k]
    end
  end
  local seen, n = {}, 0
  each({ 1, 2, 3, 4, 5, 6 }, 6, function(t)
    local key = table.concat(t)
    check(not seen[key], key)
    seen[key], n = true, n + 1
  end)
  gives("720, true, true", n, seen["123456"], seen["654321"])
  local function choose(list, k, from, picked, out)
    from, picked, out = from or 1, picked or {}, out or {}
    if #picked == k then out[#out + 1] = table.concat(picked) return out end
    for i = from, #list do
      picked[#picked + 1] = list[i]
      choose(list, k, i + 1, picked, out)
      picked[#picked] = nil
    end
    return out
  end
  gives("'abc abd acd bcd', 'a b c d', 1", table.concat(choose({ "a", "b", "c", "d" }, 3), " "),
    table.concat(choose({ "a", "b", "c", "d" }, 1), " "),
    #choose({ "a", "b" }, 0))
end
