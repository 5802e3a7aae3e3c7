-- What failures say.
local lua_assert = assert
local assert, match = require "luassert", require "luassert.match"
local spy, failures = require "luassert.spy", require "luassert.failure"

-- failure gives what a call raises, which must be a failure.
local function failure(fn, ...)
  local ok, err = pcall(fn, ...)
  lua_assert(not ok, "it passed")
  lua_assert(failures.is_failure(err), tostring(err))
  return err
end

local count = 0

-- says checks the message of a call: exactly, but for leading blanks of the lines.
local function says(expected, fn, ...)
  local function plain(text)
    return (text:gsub("\n%s+", "\n"):gsub("^%s+", ""):gsub("%s+$", ""))
  end
  local message = failure(fn, ...).message
  count = count + 1
  if plain(message) ~= plain(expected) then
    error("expected\n" .. expected .. "\ngot\n" .. message, 2)
  end
end

-- at tells whether a text names the line that is so many above the call.
local function at(text, above, rest)
  local line = debug.getinfo(2, "l").currentline - above
  lua_assert(text:match("^%S*messages%.lua:" .. line .. (rest or "$")), text)
end

-- The fields, and the line.
local f = failure(function() assert.equal("a", "b") end)
at(f.where, 1)
lua_assert(f.expected == '"a"' and f.actual == '"b"' and f.diff == nil)
lua_assert(tostring(f) == f.where .. ": " .. f.message and "x" .. f == "x" .. tostring(f))
lua_assert(getmetatable(f).__name == "assertion")
local function helper() assert(false, "m", assert:level(2)) end
f = failure(function()
  helper()
end)
at(f.where, 2)
f = failure(coroutine.wrap(function() assert.message("m").is_nil(1) end))
at(f.where, 1)
f = failure(function() assert.same({1}, {2}) end)
lua_assert(f.diff == "[1]: expected 1, got 2", f.diff)
lua_assert(failure(function() assert.is_not.same({1}, {1}) end).diff == nil)

f = failure(function() assert:is_true(true) end)
lua_assert(f.message:match("\nassert itself is the first value: call it with '%.', not with ':'$"), f.message)

-- Misuse is an error with a position, and no failure.
local _, err = pcall(function() assert.near(1) end)
at(err, 1, ": 'near' takes at least 3 arguments, got 1$")
_, err = pcall(function() assert.is.eqaul(1, 2) end)
at(err, 1, ": there is no assertion 'eqaul', did you mean 'equal'%?$")
_, err = pcall(function() assert.xyzzy(1, 2) end)
lua_assert(err:match("there is no assertion 'xyzzy'$"), err)
_, err = pcall(function() match.is_tabel() end)
lua_assert(err:match("there is no matcher 'tabel', did you mean 'table'%?$"), err)
_, err = pcall(function() spy.new(1) end)
at(err, 1, ": a spy needs a function to call, this is a number$")

-- The level that callbacks are given leads to the line of the call.
local function raise(_, _, level)
  error("oops", level + 1)
end
for _, kind in ipairs{"assertion", "modifier", "matcher"} do
  assert:register(kind, "raised_" .. kind, raise)
end
_, err = pcall(function() assert.is_raised_assertion() end)
at(err, 1, ": oops$")
_, err = pcall(function() assert.message("m").raised_assertion() end)
at(err, 1, ": oops$")
_, err = pcall(function() assert.raised_modifier(1) end)
at(err, 1, ": oops$")
_, err = pcall(function() assert.raised_modifier.is_true(true) end)
at(err, 1, ": oops$")
_, err = pcall(function() match.raised_matcher() end)
at(err, 1, ": oops$")

says([[
  the values are not equal
  got:      "b"
  expected: 1]], assert.equal, 1, "b")
says([[
  mine
  the values are not equal
  got:      nil
  expected: 1]], assert.equal, 1, nil, "mine")
says([[
  {1}
  the values are equal
  got:          1
  not expected: 1]], assert.message({1}).is_not.equal, 1, 1)
says([[
  the values are not equal
  got:      {}
  expected: {}
  these are two tables with the same content; 'same' compares that]], assert.equal, {}, {})
says([[
  the values are not equal
  got:      0.30000000000000004
  expected: 0.3]], assert.equal, 0.3, 0.1 + 0.2)
says([[
  the values differ
  got:      {age = 3, name = "b", tags = {"x", "y"}, [true] = false}
  expected: {["b c"] = 1, extra = {}, name = "a", tags = {"x"}}
  .age: unexpected, got 3
  ["b c"]: missing, expected 1
  .extra: missing, expected {}
  .name: expected "a", got "b"
  .tags[2]: unexpected, got "y"
  [true]: unexpected, got false]], assert.same,
  {name = "a", tags = {"x"}, ["b c"] = 1, extra = {}}, {name = "b", age = 3, tags = {"x", "y"}, [true] = false})
says([[
  the value has another type
  got:      1
  expected: a string]], assert.is_string, 1)
says([[
  the value has this type
  got:          nil
  not expected: nil]], assert.is_not_nil, nil)
says("expected neither nil nor false, got nil", assert.truthy, nil)
says("expected nil or false, got 0", assert.falsy, 0)
says([[
  the numbers are too far apart
  got:      2
  expected: 1, give or take 0.5]], assert.near, 1, 2, 0.5)
says([[
  the text does not match
  got:     "a\nb\0009"
  pattern: "%d%d"]], assert.matches, "%d%d", "a\nb\0009")
says("some elements are the same: {1, 1}", assert.unique, {1, 1})
says([[
  an error was expected
  got:      no error
  expected: any error]], assert.error, function() end)
