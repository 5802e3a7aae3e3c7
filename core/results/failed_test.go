package results

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

// failedIn gives the names of the tests that failed when they were run last.
func failedIn(t *testing.T, base string) []string {
	t.Helper()
	failed, err := LastFailed(base)
	require.NoError(t, err)
	var names []string
	for id := range failed {
		names = append(names, id.Name)
	}
	return slices.Sorted(slices.Values(names))
}

// What failed is known until it is run again, however many runs of others there
// are in between.
func TestFailuresAreNotForgotten(t *testing.T) {
	base := filepath.Join(t.TempDir(), "results")
	require.Empty(t, failedIn(t, base))
	at := time.Now()
	for i, ended := range []map[string]event.Result{
		{"first": event.Failed, "mended": event.Failed, "good": event.Passed},
		{"second": event.TimedOut, "broken": event.Passed},
		{"mended": event.Passed, "broken": event.Errored},
		{"good": event.Passed}, {"good": event.Passed}, {"good": event.Passed}, {"good": event.Passed},
	} {
		write(t, base, at.Add(time.Duration(i)*time.Second), ended)
	}
	runs, err := Runs(base)
	require.NoError(t, err)
	require.Len(t, runs, 3)
	require.Equal(t, []string{"broken", "first", "second"}, failedIn(t, base))
	write(t, base, at.Add(time.Minute), map[string]event.Result{"first": event.Passed})
	for i := range 4 {
		write(t, base, at.Add(time.Hour+time.Duration(i)*time.Second), map[string]event.Result{"good": event.Passed})
	}
	require.Equal(t, []string{"broken", "second"}, failedIn(t, base))

	file := filepath.Join(base, failedName)
	require.NoError(t, os.WriteFile(file, []byte("{"), 0o644))
	_, err = LastFailed(base)
	require.ErrorContains(t, err, "EINVAL: "+file+": unexpected end of JSON input")
	require.ErrorContains(t, Prune(base, 1), "EINVAL: "+file)
	left, err := Runs(base)
	require.NoError(t, err)
	require.Len(t, left, 3, "what cannot be remembered is not removed")
}

// A run that goes on keeps its folder, however many begin beside it.
func TestRunsThatGoOnStay(t *testing.T) {
	base := filepath.Join(t.TempDir(), "results")
	at := time.Now()
	long, err := Create(base, at)
	require.NoError(t, err)
	for i := range 5 {
		write(t, base, at.Add(time.Duration(i+1)*time.Second), map[string]event.Result{"x": event.Passed})
	}
	require.FileExists(t, long.Name())
	require.NoError(t, long.Close())
	require.NoError(t, Prune(base, 3))
	require.NoFileExists(t, long.Name())
	runs, err := Runs(base)
	require.NoError(t, err)
	require.Len(t, runs, 3)
}

func TestArtifacts(t *testing.T) {
	dir := t.TempDir()
	a := NewArtifacts(filepath.Join(dir, "run"))
	file, folder := filepath.Join(dir, "log.txt"), filepath.Join(dir, "d")
	require.NoError(t, os.WriteFile(file, []byte("x"), 0o644))
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "in"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "in", "f"), []byte("y"), 0o644))
	second := filepath.Join(dir, "log-2.txt")
	require.NoError(t, os.WriteFile(second, []byte("z"), 0o644))
	kept := map[string]string{}
	for _, path := range []string{file, file, second, file, folder, folder} {
		to, err := a.Keep(path)
		require.NoError(t, err)
		rel, err := filepath.Rel(filepath.Join(dir, "run", "artifacts"), to)
		require.NoError(t, err)
		kept[rel] = path
	}
	require.Equal(t, []string{"d", "d-2", "log-2-2.txt", "log-2.txt", "log-3.txt", "log.txt"}, slices.Sorted(maps.Keys(kept)))
	require.NoError(t, os.Remove(file))
	text, err := os.ReadFile(filepath.Join(dir, "run", "artifacts", "log-3.txt"))
	require.NoError(t, err)
	require.Equal(t, "x", string(text))
	text, err = os.ReadFile(filepath.Join(dir, "run", "artifacts", "d-2", "in", "f"))
	require.NoError(t, err)
	require.Equal(t, "y", string(text))

	require.NoError(t, syscall.Mkfifo(filepath.Join(folder, "in", "fifo"), 0o600))
	to, err := a.Keep(folder)
	require.EqualError(t, err, "EINVAL: "+filepath.Join(folder, "in", "fifo")+" is neither a file nor a folder, and left out")
	require.FileExists(t, filepath.Join(to, "in", "f"))

	_, err = a.Keep(file)
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = a.Keep("/dev/null")
	require.EqualError(t, err, "EINVAL: /dev/null: neither a file nor a folder")
}
