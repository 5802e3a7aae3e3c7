package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The tests that docs/tests.md shows are tests, and pass.
func TestDocsTests(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var files []string
	for _, m := range regexp.MustCompile("(?ms)^```lua\n-- (\\S+)\n(.*?)^```$").FindAllStringSubmatch(read(t, "docs/tests.md"), -1) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, m[1]), []byte(m[2]), 0o644))
		files = append(files, m[1])
	}
	require.Len(t, files, 3)
	cmd := exec.Command("tlua", append([]string{"test"}, files...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "9 passed, 1 pending in ", strings.Join(files, " "))
}
