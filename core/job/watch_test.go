package job

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFilterOfADestroyedJobWatchesNothing(t *testing.T) {
	f := NewFactory(nil, FactoryOptions{})
	var jobs []*Job
	for range 2 {
		j, err := f.Create(Options{Program: "x"})
		require.NoError(t, err)
		jobs = append(jobs, j)
	}
	flt, err := jobs[0].AttachFilter(FilterOptions{Stdout: true})
	require.NoError(t, err)
	jobs[1].watch(flt.watcher(Stdout))
	jobs[1].watch(flt.watcher(Stderr))
	require.Len(t, jobs[1].watchers, 2)
	require.Len(t, flt.sources, 3)
	require.NoError(t, jobs[0].Destroy(context.Background(), 0))
	require.Empty(t, jobs[1].watchers)
	require.Empty(t, flt.sources)
}
