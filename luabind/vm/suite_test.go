package vm_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
)

// A file of the suite takes a fraction of a second; this ends one that hangs.
const suitePatience = time.Minute

// TestSuite runs the programs in testdata/suite, which check themselves, in
// lua5.1 and here.
func TestSuite(t *testing.T) {
	files, err := filepath.Glob("testdata/suite/*.lua")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := filepath.Base(file)
		if name == "prelude.lua" {
			continue
		}
		t.Run(name+"/lua5.1", func(t *testing.T) { passesInLua51(t, name) })
		t.Run(name+"/tlua", func(t *testing.T) {
			out, err := runSuiteFile(t, name)
			var e *vm.Error
			if errors.As(err, &e) {
				t.Fatalf("%v\n%s\n%s", err, e.Traceback, out)
			}
			require.NoError(t, err)
			require.Empty(t, out)
		})
	}
}

func passesInLua51(t *testing.T, name string) {
	ctx, cancel := context.WithTimeout(t.Context(), suitePatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "lua5.1", name)
	cmd.Dir = t.TempDir()
	copySuiteFile(t, name, cmd.Dir)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "lua5.1 is missing or failed (apt-get install lua5.1): %s", out)
	require.Empty(t, string(out))
}

// runSuiteFile runs a program of the suite here and gives what it writes.
func runSuiteFile(t *testing.T, name string) (string, error) {
	m := newMachine(t)
	m.within(t, suitePatience)
	copySuiteFile(t, name, m.dir)
	src, err := os.ReadFile(filepath.Join(m.dir, name))
	require.NoError(t, err)
	p, err := vm.Compile("@"+name, src)
	require.NoError(t, err)
	_, err = vm.Protect(m.L, m.L.NewFunctionFromProto(p))
	return m.out.String() + m.errOut.String(), err
}

// copySuiteFile copies a program of the suite, and what it needs, into dir.
func copySuiteFile(t *testing.T, name, dir string) {
	for _, file := range []string{"prelude.lua", name} {
		src, err := os.ReadFile(filepath.Join("testdata/suite", file))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, file), src, 0o600))
	}
}
