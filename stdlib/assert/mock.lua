-- Mocks: tables whose functions, at any depth, are all spies or stubs.
local spy = require "luassert.spy"
local stub = require "luassert.stub"

local ipairs, pairs, setmetatable, type = ipairs, pairs, setmetatable, type

local mock = {}

-- functions gives the tables and keys of all functions in a table.
local function functions(object, found, seen)
  seen[object] = true
  for key, value in pairs(object) do
    if type(value) == "function" then
      found[#found + 1] = {object, key}
    elseif type(value) == "table" and not spy.is_spy(value) and not seen[value] then
      functions(value, found, seen)
    end
  end
  return found
end

-- replace puts a stub or a spy in place of a function.
local function replace(dostub, fn, table, key)
  if dostub then
    return stub(table, key, fn)
  end
  return spy.on(table, key)
end

-- new makes a table a mock. With dostub, its functions are not called: fn is, or its
-- value given. A function is replaced at a key of a table; without those, a spy is made.
function mock.new(object, dostub, fn, table, key)
  if type(object) == "function" then
    return table == nil and not dostub and spy.new(object) or replace(dostub, fn, table, key)
  elseif type(object) == "table" and not spy.is_spy(object) then
    for _, at in ipairs(functions(object, {}, {})) do
      replace(dostub, fn, at[1], at[2])
    end
  end
  return object
end

-- all calls a method of all spies in a table.
local function all(object, method, seen)
  if type(object) ~= "table" or seen[object] then
    return object
  end
  seen[object] = true
  if spy.is_spy(object) then
    return object[method](object)
  end
  for _, value in pairs(object) do
    all(value, method, seen)
  end
  return object
end

function mock.clear(object)
  return all(object, "clear", {})
end

function mock.revert(object)
  return all(object, "revert", {})
end

return setmetatable(mock, {__call = function(_, ...) return mock.new(...) end})
