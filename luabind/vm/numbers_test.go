package vm_test

import "testing"

// What the interpreter itself does with numbers, where it differs from Lua 5.1
// and is not repaired: the rows of docs/lua.md.
func TestNumbersOfTheInterpreter(t *testing.T) {
	newWorld(t, "").same(t, map[string]string{
		"return 1/3 .. '', 1e15 .. '', 1/0 .. ''":                      "0.3333333333333333|1000000000000000|+Inf",
		"return tostring(1/3), tostring(1e15), table.concat{1/0, 0.1}": "0.33333333333333|1e+15|inf0.1",
		"return '010' + 0, '0b11' + 0, '1_000' + 0":                    "8|3|1000",
		"return 5 % math.huge":                                         "5",
		"return tostring(math.log(-1)), tostring(math.sin(math.huge))": "nan|nan",
	})
}
