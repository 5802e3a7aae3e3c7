package vm_test

import "testing"

// Numbers that are joined and strings that are computed with, as in Lua.
func TestNumbersAndStringsAsLua(t *testing.T) {
	differ(t, `
		print(1/3 .. "", 1e15 .. "", -1/0 .. "|" .. 1/0, 2^53 .. "", 1e100 .. "", 0.1 .. "", 1 .. 2 .. 3)
		print("010" + 0, "0x10" + 1, " 5 " * "2", "1e2" / 4, "7" % "4", "2" ^ "0.5", -"3", -" 0x2 ", "10" - 5, 10 - "5")
		for _, s in ipairs{"0b11", "1_000", "\v5", "", "abc", "0x", "1e", "1 2", "inf", "nan", "infinity", "5.", ".5", "1e+5"} do
			print(s, (pcall(function() return s + 0 end)))
			print(s, (pcall(function() return -s end)))
		end
		local mt = {}
		for _, event in ipairs{"add", "sub", "mul", "div", "mod", "pow", "concat"} do
			mt["__" .. event] = function(a, b) return event .. "(" .. type(a) .. tostring(tonumber(a)) .. "," .. type(b) .. ")" end
		end
		mt.__unm = function(a) return "unm" end
		local t = setmetatable({}, mt)
		print(t + 1, "1" + t, "x" + t, t - "1", "2" * t, t / "", "a" % t, t ^ "2", -t)
		print("a" .. t, t .. 1, 1 .. t, 1 .. 2 .. t, t .. 1 .. 2, t .. t, "x" .. t .. "y" .. 0.5)
		local function two() return 1.5, 2 end
		local s = "s"
		s = s .. two()
		local function last(...) return "<" .. ... end
		print(s, two() .. two(), (two() .. "x"), last(1e16, 2), #("x" .. two()), #{two() .. 1, two() .. 2})
	`)
}

// What the interpreter does otherwise: the rows of docs/lua.md.
func TestNumbersOfTheInterpreter(t *testing.T) {
	newWorld(t, "").same(t, map[string]string{
		"return 1 % 0.1 .. '', 5 % math.huge, -5 % math.huge .. ''":    "0.1|5|inf",
		"return type(getmetatable('').__add)":                          "function",
		"return pcall(loadstring('for i = \"1\", 2 do end'))":          "false|[string \"for i = \"1\", 2 do end\"]:1: 'for' initial value must be a number",
		"return tostring(math.log(-1)), tostring(math.sin(math.huge))": "nan|nan",
		"return math.abs(math.cos(0.7) - 0.7648421872844885) < 1e-15":  "true",
		"local zero, minus = 0, -0 return 1 / zero == 1 / minus":       "true",
	})
}
