package vm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestStringBasics(t *testing.T) {
	newWorld(t, "").same(t, map[string]string{
		`return ('abc'):len(), #'a\0b', ('abc'):reverse(), ('aBc\233'):upper(), ('AbC\201'):lower()`:       "3|3|cba|ABC\xe9|abc\xc9",
		`return ('abc'):sub(2), ('abc'):sub(-2, -2), ('abc'):sub(0), ('abc'):sub(3, 2), ('abc'):sub(2, 9)`: "bc|b|abc||bc",
		`return ('abc'):byte(), ('abc'):byte(-1), ('abc'):byte(9)`:                                         "97|99",
		`return ('abc'):byte(1, -1)`:                                      "97|98|99",
		`return string.char(), string.char(65, '66', 255)`:                "|AB\xff",
		`return ('ab'):rep(3), ('x'):rep(0), ('x'):rep(-1), ('x'):rep(2)`: "ababab|||xx",
		`return string.gfind == string.gmatch, string.__index`:            "true|nil",
		`return getmetatable('').__index == string, ('x').y`:              "true|nil",
	})
}

func TestSearches(t *testing.T) {
	newWorld(t, "").same(t, map[string]string{
		`return ('hello'):find('l+')`:                                          "3|4",
		`return ('hello'):find('xyz')`:                                         "nil",
		`return ('a.b'):find('.', 2, true)`:                                    "2|2",
		`return ('abc'):find('', 10)`:                                          "4|3",
		`return ('abc'):find('b', -2)`:                                         "2|2",
		`return ('abc'):match('()b()')`:                                        "2|3",
		`return ('abc'):match('x')`:                                            "nil",
		`return ('k=v'):match('(%w)=(%w)', '1')`:                               "k|v",
		`local it = ('a b'):gmatch('%a') return it(), it(), select('#', it())`: "a|b|0",
		`local n = 0 for a in ('^a^a'):gmatch('^a') do n = n + 1 end return n`: "2",
		`local t = {} for k, v in ('a=1,b=2'):gmatch('(%w)=(%w)') do t[#t+1] = v .. k end return unpack(t)`: "1a|2b",
		`return ('abc'):gsub('', '-')`:                                                                "-a-b-c-|4",
		`return ('abc'):gsub('%w', '%0%0', 2)`:                                                        "aabbc|2",
		`return ('abc'):gsub('^a', 'x')`:                                                              "xbc|1",
		`return ('a b'):gsub('%w', {a = 1, b = true and 'B'})`:                                        "1 B|2",
		`return ('abc'):gsub('b', function() end)`:                                                    "abc|1",
		`return ('abc'):gsub('(a)(b)', '%2%1')`:                                                       "bac|1",
		`return ('a'):gsub('a', setmetatable({}, {__index = function(_, k) return k .. k end}))`:      "aa|1",
		`return ('aXbX'):gsub('%a', function(c) return (('x'):gsub('x', c)) .. ('y'):match('.') end)`: "ayXybyXy|4",
		`return pcall(string.gsub, 'a', 'a', function() error('e', 0) end)`:                           "false|e",
	})
}

func TestStringErrors(t *testing.T) {
	w := newWorld(t, "")
	for src, want := range map[string]string{
		"string.find(nil, 'x')":                     "bad argument #1 to 'find' (string expected, got nil)",
		"string.find('x')":                          "bad argument #2 to 'find' (string expected, got no value)",
		"('x'):find({})":                            "bad argument #1 to 'find' (string expected, got table)",
		"local s = {rep = string.rep} s:rep(1)":     "calling 'rep' on bad self (string expected, got table)",
		"string.rep('x', 'y')":                      "bad argument #2 to 'rep' (number expected, got string)",
		"('x'):find('[a')":                          "malformed pattern (missing ']')",
		"('x'):gsub('x', '%1%2')":                   "invalid capture index",
		"('x'):gsub('x', nil)":                      "bad argument #2 to 'gsub' (string/function/table expected)",
		"('x'):gsub('x', function() return {} end)": "invalid replacement value (a table)",
		"for _ in ('x'):gmatch('(') do end":         "unfinished capture",
		"string.format('%d', 'x')":                  "bad argument #2 to 'format' (number expected, got string)",
		"string.format('%y', 1)":                    "invalid option '%y' to 'format'",
		"string.format('%d')":                       "bad argument #2 to 'format' (no value)",
		"string.format('%s', {})":                   "bad argument #2 to 'format' (string expected, got table)",
		"string.format('%123d', 1)":                 "invalid format (width or precision too long)",
		"string.char(256)":                          "bad argument #1 to 'char' (invalid value)",
		"string.dump(print)":                        "unable to dump given function",
		"string.dump()":                             "bad argument #1 to 'dump' (function expected, got no value)",
		"tostring()":                                "bad argument #1 to 'tostring' (value expected)",
		"tonumber()":                                "bad argument #1 to 'tonumber' (value expected)",
		"tonumber('1', 1)":                          "bad argument #2 to 'tonumber' (base out of range)",
		"table.concat({1, {}, 3})":                  "invalid value (table) at index 2 in table for 'concat'",
		"table.concat({1, 2}, ',', 1, 3)":           "invalid value (nil) at index 3 in table for 'concat'",
		"table.concat()":                            "bad argument #1 to 'concat' (table expected, got no value)",
		"string.rep('x', 2^30 + 1)":                 "resulting string too large",
		"local t = {} for i = 1, 1025 do t[i] = ('x'):rep(2^20) end table.concat(t)": "resulting string too large",
		"('x'):rep(2^20):byte(1, -1)":          "stack overflow (string slice too long)",
		"('a'):rep(2e5):find(('a?'):rep(2e5))": "pattern too complex",
	} {
		_, err := w.run(t, src)
		require.EqualError(t, err, "case.lua:1: "+want, src)
	}
}

