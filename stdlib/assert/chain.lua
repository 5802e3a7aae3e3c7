-- Chains of words, such as assert.is_not.same: each is resolved when it is
-- called for the first time, to modifiers and at most one assertion or matcher.
local registry = require "luassert.namespaces"

local error, pairs, ipairs, require = error, pairs, ipairs, require
local setmetatable, type, unpack = setmetatable, type, unpack
local gmatch, lower, concat, insert = string.gmatch, string.lower, table.concat, table.insert
local pack = require("luassert.arguments").pack

local chain = {}

local version = 0 -- of the registry: what was resolved under an older one is void

-- changed tells that something was registered or unregistered.
function chain.changed()
  version = version + 1
end

-- unknown raises the error of words that are neither modifiers nor of the kind, up to
-- the last one.
local function unknown(kind, words, last)
  local first = 1
  while first < last and registry.modifier[words[first]] do
    first = first + 1
  end
  local word = concat(words, "_", first, last)
  local known = {}
  for _, registered in pairs{registry.modifier, registry[kind]} do
    for name in pairs(registered) do
      insert(known, name)
    end
  end
  local meant = require("luassert.nearest")(word, known)
  error(require("luassert.where").prefix() .. "there is no " .. kind .. " '" .. word .. "'"
    .. (meant and ", did you mean '" .. meant .. "'?" or ""), 0)
end

local function is_known(kind, name)
  return registry[kind][name] or registry.modifier[name]
end

-- names joins words to the names that are registered, from the last one on, and as
-- many as possible.
local function names(kind, words)
  local found, last = {}, #words
  while last > 0 do
    local first = 1
    while first <= last and not is_known(kind, concat(words, "_", first, last)) do
      first = first + 1
    end
    if first > last then
      unknown(kind, words, last)
    end
    insert(found, 1, concat(words, "_", first, last))
    last = first - 1
  end
  return found
end

-- What registers all that there is of a kind.
local loads = {assertion = "luassert", matcher = "luassert.matchers"}

-- resolve finds out what a node stands for.
local function resolve(node)
  require(loads[node.kind])
  local mod, entry, modifiers = true, nil, nil
  for _, name in ipairs(names(node.kind, node.words)) do
    local modifier = registry.modifier[name]
    entry = registry[node.kind][name] or entry
    if modifier and modifier.negates ~= nil then
      mod = mod ~= modifier.negates
    elseif modifier then
      modifiers = modifiers or {}
      insert(modifiers, modifier)
    end
  end
  node.version, node.mod, node.entry, node.modifiers = version, mod, entry, modifiers
  node.quick = node.root.may_be_quick and entry and not modifiers and entry.quick or nil
end

-- Callbacks are given a level for errors, as what calls them would give it to error:
-- calls that end in a call count.

local bound

-- modify calls a chain that is modifiers only: they have the state that the rest of
-- the chain goes on with.
local function modify(node, state, ...)
  for _, modifier in ipairs(node.modifiers or {}) do
    modifier.callback(state, pack(...), 4)
  end
  return bound(state, node.root)
end

-- call calls a chain. apply is given the state, what is registered, and the arguments.
local function call(node, state, ...)
  if not node.entry then
    return modify(node, state, ...)
  end
  if node.modifiers then
    for _, modifier in ipairs(node.modifiers) do
      modifier.callback(state, {n = 0}, 3)
    end
  end
  return node.apply(state, node.entry, ...)
end

-- child gives the node that a key leads to.
local function child(node, key)
  local found = node.children[key]
  if not found then
    local words = {unpack(node.words)}
    for word in gmatch(lower(key), "[^_]+") do
      insert(words, word)
    end
    found = {kind = node.kind, apply = node.apply, root = node.root, words = words, children = {}}
    node.children[key] = found
  end
  return found
end

-- keys gives a table of the handles of a node's children, made when asked for. A
-- handle has no fields: all names can be words. What holds plainly, by the quick test
-- that an entry may have, takes no state and no list of arguments.
local function keys(node)
  return setmetatable({}, {__index = function(handles, key)
    if type(key) ~= "string" then
      return nil
    end
    local to = child(node, key)
    local function run(_, ...)
      if to.version ~= version then
        resolve(to)
      end
      local quick = to.quick
      if quick and quick(...) == to.mod then
        return ...
      end
      return call(to, {mod = to.mod}, ...)
    end
    local handle = setmetatable({}, {__index = keys(to), __call = run})
    handles[key] = handle
    return handle
  end})
end

-- bound is the handle of a node, at 2, with the state that modifiers have made, at 1.
-- Each call has a copy of it.
local bound_mt = {}

function bound(state, node)
  return setmetatable({state, node}, bound_mt)
end

function bound_mt.__index(self, key)
  return type(key) == "string" and bound(self[1], child(self[2], key)) or nil
end

function bound_mt.__call(self, ...)
  local node, state = self[2], {}
  if node.version ~= version then
    resolve(node)
  end
  for k, v in pairs(self[1]) do
    state[k] = v
  end
  state.mod = state.mod == node.mod
  return call(node, state, ...)
end

-- start gives the handles of the words with which chains of a kind begin. What such a
-- chain gives where it is quick are its arguments, if it may be.
function chain.start(kind, apply, quick)
  local root = {kind = kind, apply = apply, words = {}, children = {}, may_be_quick = quick}
  root.root = root
  return keys(root)
end

return chain
