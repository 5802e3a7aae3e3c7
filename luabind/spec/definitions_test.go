package spec_test

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/luabind/spec"
	"github.com/tlua/tlua/luabind/vm"
)

var update = flag.Bool("update", false, "write stdlib/tests.lua anew")

// What editors are told is what tests can call.
func TestDefinitions(t *testing.T) {
	const file = "../../stdlib/tests.lua"
	text := spec.Definitions()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	have, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, text, string(have), "make types writes it anew")
	_, err = vm.Compile("@tests.lua", have)
	require.NoError(t, err)
}
