package stream

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCache(t *testing.T) {
	t.Parallel()
	var c Cache
	first, err := c.Compile("a+")
	require.NoError(t, err)
	again, err := c.Compile("a+")
	require.NoError(t, err)
	require.Same(t, first, again)
	for i := range 2 * cacheSize {
		_, err := c.Compile(fmt.Sprint(i))
		require.NoError(t, err)
		require.LessOrEqual(t, len(c.patterns), cacheSize)
	}
	_, err = c.Compile("a(")
	require.ErrorContains(t, err, "missing )")
}
