-- Calls assertions.
local require = require

-- The level for errors of callbacks, as error takes it in what calls the chain.
local level = 5

-- The function gives the failure of an assertion, or nil and its results.
return function(chained, entry, list)
  local ok, results = entry.callback(chained, list, level)
  if (not ok) == chained.mod then
    return require("luassert.describe").failed(chained, entry, list)
  end
  return nil, results
end
