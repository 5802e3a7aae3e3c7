package vm_test

import "testing"

func TestCollectgarbageAsLua(t *testing.T) {
	differ(t, `
		local n = gcinfo() -- the next may be another
		print(type(collectgarbage("count")), collectgarbage("count") > 0, type(n), n == math.floor(n))
		print(collectgarbage("setpause", 100), collectgarbage("setpause", 200), collectgarbage("setstepmul", 3), collectgarbage("setstepmul", 200))
		print(collectgarbage(), collectgarbage("collect"), collectgarbage("stop"), collectgarbage("restart"), type(collectgarbage("step")))
		print(pcall(function() collectgarbage("x") end)) print(pcall(function() collectgarbage({}) end))
		repeat until collectgarbage("step", 100)
	`)
}
