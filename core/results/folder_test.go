package results

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

// write makes a run in base in which the tests ended so.
func write(t *testing.T, base string, at time.Time, ended map[string]event.Result) {
	t.Helper()
	f, err := Create(base, at)
	require.NoError(t, err)
	j := NewJournal(f)
	j.Observe(event.Event{Kind: event.SuiteBegun, Time: at, Suite: &event.Suite{}})
	for name, r := range ended {
		test := &event.Test{File: "a.lua", Name: name, Number: 1}
		j.Observe(event.Event{Kind: event.TestBegun, Time: at, Test: test, Attempt: 1, Worker: 1})
		j.Observe(event.Event{Kind: event.TestEnded, Time: at, Test: test, Attempt: 1, Worker: 1, Result: r})
	}
	j.Observe(event.Event{Kind: event.SuiteEnded, Time: at})
	require.NoError(t, j.Err())
	require.NoError(t, f.Close())
	require.NoError(t, Prune(base, 3))
}

func TestFolders(t *testing.T) {
	base := filepath.Join(t.TempDir(), "results")
	runs, err := Runs(base)
	require.NoError(t, err)
	require.Empty(t, runs)
	require.NoError(t, os.MkdirAll(filepath.Join(base, "mine"), 0o755))
	at := time.Now()
	write(t, base, at, map[string]event.Result{"forgotten": event.Failed})
	write(t, base, at.Add(time.Second), map[string]event.Result{"mended": event.Failed, "broken": event.Passed, "still": event.TimedOut})
	write(t, base, at.Add(2*time.Second), map[string]event.Result{"mended": event.Passed, "broken": event.Errored})
	write(t, base, at.Add(3*time.Second), map[string]event.Result{"good": event.Passed})
	runs, err = Runs(base)
	require.NoError(t, err)
	require.Len(t, runs, 3)
	require.DirExists(t, filepath.Join(base, "mine"))
	newest, err := Open(runs[0])
	require.NoError(t, err)
	require.Equal(t, "good", newest.Tests[0].Name)
	for _, path := range []string{base, filepath.Join(runs[0], JournalName)} {
		again, err := Open(path)
		require.NoError(t, err)
		require.Equal(t, newest, again)
	}
	latest, err := Open(filepath.Join(base, Latest))
	require.NoError(t, err)
	require.Equal(t, newest, latest)
}

func TestFoldersThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	_, err := Create(file, time.Now())
	require.ErrorContains(t, err, "ENOTDIR")
	require.NoError(t, os.WriteFile(file, []byte("<html>\n"), 0o644))
	_, err = Open(file)
	require.EqualError(t, err, "EINVAL: "+file+": line 1: invalid character '<' looking for beginning of value")
	_, err = Open(filepath.Dir(file))
	require.EqualError(t, err, "ENOENT: "+filepath.Dir(file)+": there is no events.jsonl, and no folder of a run")
	_, err = Open(file + "x")
	require.ErrorIs(t, err, os.ErrNotExist)
}
