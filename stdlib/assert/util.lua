-- What extensions of luassert use of its inner parts.
local arguments = require "luassert.arguments"
local matches = require "luassert.matches"
local spy = require "luassert.spy"
local values = require "luassert.values"
local where = require "luassert.where"

local util = {
  callable = values.callable,
  hastostring = values.has_text,
  shallowcopy = values.shallow_copy,
  copyargs = spy.copy,
  matchargs = matches.last,
  matchoncalls = matches.first,
  make_arglist = arguments.make,
  is_arglist = arguments.is_list,
  cleararglist = arguments.clear,
  tinsert = arguments.insert,
  tremove = arguments.remove,
  pack = arguments.pack,
  unpack = arguments.unpack,
  errorlevel = where.level,
}

function util.deepcompare(a, b, ignore_eq)
  return values.same(a, b, ignore_eq)
end

function util.deepcopy(value, deep_metatables)
  return values.deep_copy(value, deep_metatables, nil, spy.is_spy)
end

return util
