-- and, or, not: every form up to three operators, in every place of a program.
local prelude = require("prelude")
local check, gives = prelude.check, prelude.gives

-- A tree of operators is compiled as text and worked out here by hand.
local leaves = { "a", "b", "c", "d" }
local function leaf(n) return { text = leaves[n] } end

local function trees(from, to)
  if from == to then return { leaf(from) } end
  local all = {}
  for split = from, to - 1 do
    for _, l in ipairs(trees(from, split)) do
      for _, r in ipairs(trees(split + 1, to)) do
        for _, op in ipairs { "and", "or" } do
          all[#all + 1] = { op = op, l = l, r = r, text = "(" .. l.text .. " " .. op .. " " .. r.text .. ")" }
          all[#all + 1] = { op = "not " .. op, l = l, r = r, text = "not (" .. l.text .. " " .. op .. " " .. r.text
            .. ")" }
        end
      end
    end
  end
  return all
end

local function work(tree, env)
  if not tree.op then return env[tree.text] end
  local l = work(tree.l, env)
  local both = tree.op:sub(-3) == "and"
  local v
  if both then
    if l then v = work(tree.r, env) else v = l end
  else
    if l then v = l else v = work(tree.r, env) end
  end
  if tree.op:sub(1, 3) == "not" then return not v end
  return v
end

-- All values that each of n leaves can have.
local values = { 1, false, "nil" }
local function inputs(n)
  local all = {}
  for k = 0, 3 ^ n - 1 do
    local env = {}
    for i = 1, n do
      local v = values[math.floor(k / 3 ^ (i - 1)) % 3 + 1]
      if v == 1 then v = leaves[i]:upper() end
      if v ~= "nil" then env[leaves[i]] = v end
    end
    all[#all + 1] = env
  end
  return all
end

-- The places where an expression can stand; each gives its value or its truth.
local places = {
  { "locals", "local a, b, c, d = ... return E" },
  { "kept", "local a, b, c, d = ... local x = E return x" },
  { "over itself", "local a, b, c, d = ... a = E return a" },
  { "over the last", "local a, b, c, d = ... d = E return d" },
  { "argument", "local a, b, c, d = ... return (select(2, 0, E))" },
  { "element", "local a, b, c, d = ... local t = { 1, E, x = E } return t.x" },
  { "index", "local a, b, c, d = ... local t = {} t[E or 0] = E return t[E or 0]" },
  { "globals", "a, b, c, d = ... return E" },
  { "global", "local a, b, c, d = ... g = E return g" },
  { "upvalues", "local a, b, c, d = ... return (function() return E end)()" },
  { "if", "local a, b, c, d = ... if E then return true else return false end", true },
  { "if not", "local a, b, c, d = ... if not (E) then return false end return true", true },
  { "elseif", "local a, b, c, d = ... if nil then elseif E then return true end return false", true },
  { "while", "local a, b, c, d = ... while E do return true end return false", true },
  { "until", "local a, b, c, d = ... local n = 0 repeat n = n + 1 until E or n == 2 return n == 1", true },
  { "operand", "local a, b, c, d = ... return (E) == (E), E", false, true },
}

local function same(place, tree, envs)
  local f = assert(loadstring((place[2]:gsub("E", (tree.text:gsub("%%", "%%%%"))))))
  setfenv(f, { select = select })
  for _, env in ipairs(envs) do
    local want = work(tree, env)
    local got, second = f(env.a, env.b, env.c, env.d)
    if place[4] then got = got and second end
    if place[3] then want = not not want end
    if got ~= want then
      error(place[1] .. ": " .. tree.text .. " of " .. prelude.show(env.a, env.b, env.c, env.d) ..
        " gives " .. prelude.show(got) .. ", not " .. prelude.show(want))
    end
  end
end

for n = 2, 3 do
  local envs = inputs(n)
  for _, tree in ipairs(trees(1, n)) do
    for _, place in ipairs(places) do same(place, tree, envs) end
  end
end
-- Of four leaves there are many: every seventh, in a place of its own.
local envs = inputs(4)
for i, tree in ipairs(trees(1, 4)) do
  if i % 7 == 0 then same(places[i / 7 % #places + 1], tree, envs) end
end

-- Constants instead of variables.
local constants = { "nil", "false", "true", "0", "'s'", "{}", "f()", "v" }
local function truth(s) return s ~= "nil" and s ~= "false" end
for _, a in ipairs(constants) do
  for _, b in ipairs(constants) do
    local env = { f = function() return "f" end, v = "v", type = type }
    local function run(src) return setfenv(assert(loadstring(src)), env)() end
    local function kind(s) return run("return type(" .. s .. ")") end
    check(kind(a .. " and " .. b) == kind(truth(a) and b or a), a .. " and " .. b)
    check(kind(a .. " or " .. b) == kind(truth(a) and a or b), a .. " or " .. b)
    check(run("return not (" .. a .. " and " .. b .. ")") == not (truth(a) and truth(b)), "not and")
    check(run("if " .. a .. " and " .. b .. " then return 1 else return 2 end") == (truth(a) and truth(b) and 1 or 2))
    check(run("if " .. a .. " or " .. b .. " then return 1 else return 2 end") == ((truth(a) or truth(b)) and 1 or 2))
    check(run("local n = 0 while " .. a .. " and " .. b .. " do n = n + 1 if n == 3 then break end end return n")
      == (truth(a) and truth(b) and 3 or 0))
    check(run("local n = 0 repeat n = n + 1 if n == 3 then break end until " .. a .. " or " .. b .. " return n")
      == ((truth(a) or truth(b)) and 1 or 3))
  end
end

-- Comparisons as values.
do
  local function tell(a, b)
    local lt, le, eq, ne = a < b, a <= b, a == b, a ~= b
    local gt, ge = a > b or false, a >= b and true
    return prelude.show(lt, le, eq, ne, gt, ge, not (a < b), a < b and "lt" or a > b and "gt" or "eq")
  end
  gives("'true, true, false, true, false, false, false, 'lt''", tell(1, 2))
  gives("'false, true, true, false, false, true, true, 'eq''", tell("x", "x"))
  gives("'false, false, false, true, true, true, true, 'gt''", tell(2, -2))
end

-- What is skipped is not called, what is not is called once.
do
  local log = {}
  local function say(name, v) log[#log + 1] = name; return v end
  local x = say("a", true) and say("b", nil) or say("c", false) or say("d", 4) and say("e", 5) or say("f", 6)
  gives("5, 'abcde'", x, table.concat(log))
  log = {}
  if (say("a", false) or say("b", 1)) and not (say("c", nil) and say("d", 1)) then log[#log + 1] = "!" end
  gives("'abc!'", table.concat(log))
end

-- Several values are cut to one by the operators, not by the last operand's place.
do
  local function two() return 1, 2 end
  gives("1", nil or two())
  gives("1, 1", two() and two(), (two()))
  gives("1", (false or two()))
  local t = { true and two() }
  gives("1, nil", t[1], t[2])
  gives("1, 2", two())
end

-- Usual idioms.
do
  local function default(t)
    t = t or {}
    t.n = (t.n or 0) + 1
    t.name = t.name and t.name:upper() or "?"
    return t.n, t.name
  end
  gives("1, '?'", default())
  gives("5, 'X'", default({ n = 4, name = "x" }))
end
