-- What failures say. The values come in the order of the assertion's arguments, the
-- actual one first where there is an expected one, too.
local say = require "say"

local texts = say.en

-- set leaves alone what a script has set, since this file is loaded for the first
-- text only that there is not.
local function set(name, positive, negative)
  local key = "assertion." .. name
  texts[key .. ".positive"] = texts[key .. ".positive"] or positive
  texts[key .. ".negative"] = texts[key .. ".negative"] or negative
end

set("same", "the values differ\ngot:      %s\nexpected: %s",
  "the values are the same\ngot:          %s\nnot expected: %s")
set("equals", "the values are not equal\ngot:      %s\nexpected: %s",
  "the values are equal\ngot:          %s\nnot expected: %s")
set("type", "the value has another type\ngot:      %s\nexpected: %s",
  "the value has this type\ngot:          %s\nnot expected: %s")
set("near", "the numbers are too far apart\ngot:      %s\nexpected: %s, give or take %s",
  "the numbers are too near\ngot:          %s\nnot expected: %s, give or take %s")
set("matches", "the text does not match\ngot:     %s\npattern: %s",
  "the text matches\ngot:                  %s\nnot expected pattern: %s")
set("unique", "some elements are the same: %s", "no elements are the same: %s")
set("error", "another error was expected\ngot:      %s\nexpected: %s",
  "no such error was expected\ngot:          %s\nnot expected: %s")
set("no_error", "an error was expected\ngot:      %s\nexpected: %s")
set("truthy", "expected neither nil nor false, got %s", "expected nil or false, got %s")
set("falsy", "expected nil or false, got %s", "expected neither nil nor false, got %s")
set("returned_arguments", "expected %s values, got %s", "did not expect %s values, got %s")
set("array_holes", "expected holes in the array, there are none", "expected no holes in the array, the first is at %s")

set("called", "expected calls: %s, were: %s", "did not expect this many calls: %s, were: %s")
set("called_at_least", "expected calls: at least %s, were: %s", "expected calls: less than %s, were: %s")
set("called_at_most", "expected calls: at most %s, were: %s", "expected calls: more than %s, were: %s")
set("called_more_than", "expected calls: more than %s, were: %s", "expected calls: at most %s, were: %s")
set("called_less_than", "expected calls: less than %s, were: %s", "expected calls: at least %s, were: %s")
set("called_with", "there was no call with such arguments\ncalls:    %s\nexpected: %s",
  "there was a call with such arguments\nlast such call: %s\nnot expected:   %s")
set("returned_with", "no call returned such values\ncalls:    %s\nexpected: %s",
  "a call returned such values\nlast such call: %s\nnot expected:   %s")

-- For extensions.
texts["assertion.internal.argtolittle"] = "'%s' takes at least %s arguments, got %s"
texts["assertion.internal.badargtype"] = "bad argument #%s to '%s' (%s expected, got %s)"
