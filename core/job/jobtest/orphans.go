package jobtest

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/internal/leak"
)

// leaves is a script that leaves a process running, and tells its number.
const leaves = "(setsid sleep 1000 >/dev/null 2>&1 & echo $!)"

// left makes a job of leaves that has ended, and gives the process's number.
func left(t *testing.T, f *job.Factory, on job.OnOrphan) (j *job.Job, pid string) {
	t.Helper()
	j = create(t, f, job.Options{Program: "sh", Args: []string{"-c", leaves}, OnOrphan: on})
	out := attach(t, j, all)
	wait(t, start(t, j))
	return j, string(receive(t, out).Data)
}

// orphans is what concerns processes that a job leaves running.
var orphans = []Case{
	{"an orphan is an error of destroy", func(t *testing.T, f *job.Factory) {
		j, pid := left(t, f, "")
		err := j.Destroy(context.Background(), patience)
		fails(t, err, job.EBUSY, `job.destroy: EBUSY: a process was left running by sh#1, and ended now: `+pid+` "sleep 1000" for `)
		require.True(t, leak.Ended(pid))
		var orphan *job.OrphanError
		require.True(t, errors.As(err, &orphan))
		require.Equal(t, "sh#1", orphan.Job)
		require.Len(t, orphan.Processes, 1)
		require.Equal(t, []string{"sleep", "1000"}, orphan.Processes[0].Argv)
		require.NoError(t, j.Destroy(context.Background(), patience), "it was destroyed")
	}},
	{"orphans of all runs are told at once", func(t *testing.T, f *job.Factory) {
		j, _ := left(t, f, job.OrphanFails)
		for range 6 {
			wait(t, start(t, j))
		}
		fails(t, j.Destroy(context.Background(), patience), job.EBUSY, "7 processes were left running by sh#1", ", and 2 more (")
	}},
	{"orphans are allowed", func(t *testing.T, f *job.Factory) {
		for _, on := range []job.OnOrphan{job.OrphanIgnored, job.OrphanWarns} {
			j, pid := left(t, f, on)
			require.NoError(t, j.Destroy(context.Background(), patience))
			require.True(t, leak.Ended(pid))
		}
	}},
	{"what ends soon after its job is no orphan", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "sleep 0.1 & exit 0")
		wait(t, start(t, j))
		require.NoError(t, j.Destroy(context.Background(), patience))
	}},
	{"what stop ends is no orphan", func(t *testing.T, f *job.Factory) {
		j, pid := left(t, f, "")
		require.NoError(t, j.Stop(context.Background(), job.SIGTERM, patience))
		require.True(t, leak.Ended(pid))
		require.NoError(t, j.Destroy(context.Background(), patience))
	}},
	{"what a job has when it is destroyed is no orphan", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, leaves+"; exec sleep 1000")
		out := attach(t, j, all)
		start(t, j)
		pid := string(receive(t, out).Data)
		require.NoError(t, j.Destroy(context.Background(), patience))
		require.True(t, leak.Ended(pid))
	}},
	{"what is made of orphans is one of three", func(t *testing.T, f *job.Factory) {
		_, err := f.Create(job.Options{Program: "true", OnOrphan: "warm"})
		fails(t, err, job.EINVAL, `job.create: EINVAL: option 'on_orphan': "fail", "warn" or "ignore" expected, got "warm"`)
	}},
}
