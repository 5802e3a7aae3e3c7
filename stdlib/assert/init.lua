-- The assertions of scripts, with the names and semantics of luassert.
local assert = require "luassert.assert"

require "luassert.modifiers"
require "luassert.assertions"
require "luassert.errors"
require "luassert.array"
require "luassert.calls"

return assert
