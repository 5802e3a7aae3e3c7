-- Without a test that is run, only what is strict is done.
describe("nothing", function() end)
