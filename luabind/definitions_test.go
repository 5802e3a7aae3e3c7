package luabind_test

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/vm"
)

var update = flag.Bool("update", false, "write stdlib/tlua.lua anew")

// What editors are told is what scripts can call.
func TestDefinitions(t *testing.T) {
	const file = "../stdlib/tlua.lua"
	text := luabind.Definitions()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	have, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, text, string(have), "make types writes it anew")
	_, err = vm.Compile("@tlua.lua", have)
	require.NoError(t, err)
}
