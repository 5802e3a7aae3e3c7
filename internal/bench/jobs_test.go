package bench

import (
	"context"
	"io"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// jobsPerRound is how many jobs each side of a round runs, one after another.
const jobsPerRound = 200

// BenchmarkJobs counts the jobs a second that are created, started, waited for
// and destroyed: /bin/true, with three pipes and one filter.
func BenchmarkJobs(b *testing.B) {
	spawn := compile(b, "spawn.c")
	subjects := []struct {
		name string
		side func(*testing.B) side
	}{{"lua", luaJobs}, {"go", goJobs}}
	peers := []struct {
		name string
		side func(*testing.B) side
	}{
		{"posix_spawn", func(b *testing.B) side {
			return rate(jobsPerRound, func() { output(b, exec.Command(spawn, strconv.Itoa(jobsPerRound), "/bin/true")) })
		}},
		{"os_exec", execJobs},
	}
	for _, s := range subjects {
		for _, p := range peers {
			b.Run(s.name+"/vs="+p.name, func(b *testing.B) { compare(b, "jobs/s", s.side(b), p.side(b)) })
		}
	}
}

// luaJobs runs the jobs in a script.
func luaJobs(b *testing.B) side {
	s := newScript(b)
	return rate(jobsPerRound, func() {
		s.run(`
			for _ = 1, tonumber(arg[1]) do
				local j = job.create{
					program = "/bin/true",
					filters = {value = {stdout = true, pattern = [[value=(\d+)]], extract = 1}},
				}
				j:start()
				assert(j:wait(60000).ok)
				j:destroy()
			end`, strconv.Itoa(jobsPerRound))
	})
}

// goJobs runs the jobs with core/job.
func goJobs(b *testing.B) side {
	f, ctx := newFactory(b), context.Background()
	o := job.Options{
		Program: "/bin/true",
		Filters: map[string]job.FilterOptions{"value": {Stdout: true, Pattern: `value=(\d+)`, Extract: 1}},
	}
	return rate(jobsPerRound, func() {
		for range jobsPerRound {
			j, err := f.Create(o)
			require.NoError(b, err)
			require.NoError(b, j.Start(ctx))
			st, err := j.Wait(ctx)
			require.NoError(b, err)
			require.True(b, st.OK)
			require.NoError(b, j.Destroy(ctx, time.Second))
		}
	})
}

// execJobs runs the jobs with os/exec, and reads their outputs to the end.
func execJobs(b *testing.B) side {
	return rate(jobsPerRound, func() {
		for range jobsPerRound {
			c, err := start("/bin/true")
			require.NoError(b, err)
			var readers sync.WaitGroup
			for _, r := range []io.Reader{c.stdout, c.stderr} {
				readers.Go(func() { io.Copy(io.Discard, r) })
			}
			readers.Wait()
			require.NoError(b, c.Wait())
		}
	})
}
