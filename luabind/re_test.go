package luabind_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/luabind"
)

// What the functions of re give, for calls whose arguments are a text, a
// pattern and more.
var reCases = []struct {
	name, args string
	want       []any
}{
	{"match", `"key = value", [[(\w+)\s*=\s*(\w+)]]`, []any{"key", "value"}},
	{"match", `"key = value", [[\w+]]`, []any{"key"}},
	{"match", `"key", [[\d+]]`, []any{nil}},
	{"match", `"ab", "a(x)?(b)()"`, []any{false, "b", ""}},
	{"match", `"a1 b2", [[\w\d]], 2`, []any{"b2"}},
	{"match", `"a1 b2", [[\w\d]], -2`, []any{"b2"}},
	{"match", `"a1 b2", [[\w\d]], -99`, []any{"a1"}},
	{"match", `"abc", "$", 99`, []any{""}},
	{"match", `"abc", "^b", 2`, []any{nil}},
	{"match", `"abc", "(?<=a)b", 2`, []any{"b"}},
	{"match", `"a\0b\255", [[\x00.\xff]]`, []any{"\x00b\xff"}},
	{"match", `"é", "^.$"`, []any{nil}},
	{"match", `"é", "(*UTF)^.$"`, []any{"é"}},
	{"match", `"one\ntwo", "^t.*$"`, []any{"two"}},
	{"find", `"hello world", "o w"`, []any{5.0, 7.0}},
	{"find", `"hello", "(l)(x)?(l)"`, []any{3.0, 4.0, "l", false, "l"}},
	{"find", `"hello", "l", 4`, []any{4.0, 4.0}},
	{"find", `"hello", ""`, []any{1.0, 0.0}},
	{"find", `"hello", "", 4`, []any{4.0, 3.0}},
	{"find", `"hello", "x"`, []any{nil}},
	{"find_all", `"a1 b22", [[\d+]]`, []any{[]any{"1", "22"}}},
	{"find_all", `"a1 b22", [[x]]`, []any{map[string]any{}}},
	{"find_all", `"a1 b22 c3", [[\d+]], 2`, []any{[]any{"1", "22"}}},
	{"find_all", `"a1 b22 c3", [[\d+]], 0`, []any{map[string]any{}}},
	{"find_all", `"abaab", "b*"`, []any{[]any{"", "b", "", "b"}}},
	{"find_all", `"a=1;b", "(?P<k>\\w)(=(\\d))?"`, []any{[]any{
		map[string]any{"0": "a=1", "1": "a", "2": "=1", "3": "1", "k": "a"},
		map[string]any{"0": "b", "1": "b", "2": false, "3": false, "k": "b"},
	}}},
	{"gsub", `"hello world", "o", "0"`, []any{"hell0 w0rld", 2.0}},
	{"gsub", `"hello world", "o", "0", 1`, []any{"hell0 world", 1.0}},
	{"gsub", `"hello world", "o", "0", 0`, []any{"hello world", 0.0}},
	{"gsub", `"hello world", "x", "0"`, []any{"hello world", 0.0}},
	{"gsub", `"a=1, b=2", [[(\w)=(\d)(!)?]], "%2=%1%%%3 (%0)"`, []any{"1=a% (a=1), 2=b% (b=2)", 2.0}},
	{"gsub", `"ab", [[\w]], "<%1>"`, []any{"<a><b>", 2.0}},
	{"gsub", `"ab", "", "-"`, []any{"-a-b-", 3.0}},
	{"gsub", `"baac", "a*", "x"`, []any{"xbxcx", 3.0}},
	{"gsub", `"1 2 3", [[\d]], function(d) if d ~= "2" then return d * 10 end end`, []any{"10 2 30", 3.0}},
	{"gsub", `"a1b2", [[(\w)(\d)]], function(w, d) return d .. w end`, []any{"1a2b", 2.0}},
	{"gsub", `"$x and $y", [[\$(\w)]], {x = "X", y = false}`, []any{"X and $y", 2.0}},
	{"gsub", `"a,b", [[(,)|(b)]], {[","] = ";"}`, []any{"a;b", 2.0}},
	{"gsub", `"1.5", [[\.]], 0`, []any{"105", 1.0}},
	{"gsub", `"abc", ".", ""`, []any{"", 3.0}},
	{"gsub", `"a.b.c", [[\.]], function(m) return (re.gsub(m, [[\.]], function() return "/" end)) end`, []any{"a/b/c", 2.0}},
	{"split", `"a, b,c", [[,\s*]]`, []any{[]any{"a", "b", "c"}}},
	{"split", `",a,", ","`, []any{[]any{"", "a", ""}}},
	{"split", `"", ","`, []any{[]any{""}}},
	{"split", `"abc", ""`, []any{[]any{"a", "b", "c"}}},
	{"split", `"a1b22c", [[\d*]]`, []any{[]any{"a", "b", "c"}}},
}

