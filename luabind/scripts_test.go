package luabind_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

// Every example script runs, and says what it found.
func TestScripts(t *testing.T) {
	t.Parallel()
	needs(t, "ctorrent")
	scripts, err := filepath.Glob("../scripts/*.lua")
	require.NoError(t, err)
	require.NotEmpty(t, scripts)
	for _, script := range scripts {
		if strings.HasSuffix(script, "_spec.lua") { // they are run by tlua test
			continue
		}
		t.Run(filepath.Base(script), func(t *testing.T) {
			t.Parallel()
			path, err := filepath.Abs(script)
			require.NoError(t, err)
			h := newHost(t)
			_, err = h.RunFile(path)
			require.NoError(t, err)
			require.NotEmpty(t, h.texts(event.Verdict))
		})
	}
}
