package vm_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
)

// machine is a state with a folder, an environment and an end of its own.
type machine struct {
	*world
	dir, temp string
	env       []string
	atEnd     []func() error
}

func newMachine(t testing.TB, env ...string) *machine {
	m := &machine{world: &world{}, dir: t.TempDir(), temp: t.TempDir(), env: append(os.Environ(), env...)}
	m.L = vm.New(vm.Options{
		Stdout: &m.out, Stderr: &m.errOut, Dir: m.dir,
		Environ: func() []string { return m.env },
		TempDir: func() (string, error) { return m.temp, nil },
		AtEnd:   func(end func() error) { m.atEnd = append(m.atEnd, end) },
	})
	t.Cleanup(func() {
		require.NoError(t, m.end())
		m.L.Close()
	})
	return m
}

// end does what is left for the end of the script.
func (m *machine) end() error {
	var errs []error
	for _, end := range slices.Backward(m.atEnd) {
		errs = append(errs, end())
	}
	m.atEnd = nil
	return errors.Join(errs...)
}

// differ runs a chunk here and in lua5.1, each in an empty folder and with the
// same environment, and compares what they print. Addresses do not count.
func differ(t *testing.T, code string, env ...string) {
	t.Helper()
	m := newMachine(t, env...)
	_, err := m.run(t, code)
	require.NoError(t, err)
	require.NoError(t, m.end())

	script := filepath.Join(t.TempDir(), "case.lua")
	require.NoError(t, os.WriteFile(script, []byte(code), 0o600))
	cmd := exec.Command("lua5.1", "-e", "io.stdout:setvbuf('no') assert(loadfile(...))()", script)
	cmd.Args = []string{"lua5.1", "-e", "io.stdout:setvbuf('no') local f = assert(io.open('" + script + "')) local s = f:read('*a') f:close() assert(loadstring(s, '@case.lua'))()"}
	cmd.Dir = t.TempDir()
	cmd.Env = m.env
	var errOut bytes.Buffer
	cmd.Stderr = &errOut
	want, err := cmd.Output()
	require.NoError(t, err, errOut.String())
	ours, theirs := strings.Split(m.out.String(), "\n"), strings.Split(string(want), "\n")
	for i := range theirs {
		if i >= len(ours) || ours[i] != theirs[i] {
			t.Errorf("line %d\nlua5.1: %q\nhere:   %q", i+1, theirs[i], at(ours, i))
		}
	}
	require.Len(t, ours, len(theirs))
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// within gives the state a context that ends soon.
func (m *machine) within(t *testing.T, d time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	m.L.SetContext(ctx)
}