// The bound is looked at before a piece is added, not after.
func TestLargeResults(t *testing.T) {
	for _, src := range []string{
		"('x'):rep(2^29 + 1):gsub('.*', '%0%0')",
		"local s = ('x'):rep(2^29 + 1) string.format('%s%s', s, s)",
	} {
		_, err := newWorld(t, "").run(t, src)
		require.EqualError(t, err, "case.lua:1: resulting string too large", src)
	}
}

func TestErrorsWithoutPlace(t *testing.T) {
	got, err := newWorld(t, "").run(t, "return pcall(string.rep, 'x', {})")
	require.NoError(t, err)
	require.Equal(t, "false|bad argument #2 to '?' (number expected, got table)", got)
}

func TestText(t *testing.T) {
	newWorld(t, "").same(t, map[string]string{
		"return tostring(1e15), tostring(0.1), tostring(1/3), tostring(2^53), tostring(-1/0)":       "1e+15|0.1|0.33333333333333|9.007199254741e+15|-inf",
		"return tostring(nil), tostring(true), tostring('x')":                                       "nil|true|x",
		"return tostring(setmetatable({}, {__tostring = function() return 'T' end}))":               "T",
		"return type(tostring(setmetatable({}, {__tostring = function() return {} end})))":          "table",
		"return (tostring({}):gsub('0x%x+', 'P')), (tostring(print):gsub('0x%x+', 'P'))":            "table: P|function: P",
		"return table.concat({1e15, 0.5, 'x'}, '; ')":                                               "1e+15; 0.5; x",
		"return table.concat({1, 2, 3}, ',', 2), table.concat({1, 2, 3}, ',', 3, 2)":                "2,3|",
		"local t = {} for i = 1, 100000 do t[i] = i end return #table.concat(t, ',')":               "588894",
		"return table.concat({1, 2, 3}, 0)":                                                         "10203",
		"return tonumber('1e2'), tonumber('0x10'), tonumber('  5  '), tonumber('x'), tonumber(nil)": "100|16|5|nil|nil",
		"return tonumber('zz', 36), tonumber('10', 2), tonumber('12', 2), tonumber('10', '8')":      "1295|2|nil|8",
		"return string.format('%5.1f|%-5d|%05d|%+d|%x', 3.14159, 42, 42, 42, 255)":                  "  3.1|42   |00042|+42|ff",
		"return string.format('%q', 'a\\n\"\\0\\r\\\\')":                                            "\"a\\\n\\\"\\000\\r\\\\\"",
		"return string.format('%s %s %%', 1e15, 'x')":                                               "1e+15 x %",
	})
}

// What would take for ever ends with the context.
func TestContextEndsStrings(t *testing.T) {
	within(t, "local s = ('a'):rep(30) return s:find(('a?'):rep(30) .. s .. 'b')")
	within(t, "return ('a'):rep(200000):gsub('.*b', '')")
	within(t, "while true do local s = ('x'):rep(2^28) end")
	within(t, "return ('a'):rep(200000):find('.-b')")
}

func TestGsubIsLinear(t *testing.T) {
	begin := time.Now()
	newWorld(t, "").same(t, map[string]string{
		"local s, n = ('ab'):rep(1000000):gsub('a', '<%0>') return #s, n": "4000000|1000000",
	})
	require.Less(t, time.Since(begin), time.Minute)
}

func TestPrint(t *testing.T) {
	w := newWorld(t, "")
	_, err := w.run(t, "print(1e15, 1/3, 1/0, nil, 'x') print() print(setmetatable({}, {__tostring = function() return 7 end}))")
	require.NoError(t, err)
	require.Equal(t, "1e+15\t0.33333333333333\tinf\tnil\tx\n\n7\n", w.out.String())
	_, err = w.run(t, "print(setmetatable({}, {__tostring = function() return {} end}))")
	require.EqualError(t, err, "case.lua:1: 'tostring' must return a string to 'print'")
	w.out.Reset()
	_, err = w.run(t, "tostring = function(v) return '<' .. type(v) .. '>' end print(1, 'x')")
	require.NoError(t, err)
	require.Equal(t, "<number>\t<string>\n", w.out.String())
}
