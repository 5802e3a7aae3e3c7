-- What a helper sets up is around all that a file has, and it is told of that.
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

for _, kind in ipairs{"suite", "file", "describe", "test"} do
  for _, at in ipairs{"start", "end"} do
    busted.subscribe({kind, at}, function(element, parent, status)
      local name = element.name and element.name:match("[^/]*$")
      print(("> %s %s: %s %s"):format(kind, at, element.descriptor, tostring(name)))
      if kind == "test" then
        print("> in " .. tostring(parent.name) .. ", " .. tostring(status))
      end
      return nil, true
    end)
  end
end
busted.subscribe({"test"}, function(element)
  print("> " .. tostring(element.seen))
  element.seen = true
end)
busted.subscribe({"test"}, say "never: the one before does not pass it on")
