-- Coroutines: states, values in and out, errors, nesting.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises
local create, resume, yield, status, wrap, running =
  coroutine.create, coroutine.resume, coroutine.yield, coroutine.status, coroutine.wrap, coroutine.running

-- Values go in and out.
do
  local got = {}
  local co = create(function(...)
    got[1] = prelude.show(...)
    for i = 1, 3 do got[i + 1] = prelude.show(yield(i, #got)) end
    return "end"
  end)
  gives("true, 1, 1", resume(co, "a", nil))
  gives("true, 2, 2", resume(co))
  gives("true, 3, 3", resume(co, 1, 2))
  gives("true, 'end'", resume(co, nil))
  check(table.concat(got, "|") == "'a', nil||1, 2|nil")
  gives("false, 'cannot resume dead coroutine'", resume(co))
  gives("'dead'", status(co))
end
gives("true", resume(create(function() end)))
gives("true, nil", resume(create(function() return nil end)))
gives("true", resume(create(function() yield() end)))
gives("true, 1, nil, 3, nil", resume(create(function() yield(1, nil, 3, nil) end)))
gives("true, 0", resume(create(function(...) return select("#", ...) end)))
gives("true, 3", resume(create(function(...) return select("#", ...) end), nil, nil, nil))
do
  local co = create(function() local a, b, c = yield(); return c, b, a end)
  resume(co)
  gives("true, nil, 2, 1", resume(co, 1, 2))
  co = create(function() return yield() end)
  resume(co)
  gives("true, 1, 2, nil", resume(co, 1, 2, nil))
  co = wrap(function(n) while true do n = yield(n * 2) end end)
  gives("2, 20, 6", co(1), co(10), co(3))
  co = wrap(function() return (yield(1)) + (yield(2)) * yield(3) end)
  gives("1, 2, 3, 70", co(), co(10), co(20), co(3))
  co = wrap(function() local t = { yield("a"), yield("b"), n = yield("c") }; return #t, t[1], t[2], t.n end)
  gives("'a', 'b', 'c'", co(), co("x"), co("y"))
  gives("2, 'x', 'y', 'z'", co("z"))
  check(select("#", resume(create(function() return unpack({}, 1, 200) end))) == 201)
end

-- States, each as seen from everywhere.
do
  local co, other
  local seen = {}
  other = create(function() seen[#seen + 1] = status(co); seen[#seen + 1] = status(other) end)
  co = create(function()
    seen[#seen + 1] = status(co)
    resume(other)
    seen[#seen + 1] = status(other)
    yield()
  end)
  gives("'suspended'", status(co))
  resume(co)
  gives("'running normal running dead', 'suspended'", table.concat(seen, " "), status(co))
  resume(co)
  gives("'dead'", status(co))
  local failed = create(function() error("x") end)
  resume(failed)
  gives("'dead'", status(failed))
end

-- running
do
  check(running() == nil)
  local co
  co = create(function() return running() == co, pcall(function() return running() == co end) end)
  gives("true, true, true, true", resume(co))
  wrap(function()
    local outer = running()
    wrap(function() check(running() ~= outer) end)()
    check(running() == outer)
  end)()
  gives("'thread'", type(co))
end

-- Errors end a coroutine, and resume gives them.
do
  local t = {}
  local co = create(function() yield(1); error(t) end)
  resume(co)
  local ok, e = resume(co)
  check(not ok and e == t)
  gives("false, 'cannot resume dead coroutine'", resume(co))
  gives("'dead'", status(co))
  ok, e = resume(create(function() local x; x() end))
  check(not ok and e:find("^coroutines.lua:%d+: attempt to call"))
  gives("false, 'plain'", resume(create(function() error("plain", 0) end)))
  gives("false, nil", resume(create(function() error() end)))
  -- wrap passes them on.
  raises("in wrap", wrap(function() error("in wrap") end))
  local f = wrap(function() error(t) end)
  ok, e = pcall(f)
  check(not ok and e == t)
  raises("cannot resume dead coroutine", f)
  local g = wrap(function() return 1 end)
  gives("1", g())
  raises("cannot resume dead coroutine", g)
  -- pcall within.
  gives("true, false, 'caught', true, 1", resume(create(function()
    local a, b = pcall(error, "caught", 0)
    return a, b, pcall(function() return 1 end)
  end)))
  -- A coroutine goes on after an error that it caught.
  local h = wrap(function() for i = 1, 3 do pcall(error, i); yield(i) end end)
  gives("1, 2, 3", h(), h(), h())
end

-- What cannot be resumed.
do
  local co
  co = create(function() return resume(co) end)
  gives("true, false, 'cannot resume running coroutine'", resume(co))
  local outer
  outer = create(function() return resume(create(function() return resume(outer) end)) end)
  gives("true, true, false, 'cannot resume normal coroutine'", resume(outer))
  local w
  w = wrap(function() return pcall(w) end)
  local ok, e = w()
  check(ok == false and e:find("cannot resume running coroutine"))
  raises("coroutine expected", resume, 5)
  raises("coroutine expected", status, nil)
  raises("bad argument #1 to", create)
  raises("bad argument #1 to", wrap, {})
  raises("attempt to yield", yield)
end

-- What cannot be yielded across.
for name, f in pairs {
  pcall = function() pcall(yield) error("no error") end,
  sort = function() table.sort({ 2, 1 }, yield) end,
  gsub = function() ("x"):gsub(".", yield) end,
  metamethod = function() return setmetatable({}, { __index = yield }).x end,
  arithmetic = function() return setmetatable({}, { __add = function() yield() end }) + 1 end,
  iterator = function() for _ in yield do end end,
  foreach = function() table.foreach({ 1 }, yield) end,
} do
  local ok, e = resume(create(f))
  check(not ok and (e:find("attempt to yield across") or name == "pcall"), name)
end
gives("true, false, 'attempt to yield across metamethod/C-call boundary'",
  resume(create(function() return pcall(yield, 1) end)))
do -- but within coroutines that are resumed there, it can be
  local co = wrap(function()
    local sum = 0
    table.foreach({ 1, 2, 3 }, function(_, v)
      local inner = wrap(function() yield(v); yield(v * 10) end)
      sum = sum + inner() + inner()
    end)
    yield(sum)
    return pcall(function() return wrap(function() yield("deep") end)() end)
  end)
  gives("66", co())
  gives("true, 'deep'", co())
end

-- Yields from any depth of Lua calls, and from loops.
do
  local function down(n) if n == 0 then yield("bottom") else down(n - 1) end return n end
  local co = wrap(down)
  gives("'bottom', 150", co(150), co())
  local function tail(n) if n == 0 then return yield("tail") end return tail(n - 1) end
  co = wrap(tail)
  gives("'tail', 'back'", co(1000), co("back"))
  local function walk(t) if type(t) == "table" then for _, v in ipairs(t) do walk(v) end else yield(t) end end
  local leaves = {}
  for leaf in wrap(function() walk({ 1, { 2, { 3, 4 }, {} }, { { 5 } } }) end) do leaves[#leaves + 1] = leaf end
  gives("'1 2 3 4 5'", table.concat(leaves, " "))
  local obj = { n = 0 }
  function obj:step() self.n = self.n + 1; yield(self.n) end
  co = wrap(function() while true do obj:step() end end)
  gives("1, 2, 3", co(), co(), co())
  co = wrap(function(...) local a = { ... }; yield(#a); return ... end)
  gives("3", co(1, 2, 3))
  gives("1, 2, 3", co("ignored"))
  co = wrap(function() return setmetatable({}, { __call = function(_, v) return yield(v) end })("called") end)
  gives("'called', 'r'", co(), co("r"))
end

-- Nested coroutines, and their tracebacks.
do
  local function level(n)
    if n == 0 then return yield("inner") end
    local co = wrap(level)
    local v = co(n - 1)
    yield(v .. n)
    return co("x")
  end
  local top = wrap(level)
  gives("'inner123'", top(3))
  local co = create(function() local x = 5; yield(x) end)
  resume(co)
  check(debug.traceback(co):find("in function <coroutines.lua:%d+>"))
  check(debug.traceback(co, "msg"):find("^msg\nstack traceback:\n"))
end
