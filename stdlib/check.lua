-- Assertions that let the test go on: see luassert/check.
return require "luassert.check"
