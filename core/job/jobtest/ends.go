package jobtest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/internal/leak"
)

// gone waits until the process has ended.
func gone(t *testing.T, pid string) {
	t.Helper()
	require.Eventually(t, func() bool { return leak.Ended(pid) }, patience, time.Millisecond, "process %s lives", pid)
}

// ends is what concerns signals, stop and destroy.
var ends = []Case{
	{"signals", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "trap 'echo usr1' USR1; echo ready; while :; do sleep 0.01; done")
		flt := attach(t, j, all)
		start(t, j)
		receive(t, flt)
		sig, err := job.ParseSignal("SIGUSR1")
		require.NoError(t, err)
		require.NoError(t, j.Kill(sig))
		require.Equal(t, "usr1", string(receive(t, flt).Data))
		require.NoError(t, j.KillGroup(job.SIGKILL))
		require.Equal(t, job.Status{Type: job.Signaled, Value: int(job.SIGKILL)}, wait(t, j))
		fails(t, j.Kill(job.SIGTERM), job.ESRCH)
	}},
	{"stop is polite first", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.01; done")
		flt := attach(t, j, all)
		start(t, j)
		receive(t, flt)
		require.NoError(t, j.Stop(context.Background(), job.SIGTERM, patience))
		require.Equal(t, []string{"bye"}, drain(t, flt))
		require.True(t, wait(t, j).OK)
		require.NoError(t, j.Stop(context.Background(), job.SIGTERM, patience), "a job that does not run is no error")
		start(t, j) // and it can be started again
		receive(t, flt)
	}},
	{"stop enforces the end", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "trap '' TERM; echo ready; while :; do sleep 0.01; done")
		flt := attach(t, j, all)
		start(t, j)
		receive(t, flt)
		require.NoError(t, j.Stop(context.Background(), job.SIGTERM, 50*time.Millisecond))
		require.Equal(t, int(job.SIGKILL), wait(t, j).Value)
	}},
	{"a context that ends makes stop kill", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "trap '' TERM; echo ready; while :; do sleep 0.01; done")
		flt := attach(t, j, all)
		start(t, j)
		receive(t, flt)
		err := j.Stop(within(t, 50*time.Millisecond), job.SIGTERM, time.Hour)
		fails(t, err, job.ETIMEDOUT)
		require.Equal(t, int(job.SIGKILL), wait(t, j).Value)
	}},
	{"the whole group ends", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "(trap '' TERM; sh -c 'echo $PPID'; while :; do sleep 1; done) & echo $!; wait")
		flt := attach(t, j, all)
		start(t, j)
		receive(t, flt)
		child := string(receive(t, flt).Data)
		require.NoError(t, j.Destroy(context.Background(), 50*time.Millisecond))
		gone(t, child)
	}},
	{"what a job left behind ends with destroy", func(t *testing.T, f *job.Factory) {
		j := daemon(t, f, "sleep 1000 >/dev/null 2>&1 & echo $!")
		flt := attach(t, j, all)
		wait(t, start(t, j))
		child := string(receive(t, flt).Data)
		require.NoError(t, j.Destroy(context.Background(), patience))
		gone(t, child)
	}},
	{"what earlier runs left behind, too", func(t *testing.T, f *job.Factory) {
		j := daemon(t, f, "sleep 1000 >/dev/null 2>&1 & echo $!")
		flt := attach(t, j, all)
		for range 3 {
			wait(t, start(t, j))
		}
		ms, err := flt.ReceiveMany(within(t, patience), 0)
		require.NoError(t, err)
		require.NoError(t, j.Destroy(context.Background(), patience))
		for _, child := range data(ms) {
			if child != "" { // an eos
				gone(t, child)
			}
		}
	}},
	{"a second signal at its time", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "trap 'echo term' TERM; trap 'echo int; exit 3' INT; echo ready; while :; do sleep 0.01; done")
		flt := attach(t, j, all)
		start(t, j)
		receive(t, flt)
		require.NoError(t, j.End(context.Background(), "job.stop", patience,
			job.Push{Signal: job.SIGTERM}, job.Push{Signal: job.SIGINT, After: 100 * time.Millisecond}))
		require.Equal(t, []string{"term", "int"}, drain(t, flt))
		require.Equal(t, 3, wait(t, j).Value)
	}},
	{"closing the factory ends its jobs together", func(t *testing.T, f *job.Factory) {
		var pids []string
		for range 5 {
			j := sh(t, f, "trap '' TERM; echo $$; while :; do sleep 0.05; done")
			flt := attach(t, j, all)
			start(t, j)
			pids = append(pids, string(receive(t, flt).Data))
		}
		begun := time.Now()
		require.NoError(t, f.Close())
		require.Less(t, time.Since(begun), 10*time.Second, "2 s for all, not for each")
		for _, pid := range pids {
			gone(t, pid)
		}
		_, err := f.Create(job.Options{Program: "true"})
		fails(t, err, job.EBADF)
	}},
	{"destroying while it is being started", func(t *testing.T, f *job.Factory) {
		for range 20 {
			j := create(t, f, job.Options{Program: "sleep", Args: []string{"1000"}})
			done := make(chan error, 1)
			go func() { done <- j.Start(context.Background()) }()
			require.NoError(t, j.Destroy(context.Background(), time.Second))
			if err := <-done; err != nil {
				require.ErrorIs(t, err, job.EBADF)
			}
			require.NoError(t, j.Destroy(context.Background(), time.Second))
		}
	}},
}
