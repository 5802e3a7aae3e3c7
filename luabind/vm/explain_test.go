package vm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/luabind/vm"
)

// Errors name the variable at fault.
func TestErrorsNameVariables(t *testing.T) {
	w := newWorld(t, "")
	for src, want := range map[string]string{
		"foo()":                                             "attempt to call a nil value (global 'foo')",
		"local t = {}\nt.bar()":                             "attempt to call a nil value (field 'bar')",
		"local t = {}\nt:baz()":                             "attempt to call a nil value (method 'baz')",
		"local t = {} return t[1]()":                        "attempt to call a nil value",
		"local a = 1\na()":                                  "attempt to call a number value (local 'a')",
		"local s\nreturn s.x":                               "attempt to index a nil value (local 's')",
		"local s s:upper()":                                 "attempt to index a nil value (local 's')",
		"local s s.x:upper()":                               "attempt to index a nil value (local 's')",
		"return x.y.z":                                      "attempt to index a nil value (global 'x')",
		"local t = {}\nt.x.y = 1":                           "attempt to index a nil value (field 'x')",
		"local t = {}\nt.x.y, u = 1, 2":                     "attempt to index a nil value (field 'x')",
		"local t = {x = {}} t.a, t.x.b.c = 1, 2":            "attempt to index a nil value (field 'b')",
		"local n = 5 n.x = 1":                               "attempt to index a number value (local 'n')",
		"function a.b.c() end":                              "attempt to index a nil value (global 'a')",
		"return #s":                                         "attempt to get length of a nil value (global 's')",
		"local t = {}\nreturn -t":                           "attempt to perform arithmetic on a table value (local 't')",
		"return 1 + n":                                      "attempt to perform arithmetic on a nil value (global 'n')",
		"local x, y = 1 return x * y - x":                   "attempt to perform arithmetic on a nil value (local 'y')",
		"local x = '1' return x * 2 - y":                    "attempt to perform arithmetic on a nil value (global 'y')",
		"local x = 'a' return 2 ^ x":                        "attempt to perform arithmetic on a string value (local 'x')",
		"local x = 'a' return x % {}":                       "attempt to perform arithmetic on a string value (local 'x')",
		"local x = 'a' return -x":                           "attempt to perform arithmetic on a string value (local 'x')",
		"return 'a' .. n":                                   "attempt to concatenate a nil value (global 'n')",
		"local t = {y = {}} return 'x' .. t.y .. 'a'":       "attempt to concatenate a table value (field 'y')",
		"local a, b = {}, {} return 'x' .. a .. b .. 'y'":   "attempt to concatenate a table value (local 'b')",
		"local a = {} return a .. a .. 1":                   "attempt to concatenate a table value (local 'a')",
		"return {} < {}":                                    "attempt to compare two table values",
		"return 1 < 'x'":                                    "attempt to compare number with string",
		"local s\nfor k in s do end":                        "attempt to call a nil value",
		"for i = {}, 2 do end":                              "'for' initial value must be a number",
		"for i = 1, nil do end":                             "'for' limit must be a number",
		"for i = 1, 2, print do end":                        "'for' step must be a number",
		"error('attempt to do better')":                     "attempt to do better",
		"local a = {} a.__index = a setmetatable(a, a).x()": "loop in gettable",

		// Several on a line that could be meant.
		"local f = print f() g()":                                 "attempt to call a nil value (global 'g')",
		"local t = {} return t.x, t.y, t.x.y":                     "attempt to index a nil value (field 'x')",
		"local function try(f) f() end try(function() foo() end)": "attempt to call a nil value (global 'foo')",
		"local x; return (function() x() end)()":                  "attempt to call a nil value (upvalue 'x')",
		"do local a = 1 end foo()":                                "attempt to call a nil value (global 'foo')",
		"do local foo = 1 end do local bar = 2 end foo()":         "attempt to call a nil value (global 'foo')",
		"local a = {} a = foo a.b()":                              "attempt to index a nil value (local 'a')",
		"local a, b = {}, {} a, b = b.x, a.x return a.y":          "attempt to index a nil value (local 'a')",
		"local t = setmetatable({}, {__index = 5}) return t.x":    "attempt to index a number value",
		"local t = {} return t.x and 1 or t.y.z":                  "attempt to index a nil value (field 'y')",
	} {
		for _, code := range []string{src, "local f = function()\n" + src + "\nend\nreturn f()"} {
			proto, err := vm.Compile("@case.lua", []byte(code))
			require.NoError(t, err, code)
			for range 2 { // found, and remembered
				_, err = vm.Protect(w.L, w.L.NewFunctionFromProto(proto))
				require.Error(t, err)
				require.Regexp(t, `^case\.lua:\d+: `, err.Error())
				_, text, _ := cut(err.Error())
				require.Equal(t, want, text, code)
			}
		}
	}
}

// cut takes the position from a message.
func cut(message string) (file, text string, ok bool) {
	for i, colons := 0, 0; i < len(message); i++ {
		if message[i] == ':' {
			if colons++; colons == 2 {
				return message[:i], message[i+2:], true
			}
		}
	}
	return "", message, false
}
