-- Data structures: a heap, a list, a cache, events.
local prelude = require("prelude")
local check, gives = prelude.check, prelude.gives

-- A binary heap with its own order, and heapsort.
local function Heap(less)
  local h, n = {}, 0
  local self = {}
  function self.push(v)
    n = n + 1
    local i = n
    while i > 1 do
      local up = (i - i % 2) / 2
      if not less(v, h[up]) then break end
      h[i], i = h[up], up
    end
    h[i] = v
    return self
  end
  function self.pop()
    if n == 0 then return nil end
    local top, v = h[1], h[n]
    h[n], n = nil, n - 1
    local i = 1
    while 2 * i <= n do
      local child = 2 * i
      if child < n and less(h[child + 1], h[child]) then child = child + 1 end
      if not less(h[child], v) then break end
      h[i], i = h[child], child
    end
    if n > 0 then h[i] = v end
    return top
  end
  function self.size() return n end
  return self
end
do
  local heap, x, list = Heap(function(a, b) return a < b end), 7, {}
  for i = 1, 500 do
    x = (x * 263 + 71) % 1009
    heap.push(x)
    list[i] = x
  end
  table.sort(list)
  for i = 1, 500 do check(heap.pop() == list[i], i) end
  gives("nil, 0", heap.pop(), heap.size())
  local tasks = Heap(function(a, b) if a.p ~= b.p then return a.p > b.p end return a.n < b.n end)
  for n, p in ipairs { 2, 5, 1, 5, 3 } do tasks.push({ p = p, n = n }) end
  local order = ""
  for t in tasks.pop do order = order .. t.p .. ":" .. t.n .. " " end
  gives("'5:2 5:4 3:5 2:1 1:3 '", order)
end

-- A doubly linked list, and a cache that forgets what was used least lately.
do
  local function Cache(size, load)
    local head = {}
    head.next, head.prev = head, head
    local items, count = {}, 0
    local function unlink(e) e.prev.next, e.next.prev = e.next, e.prev end
    local function front(e) e.next, e.prev, head.next.prev, head.next = head.next, head, e, e end
    return setmetatable({}, { __index = function(_, k)
      local e = items[k]
      if e then
        unlink(e)
      else
        if count == size then
          local last = head.prev
          unlink(last)
          items[last.k], count = nil, count - 1
        end
        e = { k = k, v = load(k) }
        items[k], count = e, count + 1
      end
      front(e)
      return e.v
    end, __call = function()
      local e = head
      return function() e = e.next; if e ~= head then return e.k, e.v end end
    end })
  end
  local loads = {}
  local c = Cache(3, function(k) loads[#loads + 1] = k; return k:rep(2) end)
  gives("'aa', 'bb', 'cc', 'aa', 'dd', 'bb'", c.a, c.b, c.c, c.a, c.d, c.b)
  local kept = {}
  for k, v in c() do kept[#kept + 1] = k .. v end
  gives("'a b c d b', 'bbb ddd aaa'", table.concat(loads, " "), table.concat(kept, " "))
end

-- Events: handlers that come and go while others run.
do
  local function Emitter()
    local handlers = {}
    local e = {}
    function e:on(name, f)
      handlers[name] = handlers[name] or {}
      table.insert(handlers[name], f)
      return function()
        for i, g in ipairs(handlers[name]) do if g == f then return table.remove(handlers[name], i) == f end end
        return false
      end
    end
    function e:emit(name, ...)
      local n = 0
      for _, f in ipairs({ unpack(handlers[name] or {}) }) do
        local ok, err = pcall(f, ...)
        if ok then n = n + 1 elseif name ~= "error" then self:emit("error", err) end
      end
      return n
    end
    return e
  end
  local e, log = Emitter(), {}
  local off = e:on("x", function(...) log[#log + 1] = "first " .. select("#", ...) end)
  local once
  once = e:on("x", function() once(); log[#log + 1] = "once" end)
  e:on("x", function(v) if v == "bad" then error("failed", 0) end log[#log + 1] = tostring(v) end)
  e:on("error", function(m) log[#log + 1] = "! " .. m end)
  gives("3, 1, 0", e:emit("x", 1, nil), e:emit("x", "bad"), e:emit("none"))
  gives("true, false, 1", off(), off(), e:emit("x", "last"))
  gives("'first 2,once,1,first 1,! failed,last'", table.concat(log, ","))
end
