package bench

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/luabind"
)

// startsPerRound is how often each side of a round is started.
const startsPerRound = 20

// BenchmarkStartup measures the milliseconds that an empty script takes: in the
// tlua command beside PUC Lua, and in a runtime alone.
func BenchmarkStartup(b *testing.B) {
	lua := func(b *testing.B) side {
		needs(b, "lua5.1")
		return times(startsPerRound, func() { output(b, exec.Command("lua5.1", "-e", "")) })
	}
	b.Run("tlua/vs=lua5.1", func(b *testing.B) {
		tlua, empty := command(b), filepath.Join(b.TempDir(), "empty.lua")
		require.NoError(b, os.WriteFile(empty, nil, 0o644))
		compare(b, "ms", times(startsPerRound, func() { output(b, exec.Command(tlua, "run", empty)) }), lua(b))
	})
	b.Run("runtime/vs=lua5.1", func(b *testing.B) {
		compare(b, "ms", times(startsPerRound, func() {
			r, err := luabind.New(context.Background(), luabind.Options{})
			require.NoError(b, err)
			_, err = r.RunString("empty.lua", "")
			require.NoError(b, err)
			require.NoError(b, r.Close())
		}), lua(b))
	})
}

// command builds the tlua command.
func command(b *testing.B) string {
	b.Helper()
	tlua := filepath.Join(b.TempDir(), "tlua")
	build := exec.Command("go", "build", "-o", tlua, "github.com/tlua/tlua/cmd/tlua")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%s: %v\n%s", build, err, out)
	}
	return tlua
}
