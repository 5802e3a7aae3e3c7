package suite

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

func TestWhere(t *testing.T) {
	test := &event.Test{Name: "net with a proxy #fast", Tags: []string{"fast"}, Params: []event.Param{{Name: "size", Value: 1.0}, {Name: "on", Value: true}}}
	for text, want := range map[string]bool{
		`proxy`:                      true,
		`Proxy`:                      false,
		`"with a"`:                   true,
		`"with  a"`:                  false,
		`#fast`:                      true,
		`#fas`:                       false,
		`size=1`:                     true,
		`size=1.0`:                   true,
		`size=2`:                     false,
		`on=true`:                    true,
		`peers=1`:                    false,
		`not #slow`:                  true,
		`not not #slow`:              false,
		`net and proxy`:              true,
		`net and nothing`:            false,
		`nothing or net`:             true,
		`nothing and x or net`:       true,
		`net or nothing and nothing`: true,
		`(net or x) and nothing`:     false,
		`not (net and nothing)`:      true,
		`not net or #fast`:           true,
		`(((net)))`:                  true,
		`"and"`:                      false,
	} {
		w, err := ParseWhere(text)
		require.NoError(t, err, text)
		require.Equal(t, want, w(test), text)
	}
}

func TestWhereThatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		``:        "expected at the end",
		`and`:     "expected before and",
		`a or`:    "expected at the end",
		`a b`:     "and, or, or the end expected before b",
		`(a`:      "a ) is missing",
		`a)`:      "expected before )",
		`"a`:      `the " at the end of "a is missing`,
		`not`:     "expected at the end",
		`not and`: "expected before and",
	} {
		_, err := ParseWhere(text)
		require.ErrorContains(t, err, want, text)
	}
}

// Whatever the text is, it is an expression or an error, and never a panic.
func FuzzWhere(f *testing.F) {
	f.Add(`not (a and "b c" or #d) and e=1`)
	f.Fuzz(func(t *testing.T, text string) {
		w, err := ParseWhere(text)
		if err != nil {
			return
		}
		test := &event.Test{Name: text}
		not, err := ParseWhere("not (" + text + ")")
		if err != nil || w(test) == not(test) {
			t.Errorf("%q and its opposite: %v", text, err)
		}
	})
}

func TestShards(t *testing.T) {
	const of = 3
	for name, test := range map[string]func(i int) *event.Test{
		"names":   func(i int) *event.Test { return &event.Test{File: "a.lua", Name: strings.Repeat("x", i), Number: 1} },
		"files":   func(i int) *event.Test { return &event.Test{File: strings.Repeat("x", i), Name: "a", Number: 1} },
		"numbers": func(i int) *event.Test { return &event.Test{File: "a.lua", Name: "a", Number: i} },
		"params": func(i int) *event.Test {
			return &event.Test{File: "a.lua", Name: "a", Number: 1, Params: []event.Param{{Name: "n", Value: float64(i)}}}
		},
	} {
		var all [of]int
		for i := range 300 {
			in := 0
			for n := range of {
				s := Selection{Shard: Shard{n + 1, of}}
				if s.Has(test(i)) {
					all[n]++
					in++
				}
			}
			require.Equal(t, 1, in, "each test is in one part")
		}
		for _, n := range all {
			require.Greater(t, n, 50, "the parts are alike: %v, %s", all, name)
		}
	}
	for _, text := range []string{"", "1", "0/3", "4/3", "a/b", "1/0", "-1/2"} {
		_, err := ParseShard(text)
		require.Error(t, err, text)
	}
}

func TestSelection(t *testing.T) {
	require.Equal(t, []string{"b", "#c"}, TagsOf("a # #b\t##c d#"))
	test := &event.Test{File: "a.lua", Name: "does this #quick", Tags: TagsOf("does this #quick"), Number: 1}
	for _, c := range []struct {
		s    Selection
		want bool
	}{
		{Selection{}, true},
		{Selection{Names: []string{"that", "this"}}, true},
		{Selection{Names: []string{"that"}}, false},
		{Selection{Tags: []string{"slow", "quick"}}, true},
		{Selection{Tags: []string{"slow"}}, false},
		{Selection{ExcludeTags: []string{"quick"}}, false},
		{Selection{ExcludeTags: []string{"slow"}}, true},
		{Selection{Only: map[event.TestID]bool{}}, false},
		{Selection{Only: map[event.TestID]bool{{Unit: "a.lua", Name: "does this #quick", Number: 1}: true}}, true},
		{Selection{Only: map[event.TestID]bool{{Unit: "a.lua", Name: "does this #quick", Number: 2}: true}}, false},
		{Selection{Filter: []Where{func(*event.Test) bool { return false }}}, false},
	} {
		require.Equal(t, c.want, c.s.Has(test), "%+v", c.s)
	}
}
