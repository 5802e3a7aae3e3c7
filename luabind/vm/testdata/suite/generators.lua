-- Programs made of coroutines: generators, pipes, schedulers, searches, many at a time.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises
local yield, wrap, create, resume, status = coroutine.yield, coroutine.wrap, coroutine.create, coroutine.resume,
  coroutine.status

local function collect(it, limit)
  local t = {}
  for v in it do
    t[#t + 1] = v
    if #t == limit then break end
  end
  return table.concat(t, " ")
end

-- Generators.
local function range(a, b) return wrap(function() for i = a, b do yield(i) end end) end
gives("'1 2 3', '', '5 6'", collect(range(1, 3)), collect(range(3, 1)), collect(range(5, 100), 2))
local function fibonacci() return wrap(function() local a, b = 0, 1 while true do yield(a); a, b = b, a + b end end) end
gives("'0 1 1 2 3 5 8 13 21 34'", collect(fibonacci(), 10))
local function permutations(t)
  return wrap(function()
    local function go(n)
      if n == 0 then return yield(table.concat(t)) end
      for i = 1, n do
        t[i], t[n] = t[n], t[i]
        go(n - 1)
        t[i], t[n] = t[n], t[i]
      end
    end
    go(#t)
  end)
end
gives("'bca cba cab acb bac abc'", collect(permutations { "a", "b", "c" }))
local function inorder(node) if node then inorder(node.l); yield(node.k, node.v); inorder(node.r) end end
do
  local root
  local function put(node, k, v)
    if not node then return { k = k, v = v } end
    if k < node.k then node.l = put(node.l, k, v) else node.r = put(node.r, k, v) end
    return node
  end
  for k, v in pairs { m = 1, c = 2, x = 3, a = 4, z = 5, d = 6 } do root = put(root, k, v) end
  local t = {}
  for k, v in wrap(function() inorder(root) end) do t[#t + 1] = k .. v end
  gives("'a4 c2 d6 m1 x3 z5'", table.concat(t, " "))
end

-- Pipes: each stage asks the one before it.
local function map(it, f) return wrap(function() for v in it do yield(f(v)) end end) end
local function filter(it, keep) return wrap(function() for v in it do if keep(v) then yield(v) end end end) end
local function take(it, n) return wrap(function() for _ = 1, n do yield(it()) end end) end
local function zip(a, b)
  return wrap(function()
    while true do
      local x, y = a(), b()
      if not (x and y) then return end
      yield(x, y)
    end
  end)
end
gives("'4 16 36'", collect(take(map(filter(range(1, 1e9), function(v) return v % 2 == 0 end),
  function(v) return v * v end), 3)))
do
  local t = {}
  for a, b in zip(range(1, 3), fibonacci()) do t[#t + 1] = a .. ":" .. b end
  gives("'1:0 2:1 3:1'", table.concat(t, " "))
  -- A sieve where every prime is a stage of its own.
  local function sieve(it)
    return wrap(function()
      while true do
        local prime = it()
        yield(prime)
        local rest = it
        it = filter(rest, function(v) return v % prime ~= 0 end)
      end
    end)
  end
  gives("'2 3 5 7 11 13 17 19 23 29 31 37'", collect(sieve(range(2, math.huge)), 12))
end

-- Producer and consumer, either of which drives the other.
do
  local function producer(items) return create(function() for _, v in ipairs(items) do yield(v) end return nil end) end
  local function consumer(source)
    local got = {}
    while true do
      local ok, v = resume(source)
      check(ok)
      if not v then return table.concat(got, ",") end
      got[#got + 1] = v
    end
  end
  gives("'x,y,z'", consumer(producer { "x", "y", "z" }))
  local sink = wrap(function(v) local sum = 0 while v do sum = sum + v; v = yield(sum) end return "total " .. sum end)
  gives("1, 3, 6, 'total 6'", sink(1), sink(2), sink(3), sink())
end

-- A scheduler with tasks that sleep, wait for messages, and fail.
do
  local log, ready, clock = {}, {}, 0
  local boxes = {}
  local function spawn(name, f) ready[#ready + 1] = { at = clock, n = #ready, co = create(f), name = name } end
  local function sleep(n) yield("sleep", n) end
  local function send(box, v) boxes[box] = boxes[box] or {}; table.insert(boxes[box], v) end
  local function receive(box)
    while not (boxes[box] and boxes[box][1]) do sleep(1) end
    return table.remove(boxes[box], 1)
  end
  spawn("a", function() for i = 1, 3 do log[#log + 1] = "a" .. i; sleep(2) end send("box", "from a") end)
  spawn("b", function() local v = receive("box"); log[#log + 1] = v; log[#log + 1] = "b at " .. clock end)
  spawn("c", function() sleep(3); error("c fails", 0) end)
  spawn("d", function() spawn("e", function() log[#log + 1] = "e" end) end)
  while #ready > 0 do
    table.sort(ready, function(x, y) if x.at ~= y.at then return x.at < y.at end return x.n < y.n end)
    local task = table.remove(ready, 1)
    clock = math.max(clock, task.at)
    local ok, what, n = resume(task.co)
    if not ok then log[#log + 1] = what
    elseif what == "sleep" then
      task.at = clock + n
      ready[#ready + 1] = task
    else check(status(task.co) == "dead") end
  end
  gives("'a1 e a2 c fails a3 from a b at 6'", table.concat(log, " "))
end

-- A search that gives up a branch by an error and finds all solutions by yields.
do
  local function queens(n)
    return wrap(function()
      local cols = {}
      local function free(r, c)
        for i = 1, r - 1 do
          if cols[i] == c or math.abs(cols[i] - c) == r - i then return false end
        end
        return true
      end
      local function place(r)
        if r > n then return yield(table.concat(cols, "")) end
        for c = 1, n do
          if free(r, c) then
            cols[r] = c
            place(r + 1)
          end
        end
      end
      place(1)
    end)
  end
  gives("'2413 3142'", collect(queens(4)))
  local n = 0
  for _ in queens(6) do n = n + 1 end
  gives("4", n)
end

-- Many: alive at once, one after the other, within each other.
do
  local all = {}
  for i = 1, 1000 do all[i] = wrap(function() local sum = i while true do sum = sum + (yield(sum) or 0) end end) end
  local sum = 0
  for round = 1, 3 do for i = 1, 1000 do sum = sum + all[i](round) end end
  check(sum == 3 * 500500 + (2 * 1000) + (2 + 3) * 1000, sum)
  for i = 1, 3000 do check(wrap(function(a) return yield(a) end)(i) == i) end
  local function nest(n) if n == 0 then return 0 end return 1 + wrap(nest)(n - 1) end
  gives("100", nest(100))
  local function down(n)
    if n > 0 then return 1 + down(n - 1) end
    yield("deep")
    return 0
  end
  local deep = wrap(function() return down(3000) end)
  gives("'deep', 3000", deep(), deep())
  -- Symmetric: two that hand over to each other through a dispatcher.
  local names, steps = {}, 0
  local function transfer(to, v) return yield(to, v) end
  names.ping = create(function(v) while v < 10 do v = transfer("pong", v + 1) end return nil, v end)
  names.pong = create(function(v) while true do v = transfer("ping", v * 2) end end)
  local to, v = "ping", 0
  while to do
    local _
    _, to, v = resume(names[to], v)
    steps = steps + 1
  end
  gives("14, 7", v, steps)
end
raises("cannot resume dead", (function() local f = range(1, 1); f(); f(); return f end)())
