package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/report"
)

// The flags that commands to repeat a test have are the verb's, and have values.
func TestRepeatedFlagsAreKnown(t *testing.T) {
	s := pflag.NewFlagSet("test", pflag.ContinueOnError)
	new(testFlags).add(s)
	for _, name := range slices.Concat(report.Kept, report.Selecting) {
		f := s.Lookup(strings.TrimPrefix(name, "--"))
		if name == "-t" {
			f = s.ShorthandLookup("t")
		}
		require.NotNil(t, f, name)
		if name != "--last-failed" {
			require.Empty(t, f.NoOptDefVal, name)
		}
	}
}
