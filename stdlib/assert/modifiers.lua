-- Words that make assertions read well, and those that turn them around.
local registry = require "luassert.namespaces"

for _, word in ipairs{"is", "are", "was", "were", "has", "have", "be", "do", "does", "a", "an", "the"} do
  registry.modifier[word] = {name = word, negates = false}
end
for _, word in ipairs{"not", "no"} do
  registry.modifier[word] = {name = word, negates = true}
end

registry.modifier.message = {name = "message", callback = function(state, list) state.failure_message = list[1] end}
