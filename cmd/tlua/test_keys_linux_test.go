package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// echoes reports whether the terminal shows the keys that are pressed.
func (x *terminal) echoes() bool {
	x.t.Helper()
	termios, err := unix.IoctlGetTermios(int(x.file.Fd()), unix.TCGETS)
	require.NoError(x.t, err)
	return termios.Lflag&unix.ECHO != 0
}

// testsInTerminal runs a file of tests in a terminal, with a clean screen below.
func testsInTerminal(t *testing.T, text string, args ...string) *terminal {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a_spec.lua")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	return startInTerminal(t, "", append([]string{"test", "--output", "", file}, args...)...)
}

// Enter and Ctrl-C leave nothing of the lines below: no key moves the cursor, and
// what is told meanwhile goes above them.
func TestKeysLeaveTheScreen(t *testing.T) {
	t.Parallel()
	x := testsInTerminal(t, `
		it("waits", function()
			cleanup(function() step("tidies up") sleep(1500) end)
			step("is on the way")
			sleep(100000)
		end)`)
	x.expect("> is on the way")
	require.False(t, x.echoes())
	x.enter("\n" + ctrlC)
	x.expect("\x1b[Kcleaning up; another Ctrl-C kills at once\n> 1 waits > tidies up")
	x.expect("1 interrupted")
	require.NotContains(t, x.seen, "^C")
	x.ends(exitInterrupt)
	require.True(t, x.echoes())
}

// Who is asked to press Enter sees what he types.
func TestKeysAreSeenInAPause(t *testing.T) {
	t.Parallel()
	x := testsInTerminal(t, `
		it("fails", function() step("is on the way") sleep(100) error "on purpose" end)
		it("waits", function() step("is further") sleep(100000) end)`, "--pause-on-fail")
	x.expect("\x1b[Kpaused: fails failed\n")
	x.expect("Enter goes on\n")
	require.True(t, x.echoes())
	x.enter("\n")
	x.expect("> is further")
	require.False(t, x.echoes())
	x.enter(ctrlC)
	x.expect("1 interrupted")
	x.ends(exitInterrupt)
	require.True(t, x.echoes())
}
