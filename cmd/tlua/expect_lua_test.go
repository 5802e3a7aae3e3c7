package main

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tlua/tlua/core/expect"
)

func TestEntriesAreAddedToLua(t *testing.T) {
	drafts := []expect.Draft{{{Name: "test", Value: "x"}, {Name: "params", Value: expect.Draft{{Name: "n", Value: 1.0}, {Name: "end", Value: true}}}, {Name: "expect", Value: []any{"failed", "error"}}}}
	const entry = `{test = "x", params = {n = 1, ["end"] = true}, expect = {"failed", "error"}},`
	for text, want := range map[string]string{
		"":                          "return {\n  " + entry + "\n}\n",
		"return {}":                 "return {\n  " + entry + "\n}",
		"return {\n}\n":             "return {\n  " + entry + "\n}\n",
		"return {{test = \"a\"}}\n": "return {{test = \"a\"},\n  " + entry + "\n}\n",
		"return {\n  {test = \"a\"},\n} -- end\n":             "return {\n  {test = \"a\"},\n  " + entry + "\n} -- end\n",
		"return {\n  {test = \"a\"}\n  }\n":                   "return {\n  {test = \"a\"},\n  " + entry + "\n  }\n",
		"return {\n  {test = \"a\"} -- b\n}\n":                "return {\n  {test = \"a\"} -- b\n  , " + entry + "\n}\n",
		"local k = \"a\"\nreturn {\n  {test = k},\n  -- c\n}": "local k = \"a\"\nreturn {\n  {test = k},\n  -- c\n  " + entry + "\n}",
	} {
		got, err := inLua.Add("r.lua", []byte(text), drafts)
		require.NoError(t, err, text)
		require.Equal(t, want, string(got))
	}
	for _, text := range []string{
		"local t = {}\nfor i = 1, 3 do t[i] = {test = \"a\"} end\nreturn t",
		"return {} -- }",
		"return require 'x'",
		"return {{test = \"a\"}}, 1",
	} {
		_, err := inLua.Add("r.lua", []byte(text), drafts)
		require.Error(t, err, text)
	}
}

// Whatever texts are in entries, Lua reads them as they are.
func TestLuaReadsWhatIsAdded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a\"b\\", "\x00\r\n\t\x7f", "]]", "\xff", "--"}))
		var drafts []expect.Draft
		for range rapid.IntRange(1, 3).Draw(t, "entries") {
			drafts = append(drafts, expect.Draft{
				{Name: "test", Value: text.Draw(t, "test")}, {Name: "verdict", Value: []any{text.Draw(t, "one"), text.Draw(t, "two")}},
				{Name: "params", Value: expect.Draft{{Name: "p" + text.Draw(t, "name"), Value: rapid.Float64().Draw(t, "number")}}},
			})
		}
		once, err := inLua.Add("r.lua", nil, drafts)
		require.NoError(t, err)
		_, err = inLua.Add("r.lua", once, drafts)
		require.NoError(t, err)
	})
}
