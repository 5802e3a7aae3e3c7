package expect

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

func TestLint(t *testing.T) {
	tests := []*event.Test{
		{File: "a.lua", Name: "one"}, {File: "a.lua", Name: "two"},
		{File: "b.lua", Name: "three", Params: []event.Param{{Name: "size", Value: 1.0}}},
	}
	for _, c := range []struct{ name, text, want string }{
		{"fine", `
- {test: a.lua, expect: failed, when: linux or slow and cpus>2}
- {test: one, expect: failed, when: darwin}
- {test: three, params: {size: 1}, expect: failed}`, ""},
		{"no test", `- {test: on, expect: failed}`, `no test is like this, did you mean "one"?`},
		{"a parameter that it has not", `- {test: three, params: {sise: 1}, expect: failed}`, `the tests of this name have no parameter "sise", did you mean "size"?`},
		{"another value", `- {test: three, params: {size: 2}, expect: failed}`, `no test of this name is run with these parameters`},
		{"another number", `- {test: three, number: 2, expect: failed}`, `no test is like this, did you mean "three"?`},
		{"a word that there is not", `- {test: one, when: linx, expect: failed}`, `no platform has "linx" unless it is told with --platform, did you mean "linux"?`},
		{"hidden", "- {test: one, expect: failed}\n- {test: a.lua, expect: error}", `it never counts: the last entry about a test does, and r.yaml:2 ("a.lua") is about all of its tests`},
		{"hidden by two", "- {test: a.lua, expect: failed}\n- {test: one, expect: error}\n- {test: two, expect: error}", `it never counts: the last entry about a test does, and r.yaml:3 ("two") is about all of its tests`},
		{"hidden where it holds", "- {test: one, when: linux, expect: failed}\n- {test: one, when: linux, expect: error}", `it never counts: the last entry about a test does, and r.yaml:2 ("one") is about all of its tests`},
		{"hidden elsewhere", "- {test: one, expect: failed}\n- {test: one, when: linux, expect: error}", ""},
		{"not hidden: there is another", "- {test: a.lua, expect: failed}\n- {test: one, expect: error}", ""},
	} {
		found := book(t, c.text).Lint(tests, Platform{"slow": ""})
		if c.want == "" {
			require.Empty(t, found, c.name)
			continue
		}
		require.Len(t, found, 1, c.name)
		require.Equal(t, c.want, found[0].Message, c.name)
		require.Equal(t, "r.yaml:1", found[0].Entry.Place, c.name)
	}
}
