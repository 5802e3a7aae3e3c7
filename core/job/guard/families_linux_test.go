package guard

import (
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// What ends while it is looked at has left its children to the guardian: they are
// found there, once.
func TestChildrenOfWhatEndsAreFound(t *testing.T) {
	const gone = math.MaxInt32
	me, parent := os.Getpid(), os.Getppid()
	asked := 0
	all := families([]int{gone}, func() []int {
		asked++
		return [][]int{{me, gone}, {me, parent}, {parent, me}}[asked-1]
	})
	seen := map[int]int{}
	for _, p := range all {
		seen[p.PID]++
	}
	require.Equal(t, 1, seen[me])
	require.Equal(t, 1, seen[parent])
	require.Equal(t, 3, asked)
	require.Empty(t, families(nil, func() []int { panic("there is nothing to ask for") }))
}
