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

// The examples of docs/expect.md are files, and what is typed, in this order: what
// is answered is what is written there, but for times.
func TestDocsExpect(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	typed := 0
	for _, m := range regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$").FindAllStringSubmatch(read(t, "docs/expect.md"), -1) {
		if m[1] != "console" {
			first, _, _ := strings.Cut(m[2], "\n")
			name := filepath.Join(dir, strings.TrimLeft(first, "-# "))
			require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
			require.NoError(t, os.WriteFile(name, []byte(m[2]), 0o644))
			continue
		}
		for _, one := range strings.Split("\n"+m[2], "\n$ ")[1:] {
			line, want, _ := strings.Cut(one, "\n")
			cmd := exec.Command("sh", "-c", line)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "NO_COLOR=1")
			out, _ := cmd.CombinedOutput() // the exit code follows from what is told
			require.Equal(t, timeless(strings.TrimRight(want, "\n")), timeless(strings.TrimRight(string(out), "\n")), line)
			typed++
		}
	}
	require.Equal(t, 6, typed)
}

// timeless gives a text without the times that something took or began.
func timeless(text string) string {
	text = regexp.MustCompile(`\d+(\.\d+)? m?s\b`).ReplaceAllString(text, "0 ms")
	return regexp.MustCompile(`results/\d{8}-\d{6}\.\d{3}-\d+`).ReplaceAllString(text, "results/0")
}
