package main

import (
	"errors"
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
