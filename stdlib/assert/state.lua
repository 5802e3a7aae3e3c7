-- What assertions go by: formatters, parameters, and the spies to revert. Each
-- snapshot is a layer above the one before; reverting it takes it away again, with
-- all that lie above.
local error, pairs, getmetatable, setmetatable = error, pairs, getmetatable, setmetatable
local insert, remove = table.insert, table.remove

local state = {}

local absent = {} -- stands for nil as a parameter

local snapshot_mt = {}
snapshot_mt.__call = function(self) self:revert() end

local bottom = {formatters = {}, parameters = {TableFormatLevel = 3}, spies = {}}
local top = bottom

-- revert takes away a snapshot, or the last one.
function state.revert(snapshot)
  if snapshot == nil then
    if top == bottom then
      return
    end
    snapshot = top
  end
  if getmetatable(snapshot) ~= snapshot_mt then
    error("this is no snapshot, or one that was reverted", 2)
  end
  local layer
  repeat
    layer = top
    top = layer.previous
    setmetatable(layer, nil)
    for i = #layer.spies, 1, -1 do
      layer.spies[i]:revert()
    end
  until layer == snapshot
end

function state.snapshot()
  top = setmetatable({
    formatters = {}, parameters = {}, spies = {}, previous = top, revert = state.revert,
  }, snapshot_mt)
  return top
end

-- add_spy has a spy reverted with the last snapshot; nothing reverts those that
-- were made before the first one.
function state.add_spy(spy)
  if top ~= bottom then
    insert(top.spies, spy)
  end
end

function state.add_formatter(formatter)
  insert(top.formatters, 1, formatter)
end

function state.remove_formatter(formatter)
  local layer = top
  while layer do
    for i, f in pairs(layer.formatters) do
      if f == formatter then
        remove(layer.formatters, i)
        return
      end
    end
    layer = layer.previous
  end
end

-- format_argument asks the formatters, the last one first; nil if none of them
-- knows the value.
function state.format_argument(value, _, options)
  local layer = top
  while layer do
    for i = 1, #layer.formatters do
      local text = layer.formatters[i](value, options)
      if text ~= nil then
        return text
      end
    end
    layer = layer.previous
  end
end

function state.set_parameter(name, value)
  if value == nil then
    value = absent
  end
  top.parameters[name] = value
end

function state.get_parameter(name)
  local layer = top
  while layer do
    local value = layer.parameters[name]
    if value == absent then
      return nil
    elseif value ~= nil then
      return value
    end
    layer = layer.previous
  end
end

return state
