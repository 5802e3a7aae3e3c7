package repair

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/yuin/gopher-lua/parse"
)

func TestExplain(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"foo()", "attempt to call a nil value (global 'foo')"},
		{"local x; x()", "attempt to call a nil value (local 'x')"},
		{"local x; return (function() x() end)()", "attempt to call a nil value"}, // two calls
		{"local x; local f = function()\nx() end\nf()", "attempt to call a nil value (upvalue 'x')"},
		{"local t = {}; t.go()", "attempt to call a nil value (field 'go')"},
		{"local t = {}; t:go()", "attempt to call a nil value (method 'go')"},
		{"local t = {}; t[1]()", "attempt to call a nil value"},
		{"local t = {}; return t.bar.baz", "attempt to index a nil value (field 'bar')"},
		{"local t = {}; t.bar.baz = 1", "attempt to index a nil value (field 'bar')"},
		{"return foo.x", "attempt to index a nil value (global 'foo')"},
		{"return foo.x, bar.y", "attempt to index a nil value (global 'foo')"},
		{"return foo.x, bar.x", "attempt to index a nil value"},
		{"local s; s:upper()", "attempt to index a nil value (local 's')"},
		{"local n = 5; n.x = 1", "attempt to index a number value (local 'n')"},
		{"local x; return x + 1", "attempt to perform arithmetic on a nil value (local 'x')"},
		{"local x; return 1 + x", "attempt to perform arithmetic on a nil value (local 'x')"},
		{"local x, y = 1; return x * y - x", "attempt to perform arithmetic on a nil value (local 'y')"},
		{"local x; return -x", "attempt to perform arithmetic on a nil value (local 'x')"},
		{"local t = {}; return 'a' .. t", "attempt to concatenate a table value (local 't')"},
		{"local t = {y = {}}; return t.y .. 'a'", "attempt to concatenate a table value (field 'y')"},
		{"local t = {y = {}}; return 'x' .. t.y .. 'a'", "attempt to concatenate a table value (field 'y')"},
		{"return #foo", "attempt to get length of a nil value (global 'foo')"},
		{"return 1 < nil", "attempt to compare number with nil"},
		{"return {} < {}", "attempt to compare two table values"},
		{"error('own', 0)", "own"},
	} {
		tree, err := parse.Parse(strings.NewReader(c.src), "case.lua")
		require.NoError(t, err)
		message := run(c.src, repairs)
		line := 1
		if m := regexp.MustCompile(`^case.lua:(\d+): `).FindStringSubmatch(message); m != nil {
			line, err = strconv.Atoi(m[1])
			require.NoError(t, err)
			message = message[len(m[0]):]
		}
		require.Equal(t, c.want, Explain(tree, line, message, "nil"), c.src)
	}
}
