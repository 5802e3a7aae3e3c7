-- Registers an assertion of the library's own under some names. Its texts are
-- "assertion.TEXTS.positive" and "assertion.TEXTS.negative"; quick, if there is one,
-- tells of plain arguments whether it holds, and gives nil for others.
local registry = require "luassert.namespaces"

local ipairs = ipairs

return function(names, texts, callback, quick)
  local entry = {callback = callback, texts = texts, quick = quick}
  for _, name in ipairs(names) do
    registry.assertion[name] = entry
  end
end
