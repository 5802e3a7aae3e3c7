-- Hooks of a helper are around all that a file has.
local busted = require "busted"

local function say(text)
  return function() print("> " .. text) end
end

busted.setup(say "setup of the helper")
busted.teardown(say "teardown of the helper")
busted.lazy_setup(say "lazy setup of the helper")
busted.lazy_teardown(say "lazy teardown of the helper")
busted.before_each(function()
  print("> before each of the helper")
  from_helper = "seen"
end)
busted.after_each(say "after each of the helper")