// A function of re and the method of a compiled pattern do the same.
func TestRe(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	for _, c := range reCases {
		require.Equal(t, c.want, h.run(fmt.Sprintf("return re.%s(%s)", c.name, c.args)), "%s(%s)", c.name, c.args)
		require.Equal(t, c.want, h.run(fmt.Sprintf(
			"local function method(text, pattern, ...) return re.compile(pattern):%s(text, ...) end return method(%s)", c.name, c.args)))
	}
	h.run(`
		local seen = {}
		for k, v in re.gmatch("a=1, b=2", [[(\w)=(\d)]]) do seen[#seen + 1] = k .. v end
		for w in re.compile([[\w+]]):gmatch("one two") do seen[#seen + 1] = w end
		assert(table.concat(seen, " ") == "a1 b2 one two")
		local odd = ".*+?()[]{}|^$\\%\0é\255"
		assert(re.match("x" .. odd .. "y", re.escape(odd)) == odd)
		assert(re.escape("a.b") == [[a\.b]])
		assert(tostring(re.compile [[a\d]]) == [[pattern("a\\d")]], tostring(re.compile [[a\d]]))
		assert(re.compile("a") == re.compile("a") and require "re" == re)
		local ok, err = pcall(re.gsub, "ab", ".", function() error("no", 0) end)
		assert(not ok and err == "no")
		local all = re.find_all("a=1", "(?P<key>.)=(?P<value>.)")
		assert(#all[1] == 2 and select("#", unpack(all[1])) == 2)`)
}

// re finds, replaces and splits as package regexp.
func TestReIsRegexp(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	r := rand.New(rand.NewSource(1))
	atoms := []string{"a", "b", "[ab]", ".", "^", "$", `\b`, "", "(a)", "(b|)", "(a*)", "(?:ab)+?", "|", "c{2}", `\n`}
	for range 2000 {
		pattern, text := "", ""
		for range 1 + r.Intn(4) {
			pattern += atoms[r.Intn(len(atoms))]
		}
		for range r.Intn(12) {
			text += string("abc\n "[r.Intn(5)])
		}
		want := regexp.MustCompile("(?m)" + pattern)
		got := h.run(`
			local text, pattern = ...
			local all, n = re.find_all(text, pattern), 0
			for i, m in ipairs(all) do all[i] = type(m) == "string" and {[0] = m} or m end
			return all, re.split(text, pattern), re.gsub(text, pattern, "<%0>")`, text, pattern)
		var all []any
		for _, m := range want.FindAllStringSubmatchIndex(text, -1) {
			groups := map[string]any{}
			for i := range len(m) / 2 {
				groups[fmt.Sprint(i)] = false
				if m[2*i] >= 0 {
					groups[fmt.Sprint(i)] = text[m[2*i]:m[2*i+1]]
				}
			}
			all = append(all, groups)
		}
		if all == nil {
			require.Equal(t, map[string]any{}, got[0])
		} else {
			require.Equal(t, all, got[0], "%q in %q", pattern, text)
		}
		var parts []any
		for _, p := range want.Split(text, -1) {
			parts = append(parts, p)
		}
		require.Equal(t, parts, got[1], "%q splits %q", pattern, text)
		require.Equal(t, want.ReplaceAllString(text, "<$0>"), got[2], "%q in %q", pattern, text)
		require.EqualValues(t, len(all), got[3])
	}
}

// A search of a long text, or one that reads the same text again and again,
// ends with the context.
func TestReEndsWithTheContext(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{
		"again and again": `re.gsub(("a"):rep(2^22), "a.*b|a", "x")`,
		"one match":       `while true do re.match(("a"):rep(2^22), "(a|b|ab)*c") end`,
		"many matches":    `while true do re.find_all(("a"):rep(2^18), "a") end`,
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			defer cancel()
			r, err := luabind.New(ctx, luabind.Options{})
			require.NoError(t, err)
			defer func() { require.NoError(t, r.Close()) }()
			_, err = r.RunString("test.lua", code)
			require.Error(t, err)
			require.True(t, errors.Is(err, context.DeadlineExceeded), "%v", err)
		})
	}
}
