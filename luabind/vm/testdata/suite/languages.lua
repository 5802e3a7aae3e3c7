-- Small languages: a tokenizer and evaluator of expressions, and a machine with a stack.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

-- Expressions: tokens, a tree by precedence, and its value.
do
  local function tokens(src)
    local list, at = {}, 1
    local kinds = { { "num", "^%d+%.?%d*" }, { "name", "^[%a_][%w_]*" }, { "op", "^[%+%-%*/%%%^%(%),]" },
      { "op", "^[<>=~]=" }, { "op", "^[<>=]" } }
    while true do
      at = src:find("%S", at)
      if not at then return list end
      local found
      for _, kind in ipairs(kinds) do
        local from, to = src:find(kind[2], at)
        if from then
          found = { kind = kind[1], text = src:sub(from, to), at = at }
          at = to + 1
          break
        end
      end
      list[#list + 1] = found or error(("%d: what is %q?"):format(at, src:sub(at, at)), 0)
    end
  end
  local binds = { ["<"] = 1, [">"] = 1, ["="] = 1, ["+"] = 2, ["-"] = 2, ["*"] = 3, ["/"] = 3, ["%"] = 3, ["^"] = 5 }
  local function parse(src)
    local list, i = tokens(src), 1
    local expr
    local function peek() return list[i] and list[i].text end
    local function take(want)
      local t = list[i]
      if not t or want and t.text ~= want then
        error("expected " .. (want or "more") .. ", got " .. (t and t.text or "the end"), 0)
      end
      i = i + 1
      return t
    end
    local function atom()
      local t = take()
      if t.text == "(" then
        local e = expr(0)
        take(")")
        return e
      elseif t.text == "-" then return { "neg", expr(4) }
      elseif t.kind == "num" then return tonumber(t.text)
      elseif t.kind ~= "name" then error("unexpected " .. t.text, 0)
      elseif peek() ~= "(" then return { "var", t.text } end
      local call = { "call", t.text }
      take("(")
      while peek() ~= ")" do
        call[#call + 1] = expr(0)
        if peek() ~= ")" then take(",") end
      end
      take(")")
      return call
    end
    function expr(limit)
      local left = atom()
      while (binds[peek() or ""] or -1) > limit do
        local op = take().text
        left = { op, left, expr(op == "^" and binds[op] - 1 or binds[op]) }
      end
      return left
    end
    local e = expr(0)
    if list[i] then error("unexpected " .. list[i].text, 0) end
    return e
  end
  local ops = {
    ["+"] = function(a, b) return a + b end, ["-"] = function(a, b) return a - b end,
    ["*"] = function(a, b) return a * b end,
    ["/"] = function(a, b) return a / b end, ["%"] = function(a, b) return a % b end,
    ["^"] = function(a, b) return a ^ b end,
    ["<"] = function(a, b) return a < b and 1 or 0 end, [">"] = function(a, b) return a > b and 1 or 0 end,
    ["="] = function(a, b) return a == b and 1 or 0 end,
  }
  local function work(e, env)
    if type(e) == "number" then return e end
    local kind = e[1]
    if kind == "neg" then return -work(e[2], env)
    elseif kind == "var" then return env[e[2]] or error("undefined " .. e[2], 0)
    elseif kind == "call" then
      local args = {}
      for i = 3, #e do args[#args + 1] = work(e[i], env) end
      return (env[e[2]] or error("undefined " .. e[2], 0))(unpack(args))
    end
    return ops[kind](work(e[2], env), work(e[3], env))
  end
  local env = { x = 5, pi = math.pi, max = math.max, sqrt = math.sqrt, none = function() return 42 end }
  local function calc(src) return work(parse(src), env) end
  gives("7, 9, 3, 512, -4, 1, 2", calc("1+2*3"), calc("(1 + 2) * 3"), calc("10-5-2"), calc("2^3^2"), calc("-2^2"),
    calc("7%3"), calc("8/2/2"))
  gives("7, 5, 42, 3, 1, 0, 2.5", calc("max(3, x + 2, 4)"), calc("sqrt(3*3 + 4*4)"), calc("none()"), calc("--3"),
    calc("1 < 2"), calc("x = 4"), calc("2.5"))
  -- The same text means the same to Lua.
  for _, src in ipairs { "1+2*3-4/5", "2^-1", "-x^2*3", "(x-1)*(x+1)%7", "max(x,max(1,2^3))-x", "1-(2-(3-(4-5)))" } do
    check(calc(src) == setfenv(loadstring("return " .. src), env)(), src)
  end
  raises("expected ), got the end", calc, "(1+2")
  raises("3: what is \"$\"?", calc, "1 $ 2")
  raises("undefined y", calc, "x + y")
  raises("unexpected *", calc, "1 + * 2")
  raises("unexpected 2", calc, "1 2")
end

-- A machine with a stack, whose programs are text.
do
  local function machine(src)
    local code, labels = {}, {}
    for word in src:gmatch("%S+") do
      local label = word:match("^(%a+):$")
      if label then labels[label] = #code + 1 else code[#code + 1] = tonumber(word) or word end
    end
    local stack, calls, out, pc, steps = {}, {}, {}, 1, 0
    local function pop() return table.remove(stack) or error("empty stack at " .. pc, 0) end
    local function push(v) stack[#stack + 1] = v end
    local run = {
      add = function() push(pop() + pop()) end, sub = function() local b = pop() push(pop() - b) end,
      mul = function() push(pop() * pop()) end,
      dup = function() local v = pop() push(v) push(v) end,
      swap = function() local b, a = pop(), pop() push(b) push(a) end,
      out = function() out[#out + 1] = pop() end,
      over = function() local b, a = pop(), pop() push(a) push(b) push(a) end,
      ret = function() pc = table.remove(calls) or math.huge end,
    }
    while code[pc] do
      local op = code[pc]
      pc, steps = pc + 1, steps + 1
      if steps > 10000 then error("too long", 0) end
      if type(op) == "number" then push(op)
      elseif op:sub(1, 1) == "@" then
        local kind, label = op:sub(2, 2), op:sub(3)
        local to = labels[label] or error("no label " .. label, 0)
        if kind == "c" then calls[#calls + 1] = pc; pc = to
        elseif kind == "j" or kind == "z" and pop() == 0 then pc = to end
      else (run[op] or error("no instruction " .. op, 0))() end
    end
    return table.concat(out, " ")
  end
  gives("'7'", machine("1 2 3 mul add out"))
  gives("'3 2 1'", machine("3 again: dup out 1 sub dup @zend @jagain end:"))
  gives("'120'", machine([[
    5 @cfact out @jend
    fact: dup @zbase dup 1 sub @cfact mul ret
    base: 1 add ret
    end:]]))
  raises("empty stack at 2", machine, "add")
  raises("no instruction nope", machine, "1 nope")
  raises("too long", machine, "a: @ja")
end
