package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A report that waits for what it reads ends with Ctrl-C.
func TestReportIsInterrupted(t *testing.T) {
	t.Parallel()
	fifo := filepath.Join(t.TempDir(), "events.jsonl")
	require.NoError(t, syscall.Mkfifo(fifo, 0o600))
	cmd := exec.Command("tlua", "report", fifo)
	require.NoError(t, cmd.Start())
	late := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	defer late.Stop()
	w, err := os.OpenFile(fifo, os.O_WRONLY, 0) // it is being read, from here on
	require.NoError(t, err)
	defer w.Close()
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	var exit *exec.ExitError
	err = cmd.Wait()
	require.True(t, errors.As(err, &exit), "%v", err)
	require.Equal(t, exitInterrupt, exit.ExitCode())
}

// A file that cannot be written to its end leaves nothing behind, and what was
// there before stays.
func TestWriteWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "new", "r.xml")
	text := func(s string, err error) func(io.Writer) error {
		return func(to io.Writer) error {
			_, _ = io.WriteString(to, s)
			return err
		}
	}
	full := errors.New("full")
	has := func(want string) {
		t.Helper()
		got, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
	require.ErrorIs(t, writeWhole(path, text("half", full)), full)
	require.NoFileExists(t, path)
	require.NoError(t, writeWhole(path, text("first", nil)))
	require.NoError(t, os.Chmod(path, 0o600))
	require.ErrorIs(t, writeWhole(path, text("half", full)), full)
	has("first")
	link := filepath.Join(dir, "link")
	require.NoError(t, os.Symlink(path, link))
	require.NoError(t, writeWhole(link, text("second", nil)))
	has("second")
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.Equal(t, os.ModeSymlink, info.Mode().Type())
	info, err = os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	all, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, all, 1, "no other file is left")
	require.NoError(t, writeWhole(os.DevNull, text("x", nil)), "what is no file is written to")
}
