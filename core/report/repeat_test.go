package report

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

func TestCommandsThatRepeat(t *testing.T) {
	require.Equal(t, `tlua test t/a.lua:size=1,peers=4 --name "a b"`,
		RepeatTest(&event.Test{File: "t/a.lua", Name: "a b", Line: 7, Params: []event.Param{{Name: "size", Value: 1.0}, {Name: "peers", Value: "4"}}}))
	require.Equal(t, "tlua test a.lua:12", RepeatTest(&event.Test{File: "a.lua", Name: "a b", Line: 12}))
	require.Equal(t, "tlua test a.lua:n=1000000", RepeatTest(&event.Test{File: "a.lua", Name: "a", Params: []event.Param{{Name: "n", Value: 1e6}}}))
	run := event.Suite{Argv: []string{"tlua", "test", "--shuffle", "a b"}, Seed: 7}
	require.Equal(t, `tlua test "a b" --shuffle=7`, RepeatRun(&run))
	run.Argv = []string{"tlua", "test", "--shuffle=8"}
	require.Equal(t, "tlua test --shuffle=8", RepeatRun(&run))
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
