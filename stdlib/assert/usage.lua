-- Reads the arguments of assertions, and complains of those that are wrong: that is an
-- error, not a failure.
local error, require, tonumber, tostring, type = error, require, tonumber, tostring, type
local format = string.format

local usage = {}

local function wrong(text, ...)
  error(require("luassert.where").prefix() .. format(text, ...), 0)
end

-- at_least wants a number of arguments.
function usage.at_least(n, list, name)
  if list.n < n then
    wrong("'%s' takes at least %d arguments, got %d", name, n, list.n)
  end
end

-- want raises an error unless ok: argument i is not what is expected.
function usage.want(ok, i, name, expected, got)
  if not ok then
    wrong("bad argument #%d to '%s' (%s expected, got %s)", i, name, expected, tostring(got))
  end
end

-- own_message is for the last argument of most assertions: the text to see first.
function usage.own_message(state, message)
  if message ~= nil then
    state.failure_message = message
  end
end

-- search takes apart the arguments of a search from the third on: where it begins,
-- whether the pattern is plain text, and a message, which may stand before those.
function usage.search(list, name)
  local rest, n, message = {}, 0, nil
  for i = 3, list.n do
    local v = list[i]
    if message == nil and v and type(v) ~= "boolean" and not tonumber(v) then
      message = v
    else
      n = n + 1
      rest[n] = v
    end
  end
  local init, plain = rest[1], rest[2]
  usage.want(init == nil or tonumber(init), 3, name, "number", type(init))
  return tonumber(init), plain, message
end

return usage
