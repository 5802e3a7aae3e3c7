package jobtest

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// restarting makes a job of a shell command that is started again.
func restarting(t *testing.T, f *job.Factory, pause time.Duration, script string) *job.Job {
	t.Helper()
	return create(t, f, job.Options{Program: "sh", Args: []string{"-c", script}, Autorestart: pause})
}

// becomes waits until a job is in a state.
func becomes(t *testing.T, j *job.Job, s job.State) {
	t.Helper()
	require.Eventually(t, func() bool { return j.State() == s }, patience, time.Millisecond, "%s", j)
}

// restarts is what concerns jobs that are started again by themselves.
var restarts = []Case{
	{"a job is started again when it has ended", func(t *testing.T, f *job.Factory) {
		const pause = 50 * time.Millisecond
		j := restarting(t, f, pause, "date +%s%N; exit 3")
		flt := attach(t, j, all)
		start(t, j)
		var last int64
		for run := 1; run <= 4; run++ {
			m := receive(t, flt)
			require.Equal(t, run, m.Run)
			require.GreaterOrEqual(t, j.Restarts(), run-1)
			at, err := strconv.ParseInt(string(m.Data), 10, 64)
			require.NoError(t, err)
			require.GreaterOrEqual(t, at-last, int64(pause), "sooner than it should be")
			last = at
			require.True(t, receive(t, flt).EOS, "one eos for each run")
		}
		require.Equal(t, 3, wait(t, j).Value)
		require.NoError(t, j.Stop(context.Background(), job.SIGTERM, patience))
		require.Equal(t, job.Ended, j.State())
	}},
	{"between the runs", func(t *testing.T, f *job.Factory) {
		j := restarting(t, f, time.Hour, "echo x; exit 3")
		flt := attach(t, j, all)
		start(t, j)
		require.Equal(t, 3, wait(t, j).Value, "a wait is one for the newest run")
		require.Equal(t, job.Restarting, j.State())
		require.False(t, j.IsRunning())
		require.Equal(t, "sh#1(restarting)", j.String())
		first, st, err := job.WaitAny(looking(), j)
		require.NoError(t, err)
		require.Same(t, j, first)
		require.Equal(t, 3, st.Value)
		fails(t, j.Kill(job.SIGTERM), job.ESRCH)
		require.Equal(t, []string{"x"}, drain(t, flt))
		_, err = flt.Receive(within(t, 10*time.Millisecond))
		fails(t, err, job.ETIMEDOUT, "sh#1 exited with code 3 and will be started again")
		_, err = job.Poll(within(t, 10*time.Millisecond), flt)
		fails(t, err, job.ETIMEDOUT)
		_, err = j.WaitReady(within(t, 10*time.Millisecond), false, says("x"))
		fails(t, err, job.ETIMEDOUT, "will be started again")
		require.NoError(t, j.SetArgs([]string{"-c", "echo y; exec sleep 100"}))
		start(t, j) // by hand it need not wait
		require.Equal(t, "y", string(receive(t, flt).Data))
		require.Zero(t, j.Restarts())
	}},
	{"stop between the runs ends the restarts", func(t *testing.T, f *job.Factory) {
		j := restarting(t, f, 100*time.Millisecond, "true")
		other := attach(t, sh(t, f, "true"), all)
		require.NoError(t, other.AddOutput(j, job.Stderr))
		for _, flt := range []*job.Filter{attach(t, j, all), other} {
			require.NoError(t, flt.Clear())
			wait(t, start(t, j))
			require.True(t, receive(t, flt).EOS)
			time.AfterFunc(20*time.Millisecond, func() { j.Stop(context.Background(), job.SIGTERM, patience) })
			_, err := flt.Receive(context.Background())
			fails(t, err, job.ENODATA)
			require.Equal(t, job.Ended, j.State())
			require.False(t, startsBy(j, 200*time.Millisecond))
		}
	}},
	{"stop of a run ends the restarts, start begins them again", func(t *testing.T, f *job.Factory) {
		j := restarting(t, f, time.Millisecond, "echo $$; exec sleep 100")
		flt := attach(t, j, all)
		start(t, j)
		receive(t, flt)
		require.NoError(t, j.Stop(context.Background(), job.SIGTERM, patience))
		require.Equal(t, job.Ended, j.State())
		require.True(t, receive(t, flt).EOS)
		require.False(t, startsBy(j, 50*time.Millisecond))
		_, err := flt.Receive(looking())
		fails(t, err, job.ENODATA)
		start(t, j)
		require.Equal(t, 2, receive(t, flt).Run)
		require.NoError(t, j.Kill(job.SIGKILL))
		require.True(t, receive(t, flt).EOS)
		require.Equal(t, 3, receive(t, flt).Run)
		require.Equal(t, 1, j.Restarts())
		require.NoError(t, j.Stop(context.Background(), job.SIGTERM, patience))
		start(t, j)
		require.Equal(t, 1, j.Restarts(), "a start by hand does not count")
	}},
	{"a job that ends at once is stopped at any moment", func(t *testing.T, f *job.Factory) {
		for i := range 30 {
			j := restarting(t, f, time.Microsecond, "")
			flt := attach(t, j, all)
			start(t, j)
			for range i % 3 {
				receive(t, flt)
			}
			require.NoError(t, j.Stop(context.Background(), job.SIGTERM, patience))
			require.Equal(t, job.Ended, j.State())
			require.NoError(t, j.Destroy(context.Background(), patience))
		}
	}},
	{"a job that ends at once is destroyed at any moment", func(t *testing.T, f *job.Factory) {
		for i := range 30 {
			j := create(t, f, job.Options{
				Program: "sh", Args: []string{"-c", "sleep 1000 & echo $!"}, Autorestart: time.Microsecond, OnOrphan: job.OrphanIgnored,
			})
			flt := attach(t, j, all)
			start(t, j)
			for range 1 + i%3 {
				receive(t, flt)
			}
			require.NoError(t, j.Destroy(context.Background(), patience))
			require.Equal(t, job.Destroyed, j.State())
		}
	}},
	{"the scope's end is the end of the restarts", func(t *testing.T, f *job.Factory) {
		for _, script := range []string{"true", "exec sleep 100"} {
			j := restarting(t, f, time.Millisecond, script)
			start(t, j)
			j.Terminate()
			becomes(t, j, job.Ended)
			require.False(t, startsBy(j, 20*time.Millisecond))
		}
	}},
}

// startsBy reports whether a job starts before a time is over.
func startsBy(j *job.Job, d time.Duration) bool {
	ended := j.Done()
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if j.Done() != ended {
			return true
		}
	}
	return false
}
