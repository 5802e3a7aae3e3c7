-- match.is_table() and the like: what stands for an argument in comparisons. Called
-- with a value, a matcher tells whether it is such a one.
local chain = require "luassert.chain"
local show = require "luassert.format"

local getmetatable, select, setmetatable = getmetatable, select, setmetatable
local concat = table.concat

local matcher_mt = {}

function matcher_mt.__call(self, value)
  return (self.callback(value) and true or false) == self.mod
end

function matcher_mt.__show(self)
  if self.name == "_" then
    return "match._"
  end
  local given = {}
  for i = 1, self.arguments.n do
    given[i] = show.short(self.arguments[i])
  end
  return "match." .. (self.mod and "is" or "is_not") .. "." .. self.name .. "(" .. concat(given, ", ") .. ")"
end

matcher_mt.__tostring = matcher_mt.__show

local function is_matcher(value)
  return getmetatable(value) == matcher_mt
end

local match = {is_matcher = is_matcher}

-- _ stands for any value.
match._ = setmetatable({
  name = "_", mod = true, arguments = {n = 0}, callback = function() return true end,
}, matcher_mt)

-- is_ref_matcher tells of the matchers that look at a value itself, not at its copy.
function match.is_ref_matcher(value)
  return is_matcher(value) and value.name == "ref"
end

local function apply(state, entry, ...)
  local list = {n = select("#", ...), ...}
  return setmetatable({
    callback = entry.callback(state, list, 4), mod = state.mod, name = entry.name, arguments = list,
  }, matcher_mt)
end

return setmetatable(match, {__index = chain.start("matcher", apply)})
