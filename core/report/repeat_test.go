package report

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

func TestCommandsThatRepeat(t *testing.T) {
	r := NewRepeater(&event.Suite{Argv: []string{"tlua", "test", "-j", "4", "t"}})
	one, two := &event.Test{File: "b.lua", Name: "case 1", Line: 3}, &event.Test{File: "b.lua", Name: "case 2", Line: 3}
	for _, test := range []*event.Test{one, one, two, {File: "a.lua", Name: "other", Line: 3}, {File: "b.lua", Line: 4}} {
		r.See(test)
	}
	require.Equal(t, `tlua test t/a.lua:size=1,peers=4 --name "a b"`,
		r.Test(&event.Test{File: "t/a.lua", Name: "a b", Line: 7, Params: []event.Param{{Name: "size", Value: 1.0}, {Name: "peers", Value: "4"}}}))
	require.Equal(t, `tlua test 't/a.lua:tool="a b,c"' --name x`,
		r.Test(&event.Test{File: "t/a.lua", Name: "x", Line: 7, Params: []event.Param{{Name: "tool", Value: "a b,c"}}}))
	require.Equal(t, "tlua test a.lua:3", r.Test(&event.Test{File: "a.lua", Name: "other", Line: 3}))
	require.Equal(t, `tlua test b.lua:3 --name "case 1"`, r.Test(one), "the line is that of another test, too")
	require.Equal(t, `tlua test b.lua:3 --name "case 2"`, r.Test(two))
	require.Equal(t, "tlua test b.lua:4", r.Test(&event.Test{File: "b.lua", Line: 4}))
	require.Equal(t, "tlua test a.lua:n=1000000", r.Test(&event.Test{File: "a.lua", Name: "a", Params: []event.Param{{Name: "n", Value: 1e6}}}))
	require.Equal(t, "tlua test a.lua", r.File("a.lua", nil))
	require.Equal(t, "tlua test --last-failed", r.LastFailed())
}

// What a test depends on besides its file is repeated, too.
func TestCommandsRepeatTheFlags(t *testing.T) {
	test := &event.Test{File: "a.lua", Name: "x y", Line: 3}
	for _, c := range []struct {
		argv []string
		seed uint64
		want string
	}{
		{[]string{"--helper", "a b.lua", "-j4", "--timeout=3s", "--retries", "2", "a.lua"}, 0, `a.lua:3 --helper "a b.lua" --timeout=3s`},
		{[]string{"--lpath", "x/?.lua", "--lpath=y/?.lua", "--expect", "e.yml", "--platform", "slow", "--on-orphan=warn"}, 0,
			`a.lua:3 --lpath "x/?.lua" "--lpath=y/?.lua" --expect e.yml --platform slow --on-orphan=warn`},
		{[]string{"--shuffle", "spec"}, 7, "a.lua:3 --shuffle=7"},
		{[]string{"spec", "--", "--helper", "x"}, 0, "a.lua:3"},
		{[]string{"spec", "--helper"}, 0, "a.lua:3"},
		{[]string{"-t", "fast"}, 0, `a.lua:3 --name "x y"`}, // other tests of the line may have been left out
		{[]string{"--last-failed"}, 0, `a.lua:3 --name "x y"`},
		{[]string{"--name=x"}, 3, `a.lua:3 --name "x y" --shuffle=3`},
	} {
		r := NewRepeater(&event.Suite{Argv: append([]string{"tlua", "test"}, c.argv...), Seed: c.seed})
		r.See(test)
		require.Equal(t, "tlua test "+c.want, r.Test(test))
	}
	for _, c := range []struct {
		argv []string
		want string
	}{
		{[]string{"--output", "out"}, "tlua test --last-failed --output out"},
		{[]string{"--output=out", "--helper=h"}, "tlua test --last-failed --output=out --helper=h"},
		{[]string{"--output="}, ""},
		{[]string{"--output", ""}, ""},
	} {
		require.Equal(t, c.want, NewRepeater(&event.Suite{Argv: c.argv}).LastFailed())
	}
}

func TestRunsAreRepeated(t *testing.T) {
	run := event.Suite{Argv: []string{"tlua", "test", "--shuffle", "a b"}, Seed: 7}
	require.Equal(t, `tlua test "a b" --shuffle=7`, RepeatRun(&run))
	run.Argv = []string{"tlua", "test", "--shuffle=8"}
	require.Equal(t, "tlua test --shuffle=8", RepeatRun(&run))
	require.Equal(t, `'wait!'`, Word("wait!")) // to a shell that a person types into, ! is special
}

// A shell reads a word as what it was.
func TestWordsAreReadByTheShell(t *testing.T) {
	bash, err := exec.LookPath("bash")
	require.NoError(t, err)
	for _, s := range []string{"", "plain", "two words", `"q"`, "it's", `$HOME`, "`id`", `a\b`, "!x", "a'\"$b", "tab\there", "new\nline", "\x1b[31m", "ü", "\xff", "\u202e", "*", "~", "-x"} {
		out, err := exec.Command(bash, "-c", "printf %s "+Word(s)).Output()
		require.NoError(t, err, Word(s))
		require.Equal(t, s, string(out), Word(s))
	}
}