says([[
  an error was expected
  got:      no error
  expected: "x"]], assert.error_matches, function() end, "x")
says([[
  another error was expected
  got:      "x"
  expected: "y"]], assert.error, function() error("x") end, "y")
says([[
  another error was expected
  got:      {code = 1}
  expected: {code = 2}
  .code: expected 2, got 1]], assert.error, function() error{code = 1} end, {code = 2})
says([[
  no such error was expected
  got:          "x"
  not expected: any error]], assert.has_no.error, function() error("x") end)
says("expected 2 values, got 1", assert.returned_arguments, 2, 1)
says("expected no holes in the array, the first is at 2", assert.array({1, nil, 3}).has.no.holes)
local s = spy.new()
says("expected calls: at least 1, were: 0", assert.spy(s).was.called)
says([[
  there was no call with such arguments
  calls:    none
  expected: (1)]], assert.spy(s).was.called_with, 1)
s(1, nil)
says("expected calls: 0, were: 1", assert.spy(s).was_not.called)
says("expected calls: at most 0, were: 1", assert.spy(s).called_at_most, 0)
says([[
  there was no call with such arguments
  calls:    (1, nil)
  expected: (2, match.is_not.near(1, 2), match._)]],
  assert.spy(s).was.called_with, 2, match.is_not.near(1, 2), match._)
says([[
  there was a call with such arguments
  last such call: (1, nil)
  not expected:   (1, nil)]], assert.spy(s).was_not.called_with, 1, nil)
local often = spy.new(function(n) return n + 1 end)
for i = 1, 7 do
  often(i)
end
says([[
  there was no call with such arguments
  calls:    ... (2 before)
            (3)
            (4)
            (5)
            (6)
            (7)
  expected: (9)]], assert.spy(often).was.called_with, 9)
says([[
  no call returned such values
  calls:    ... (2 before)
            (4)
            (5)
            (6)
            (7)
            (8)
  expected: (1)]], assert.spy(often).returned_with, 1)
says([[
  the values are not equal
  got:      a spy with 1 calls
  expected: 1]], assert.equal, 1, s)
says("assertion failed!", assert, false)
says("5", assert, nil, 5)

-- Long strings.
says([[
  the values are not equal
  got:      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxb"
  expected: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxa"
  from byte 51 on: expected ..."xxxxxxxxxxxxxxxxxxxxa", got ..."xxxxxxxxxxxxxxxxxxxxb"]],
  assert.equal, ("x"):rep(50) .. "a", ("x"):rep(50) .. "b")
says([[
  the values are not equal
  got:      "1\n2\n3\nfour\n5\n6\n7\n8"
  expected: "1\n2\n3\n4\n5\n6\n8"
  from line 4 on (- expected, + got):
  2
  3
  - 4
  - 5
  - 6
  + four
  + 5
  + 6
  + 7
  8]], assert.equal, "1\n2\n3\n4\n5\n6\n8", "1\n2\n3\nfour\n5\n6\n7\n8")
says([[
  the values are not equal
  got:      "ääääääääääääääääääääääääääääääöäää"
  expected: "ääääääääääääääääääääääääääääääääää"
  from byte 62 on: expected ..."ääääääääääääää", got ..."ääääääääääöäää"]],
  assert.equal, ("ä"):rep(34), ("ä"):rep(30) .. "öäää")
says([[
  the values are not equal
  got:      ..."xxxxxxxxxxxxxxxxxxxxbzz"
  expected: ..."xxxxxxxxxxxxxxxxxxxxazz"
  they differ from byte 801 on]], assert.equal, ("x"):rep(800) .. "azz", ("x"):rep(800) .. "bzz")
local long = failure(assert.equal, ("x"):rep(100000), ("x"):rep(99999) .. "y").message
lua_assert(#long < 2000 and long:find("from byte 100000 on", 1, true), #long)
long = failure(assert.equal, ("x\n"):rep(5000), ("y\n"):rep(5000)).message
lua_assert(#long < 2000 and long:find("more lines", 1, true), #long)

long = failure(assert.equal, 1, ("x" .. ("ä"):rep(500))).actual
lua_assert(long:find('ä"... (1001 bytes)', 1, true), long)

-- Large tables, deep ones, and cycles.
local a, b = {}, {}
for i = 1, 10000 do
  a[i], b[i] = i, -i
end
long = failure(assert.same, a, b).message
lua_assert(#long < 3000 and long:find("... (9980 more differences)", 1, true), long)
local deep, deeper = {1}, {2}
for _ = 1, 150 do
  deep, deeper = {deep}, {deeper}
end
long = failure(assert.same, deep, deeper).message
lua_assert(#long < 1000 and long:find("{{{{...}}}}", 1, true) and long:find("[1][1]: expected 1, got 2", 1, true), long)
local c, d = {n = 1}, {n = 1}
c.c, d.c = c, {c = d, n = 2}
says([[
  the values differ
  got:      {c = {c = <cycle>, n = 2}, n = 1}
  expected: {c = <cycle>, n = 1}
  .c.n: expected 1, got 2]], assert.same, c, d)
says("some elements are the same: {1, 1, {{{{{2}}}}}}", function()
  assert:set_parameter("TableFormatLevel", -1)
  assert.unique{1, 1, {{{{{2}}}}}}
end)

-- What says nothing of itself.
lua_assert(failure(assert.is_nil, setmetatable({}, {__tostring = error, __index = error})).actual == "{}")
lua_assert(failure(assert.is_nil, failure).actual:match("^function: .* %(.*messages%.lua:%d+%)$"))
lua_assert(failure(assert.is_nil, print).actual:match("^function: "))
lua_assert(failure(assert.is_nil, newproxy()).actual:match("^userdata"))
print(count)
