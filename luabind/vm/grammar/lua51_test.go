package grammar_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm/grammar"
)

// driver reads chunks, each behind its length, and writes in the same way what
// Lua says of each: nothing if it loads.
const driver = `
for size in io.lines() do
  local _, message = loadstring(io.read(tonumber(size)) or '', '=x')
  message = message or ''
  io.write(#message, '\n', message)
end`

// inLua51 gives what Lua 5.1 says of chunks, in one run.
func inLua51(t testing.TB, chunks []string) []string {
	t.Helper()
	var in strings.Builder
	for _, c := range chunks {
		fmt.Fprintf(&in, "%d\n%s", len(c), c)
	}
	cmd := exec.Command("lua5.1", "-e", driver)
	cmd.Stdin = strings.NewReader(in.String())
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	require.NoError(t, err, "lua5.1 is missing or failed (apt-get install lua5.1): %s", errs.String())
	said := make([]string, len(chunks))
	for i := range said {
		header, rest, _ := bytes.Cut(out, []byte("\n"))
		size := 0
		_, err := fmt.Sscan(string(header), &size)
		require.NoError(t, err)
		said[i], out = string(rest[:size]), rest[size:]
	}
	require.Empty(t, out)
	return said
}

// here gives what Check says of a chunk, in Lua's form.
func here(chunk string) string {
	_, m := grammar.Check([]byte(chunk))
	switch {
	case m == nil:
		return ""
	case m.Near == "":
		return fmt.Sprintf("x:%d: %s", m.Line, m.Message)
	}
	return fmt.Sprintf("x:%d: %s near '%s'", m.Line, m.Message, m.Near)
}

// sameAsLua51 fails for the chunks of which Lua 5.1 says something else, and
// gives those that it loads.
func sameAsLua51(t testing.TB, chunks []string) (loaded []string) {
	t.Helper()
	differ := 0
	for i, want := range inLua51(t, chunks) {
		if want == "" {
			loaded = append(loaded, chunks[i])
		}
		got := here(chunks[i])
		if got == want {
			continue
		}
		if differ++; differ < 10 {
			t.Errorf("%q\nlua5.1: %q\nhere:   %q", chunks[i], want, got)
		}
	}
	if differ > 0 {
		t.Errorf("%d of %d differ", differ, len(chunks))
	}
	return loaded
}
