package job

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestShownOptions(t *testing.T) {
	plain := (&Options{Program: "sh", Args: []string{"-c", "x"}, OnOrphan: OrphanFails}).shown()
	require.Empty(t, plain.Given)
	require.Equal(t, map[string]any{
		"workdir": "inherited", "nice": "inherited", "affinity": "inherited", "spawner": "pipe", "on_orphan": "fail", "autorestart_ms": "never",
	}, plain.Defaults)
	nice := 5
	o := Options{
		Program: "sh", Workdir: "/tmp", Env: map[string]string{"A": "b"}, Unset: []string{"C"}, ClearEnv: true, Nice: &nice,
		Affinity: []int{0}, PTY: &PTY{Size: Size{Rows: 24, Cols: 80}}, Autorestart: 1500 * time.Millisecond, OnOrphan: OrphanWarns,
		Wrappers: []Wrapper{{Program: "env"}, {Program: "strace", Args: []string{"-f"}}}, Outputs: []int{3},
		Filters: map[string]FilterOptions{"line": {Pattern: "^x"}}, Shown: Shown{Given: map[string]any{"more": 1}},
	}
	require.Equal(t, map[string]any{
		"workdir": "/tmp", "env.A": "b", "env.C": false, "clear_env": true, "nice": 5, "affinity": []int{0}, "spawner": "pty",
		"rows": 24, "cols": 80, "autorestart_ms": 1500.0, "on_orphan": "warn", "wrappers": []string{"env", "strace -f"},
		"outputs": []int{3}, "filters.line": "^x", "more": 1,
	}, o.shown().Given)
	require.Empty(t, o.shown().Defaults, "each of them is given")

	o.Shown.Defaults = map[string]any{"peers": 3}
	require.Equal(t, map[string]any{"peers": 3}, o.shown().Defaults, "what is built on a job has its own")
}
