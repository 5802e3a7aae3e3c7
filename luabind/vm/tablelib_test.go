package vm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTablesAsLua(t *testing.T) {
	differ(t, `
		local function try(f, ...) local r = {pcall(f, ...)} for i = 1, #r do r[i] = tostring(r[i]) end print(table.concat(r, " ")) end
		local function show(t) local s = {} for i = 1, 12 do s[i] = tostring(t[i]) end print(#t, table.concat(s, " ")) end
		try(function() table.insert({}) end) try(function() table.insert({}, 1, 2, 3) end) try(function() table.insert() end)
		try(function() table.insert({}, "x", 2) end) try(function() table.insert(1, 2) end) try(function() table.setn({}, 1) end)
		local t = {} table.insert(t, "a") table.insert(t, 1, "b") table.insert(t, 2, "c") table.insert(t, "4", "d") table.insert(t, 2.9, "e") show(t)
		table.insert(t, 0, "zero") show(t) print(t[0])
		print(table.remove(t)) print(table.remove(t, 1)) print(table.remove(t, 1.5)) print(select("#", table.remove(t, 9)), select("#", table.remove({})), select("#", table.remove(t, 0))) show(t)
		try(function() table.remove() end) try(function() table.remove({1}, {}) end)
		print(table.maxn{}, table.maxn{1, 2, [7] = 1}, table.maxn{[2.5] = 1, [-3] = 1}, table.maxn{[-1] = 1}, table.maxn{x = 1, [1e10] = 1})
		print(table.getn{1, 2, 3}, table.getn{}) try(function() table.getn() end)
		print(table.foreach({10, 20, x = 5}, function(k, v) if v == 5 then return k end end)) print(table.foreach({}, print)) table.foreach({7}, print)
		print(table.foreachi({10, 20, 30}, function(i, v) if i == 2 then return v, 1 end end)) table.foreachi({7, 8}, print)
		try(function() table.foreach({}) end) try(function() table.foreachi({}, 1) end) try(function() table.foreach(nil, print) end)
		print(unpack{1, 2, 3}) print(unpack({1, 2, 3}, 2)) print(unpack({1, 2, 3}, 2, 5)) print(select("#", unpack({}, 1, 3))) print(unpack({1}, 2)) print(unpack({1, 2, 3}, "-1", 1.9))
		try(function() unpack() end) try(function() unpack({}, 1, 1e7) end) try(function() unpack({}, "x") end)
		local long = {} for i = 1, 7900 do long[i] = i end print(select("#", unpack(long)), (select(7900, unpack(long))))
	`)
}

func TestSortAsLua(t *testing.T) {
	differ(t, `
		local seed = 42
		local function random(n) seed = (seed * 1103515245 + 12345) % 2147483648 return math.floor(seed / 65536) % n + 1 end
		for _, n in ipairs{0, 1, 2, 3, 4, 5, 10, 33, 100, 500} do
			for kind = 1, 4 do
				local t, calls = {}, {}
				for i = 1, n do t[i] = kind == 1 and random(1000) or kind == 2 and i or kind == 3 and n - i or random(3) end
				table.sort(t, function(a, b) calls[#calls + 1] = a * 1009 + b return a < b end)
				local sum = 0 for i, c in ipairs(calls) do sum = (sum * 31 + c) % 1000003 end
				print(n, kind, #calls, sum, t[1], t[n])
				for i = 2, n do assert(t[i - 1] <= t[i]) end
			end
		end
		local t = {3, 1, 2} table.sort(t, nil) print(t[1], t[2], t[3]) t = {"b", "a", "C"} table.sort(t) print(unpack(t))
		local function try(f, ...) print(pcall(f, ...)) end
		try(function() table.sort({3, 2, 1, 5, 4, 6, 7, 8}, function() return true end) end)
		try(function() table.sort({3, 2, 1}, function() error("mine", 0) end) end)
		try(function() table.sort({3, 2, 1}, 5) end) try(function() table.sort() end)
		local r = {8, 3, 5, 1, 7} try(function() local n = 0 table.sort(r, function(a, b) n = n + 1 if n == 4 then error("stop", 0) end return a < b end) end) print(unpack(r))
		local mt = {__lt = function(a, b) return a.v < b.v end} local o = {} for i = 1, 9 do o[i] = setmetatable({v = i * 7 % 10}, mt) end
		table.sort(o) for i = 1, 9 do io.write(o[i].v, " ") end print()
	`)
}

func TestLongSortIsStopped(t *testing.T) {
	m := newMachine(t)
	m.same(t, map[string]string{"big = {} for i = 1, 300000 do big[i] = (i * 7919) % 300007 end return 1": "1"})
	m.within(t, 20*time.Millisecond)
	_, err := m.run(t, "while true do table.sort(big) for i = 1, #big, 2 do big[i] = i end end")
	require.ErrorContains(t, err, "context deadline exceeded")
}

func TestUnpackMany(t *testing.T) {
	newMachine(t).same(t, map[string]string{
		"local t = {} for i = 1, 100000 do t[i] = i end return select('#', unpack(t)), #table.concat({unpack(t, 1, 9)})": "100000|9",
		"return select(2, pcall(unpack, {}, 1, 1e8)):match('too many results to unpack')":                                "too many results to unpack",
	})
}
