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
		"foo()":                         "attempt to call a nil value (global 'foo')",
		"local t = {}\nt.bar()":         "attempt to call a nil value (field 'bar')",
		"local t = {}\nt:baz()":         "attempt to call a nil value (method 'baz')",
		"local a = 1\na()":              "attempt to call a number value (local 'a')",
		"local s\nreturn s.x":           "attempt to index a nil value (local 's')",
		"return x.y.z":                  "attempt to index a nil value (global 'x')",
		"local t = {}\nt.x.y = 1":       "attempt to index a nil value (field 'x')",
		"return #s":                     "attempt to get length of a nil value (global 's')",
		"local t = {}\nreturn -t":       "attempt to perform arithmetic on a table value (local 't')",
		"return 1 + n":                  "attempt to perform arithmetic on a nil value (global 'n')",
		"return 'a' .. n":               "attempt to concatenate a nil value (global 'n')",
		"return {} < {}":                "attempt to compare two table values",
		"return 1 < 'x'":                "attempt to compare number with string",
		"local s\nfor k in s do end":    "attempt to call a nil value",
		"f() g()":                       "attempt to call a nil value",
		"error('attempt to do better')": "attempt to do better",
	} {
		for _, code := range []string{src, "local f = function()\n" + src + "\nend\nreturn f()"} {
			proto, err := vm.Compile("@case.lua", []byte(code))
			require.NoError(t, err)
			_, err = vm.Protect(w.L, w.L.NewFunctionFromProto(proto))
			require.Error(t, err)
			require.Regexp(t, `^case\.lua:\d+: `, err.Error())
			_, text, _ := cut(err.Error())
			require.Equal(t, want, text, code)
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
