package suite

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// A folder that cannot be read is a finding of its own, and what is beside it is run.
func TestFindInAFolderThatCannotBeRead(t *testing.T) {
	dir := tree(t, "spec/a_spec.lua", "spec/locked/b_spec.lua", "spec/z_spec.lua")
	locked := filepath.Join(dir, "spec", "locked")
	require.NoError(t, os.Chmod(locked, 0))
	t.Cleanup(func() { require.NoError(t, os.Chmod(locked, 0o700)) })
	for p := dir; p != "/"; p = filepath.Dir(p) {
		if p != os.TempDir() && p != "/" {
			require.NoError(t, os.Chmod(p, 0o755))
		}
	}
	type result struct {
		files []File
		err   error
	}
	done := make(chan result)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with its rights
		if os.Getuid() == 0 {
			_ = unix.Setfsuid(65534) // root may read everything
		}
		files, err := Find(dir, nil, IsSpec)
		done <- result{files, err}
	}()
	r := <-done
	require.NoError(t, r.err)
	require.Equal(t, []File{{Path: "spec/a_spec.lua"}, {Path: "spec/locked"}, {Path: "spec/z_spec.lua"}}, r.files)
}
