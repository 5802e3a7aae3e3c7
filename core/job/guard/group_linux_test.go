package guard

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGroupsOfTheDeadAreRemoved(t *testing.T) {
	dead := exec.Command("true")
	require.NoError(t, dead.Run())
	own, gone := t.TempDir(), fmt.Sprintf("tlua-%d-1", dead.Process.Pid)
	used := fmt.Sprintf("tlua-%d-2", dead.Process.Pid)
	stay := []string{"other-1-1", fmt.Sprintf("tlua-%d-1", os.Getpid()), "tlua-x-1", used}
	for _, name := range append(stay, gone, used+"/within") {
		require.NoError(t, os.MkdirAll(filepath.Join(own, name), 0o700))
	}
	removeEmpty(own)
	for _, name := range stay {
		require.DirExists(t, filepath.Join(own, name))
	}
	require.NoDirExists(t, filepath.Join(own, gone))
}
