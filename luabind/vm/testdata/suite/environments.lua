-- Environments of functions: setfenv and getfenv.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

check(getfenv() == _G and getfenv(1) == _G and getfenv(0) == _G and getfenv(print) == _G and _G._G == _G)

-- A function has its own; those made in it take it over.
do
  local env = { tostring = tostring }
  local function f() x = tostring(5); return x end
  check(setfenv(f, env) == f and getfenv(f) == env)
  gives("'5', '5', nil", f(), env.x, rawget(_G, "x"))
  local make = setfenv(function()
    local function inner() y = 1; return y end
    return inner, function() return z end
  end, env)
  local inner, getz = make()
  env.z = "z"
  gives("1, 1, 'z'", inner(), env.y, getz())
  setfenv(make, { })
  gives("'z'", getz())
  check(getfenv(inner) == env)
  -- Two closures of one prototype may differ.
  local fs = {}
  for i = 1, 2 do fs[i] = setfenv(function() return n end, { n = i }) end
  gives("1, 2", fs[1](), fs[2]())
end

-- By level.
do
  local function level() return getfenv(2) end
  check(level() == _G)
  local env = setmetatable({ mark = "env" }, { __index = _G })
  local function f()
    setfenv(1, env)
    v = 5
    return mark, level() == env, getfenv(1) == env, getfenv() == env
  end
  gives("'env', true, true, true", f())
  gives("5, nil", env.v, rawget(_G, "v"))
  local function set_callers(e) setfenv(2, e) end
  local function g() set_callers(setmetatable({ who = "callee" }, { __index = _G })); return who end
  gives("'callee'", g())
  check(getfenv(1) == _G)
  local function h() return getfenv(1) end
  setfenv(h, env)
  local e = h()
  check(e == env)
end

-- A sandbox sees what it is given.
do
  local function sandbox(src, env)
    local f = assert(loadstring(src, "=sandbox"))
    return pcall(setfenv(f, env or {}))
  end
  gives("true, 3", sandbox("return 1 + 2"))
  gives("true, nil, nil", sandbox("return print, _G"))
  gives("true, 'ABC'", sandbox("return ('abc'):upper()"))
  local env = { out = {} }
  sandbox("function f(n) out[#out + 1] = n if n > 1 then f(n - 1) end end f(3) local x = 1 y = 2", env)
  gives("'3 2 1', nil, 2, 'function'", table.concat(env.out, " "), env.x, env.y, type(env.f))
  local ok, e = sandbox("return os.time()")
  check(not ok and e:find("^sandbox:1: attempt to index"))
  ok, e = sandbox("nothing()")
  check(not ok and e:find("^sandbox:1: attempt to call"))
  -- Strict globals by a metatable on the environment.
  local strict = setmetatable({}, {
    __index = function(_, k) error("undefined " .. k, 2) end,
    __newindex = function(_, k) error("undeclared " .. k, 2) end,
  })
  gives("false, 'sandbox:2: undefined foo'", sandbox("\nreturn foo", strict))
  gives("false, 'sandbox:1: undeclared bar'", sandbox("bar = 1", strict))
  local reads = {}
  local proxy = setmetatable({}, { __index = function(_, k) reads[#reads + 1] = k; return _G[k] end })
  gives("true, 'number', 'type math'", true, select(2, sandbox("return type(math.pi)", proxy)),
    table.concat(reads, " "))
end

-- _G is only a variable; the environment stays what it is.
do
  local saved = _G
  _G = nil
  check(type(print) == "function" and getfenv(1) == saved)
  saved._G = saved
  check(_G == saved)
  saved["a global"] = 1
  check(getfenv()["a global"] == 1)
  saved["a global"] = nil
  setmetatable(saved, { __index = function(_, k) return k == "virtual" and "yes" or nil end })
  gives("'yes', nil", virtual, other_undefined)
  setmetatable(saved, nil)
end

-- Coroutines have the environment of the function that runs.
do
  local env = { yield = coroutine.yield }
  local co = coroutine.wrap(setfenv(function() a = 1; yield(a); a = a + 1; yield(a) end, env))
  gives("1, 2, 2, nil", co(), co(), env.a, rawget(_G, "a"))
  local co2 = coroutine.create(function() return getfenv(0) end)
  check(debug.getfenv(co2) == _G)
  debug.setfenv(co2, env)
  check(debug.getfenv(co2) == env)
  gives("true, true", (function(ok, e) return ok, e == env end)(coroutine.resume(co2)))
end
check(debug.getfenv(print) == _G and debug.getfenv({}) == nil and debug.getfenv(5) == nil)

-- loadstring, load and dofile give the global environment, whoever calls.
do
  local f = setfenv(function() return loadstring("return getfenv(1)")() end, { loadstring = loadstring })
  check(f() == _G)
  local g = setfenv(function() return load(function() end) end, { load = load })
  check(getfenv(g()) == _G)
end

-- What is refused.
raises("bad argument #2 to", setfenv, 1, 1)
raises("bad argument #2 to", setfenv, print)
raises("bad argument #2 to", setfenv, function() end, 5)
raises("cannot change environment of given object", setfenv, print, {})
raises("level must be non-negative", getfenv, -1)
raises("invalid level", getfenv, 100)
raises("invalid level", setfenv, 100, {})
raises("bad argument #1 to", getfenv, {})
raises("cannot change environment of given object", setfenv, string.len, {})
