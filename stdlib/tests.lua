---@meta tlua.tests


--- A block of tests.
---@param name? string
---@param fn? fun()
function describe(name, fn) end

--- A block of tests.
---@param name? string
---@param fn? fun()
function context(name, fn) end

--- A block of tests; globals and modules are put back after it.
---@param name? string
---@param fn? fun()
function insulate(name, fn) end

--- A block whose globals and modules are kept for those after it.
---@param name? string
---@param fn? fun()
function expose(name, fn) end

--- A test.
---@param name? string
---@param fn? fun()
function it(name, fn) end

--- A test.
---@param name? string
---@param fn? fun()
function spec(name, fn) end

--- A test.
---@param name? string
---@param fn? fun()
function test(name, fn) end

--- A test that is to be written yet; in a test: ends it as such.
---@param name? string
---@param fn? fun()
function pending(name, fn) end

--- Is run before each test of the block.
---@param fn fun()
function before_each(fn) end

--- Is run after each test of the block, however it ends.
---@param fn fun()
function after_each(fn) end

--- Is run once, before the block's first test that is run.
---@param fn fun()
function lazy_setup(fn) end

--- Is run once, after the block, if its lazy setup was.
---@param fn fun()
function lazy_teardown(fn) end

--- Is run once, before the block, even if none of its tests is chosen.
---@param fn fun()
function setup(fn) end

--- Is run once, before the block, even if none of its tests is chosen.
---@param fn fun()
function strict_setup(fn) end

--- Is run once, after the block.
---@param fn fun()
function teardown(fn) end

--- Is run once, after the block.
---@param fn fun()
function strict_teardown(fn) end

--- Has fn called when the test's own function has ended, whichever way.
---@param fn fun()
function finally(fn) end

--- Shuffles the block's tests and blocks.
---@param seed? number|boolean
function randomize(seed) end


--- Sets the test's time, counted from its begin; nil or a negative number is no limit.
---@param ms? number
function set_timeout(ms) end

--- Waits until no other test of the run holds the name, and holds it until the test, or the file, ends.
---@param name string
function lock(name) end

--- Says that the test is going to fail: it passes if a check does, and fails if none does.
---@param reason? string
function expect_fail(reason) end

--- At the top of a file: runs it once for every combination of the values; gives those of this run.
---@param values table
---@return table
function params(values) end

--- Has all names of assert: what does not hold is noted, and the test goes on.
---@type table<string, fun(...): boolean>
check = {}

--- Calls fn until it raises nothing and gives neither false nor nil; what it gives then.
---@param ms number how long
---@param fn fun(): ...
---@param every_ms? number from try to try (default: 10, growing to 100)
---@return ...
function eventually(ms, fn, every_ms) end
