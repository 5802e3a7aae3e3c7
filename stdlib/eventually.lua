-- Waits until something is so: see luassert/eventually.
return require "luassert.eventually"
