package jobtest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/internal/leak"
)

// strays is what concerns processes that live on, out of the job's reach, and
// keep its outputs open.
var strays = []Case{
	{"a stray process holds up nothing", func(t *testing.T, f *job.Factory) {
		for _, stray := range []string{
			"setsid sleep 1000",
			"nohup sleep 1000",
			"nohup setsid sh -c 'trap \"\" TERM HUP; while :; do sleep 1; done'",
			"setsid sh -c 'while echo other; do sleep 0.01; done; sleep 1000'",
			"setsid sh -c 'while echo other; do :; done; sleep 1000'",
			"setsid sh -c 'echo other >&2; exec sleep 1000 >/dev/null'",
		} {
			t.Run(stray, func(t *testing.T) {
				j := sh(t, f, stray+" & echo own $!; exit 5")
				flt := attach(t, j, job.FilterOptions{Stdout: true, Pattern: `^own (\d+)$`, Extract: 1})
				for range 2 {
					require.Equal(t, 5, wait(t, start(t, j)).Value)
					m := receive(t, flt)
					for m.EOS { // of the run before, which the start has cut off
						m = receive(t, flt)
					}
					defer kill(t, f, string(m.Data))
				}
				require.NoError(t, j.Stop(context.Background(), job.SIGTERM, soon))
				require.NoError(t, j.Destroy(context.Background(), patience))
			})
		}
	}},
	{"stop and destroy end what left the job", func(t *testing.T, f *job.Factory) {
		for name, end := range map[string]func(*job.Job) error{
			"stop":    func(j *job.Job) error { return j.Stop(context.Background(), job.SIGTERM, soon) },
			"destroy": func(j *job.Job) error { return j.Destroy(context.Background(), soon) },
		} {
			for _, script := range []string{
				"(setsid sleep 1000 & echo $!)",
				"(setsid env -i sleep 1000 >/dev/null 2>&1 & echo $!)",
				"(setsid env -i sh -c 'trap \"\" TERM HUP INT; sleep 1000 & echo $!; wait' &)",
				"(nohup sleep 1000 2>/dev/null & echo $!; kill -STOP $!)",
				"(setsid sleep 1000 & echo $!); exec sleep 1000",
				"(setsid sh -c 'echo $$; while :; do (setsid sleep 1000 >/dev/null 2>&1 &); sleep 0.01; done' &)",
			} {
				t.Run(name+" "+script, func(t *testing.T) {
					j := daemon(t, f, script)
					out := attach(t, j, job.FilterOptions{Stdout: true, Pattern: `^\d+$`})
					start(t, j)
					pid := string(receive(t, out).Data)
					if !strings.Contains(script, "exec") {
						wait(t, j)
					}
					require.NoError(t, end(j))
					require.True(t, leak.Ended(pid), "it is gone before the call returns")
					require.NoError(t, j.Destroy(context.Background(), patience))
				})
			}
		}
	}},
	{"a stray of one job is not another's", func(t *testing.T, f *job.Factory) {
		one, other := daemon(t, f, "(setsid sleep 1000 & echo $!)"), daemon(t, f, "(setsid sleep 1000 & echo $!)")
		var pids []string
		for _, j := range []*job.Job{one, other} {
			out := attach(t, j, job.FilterOptions{Stdout: true, Pattern: `^\d+$`})
			wait(t, start(t, j))
			pids = append(pids, string(receive(t, out).Data))
		}
		require.NoError(t, one.Destroy(context.Background(), patience))
		require.True(t, leak.Ended(pids[0]))
		require.False(t, leak.Ended(pids[1]))
		require.NoError(t, other.Stop(context.Background(), job.SIGTERM, patience))
		require.True(t, leak.Ended(pids[1]))
	}},
	{"a job that is restarted leaves strays' output behind", func(t *testing.T, f *job.Factory) {
		j := restarting(t, f, time.Millisecond, "setsid sh -c 'while echo stray; do sleep 0.01; done' & echo $!")
		flt := attach(t, j, job.FilterOptions{Stdout: true, Pattern: `^\d+$`})
		start(t, j)
		for range 3 {
			kill(t, f, string(receive(t, flt).Data))
			require.True(t, receive(t, flt).EOS)
		}
		require.NoError(t, j.Stop(context.Background(), job.SIGTERM, patience))
		ms, _ := flt.ReceiveMany(looking(), 0)
		for _, m := range ms {
			if !m.EOS {
				kill(t, f, string(m.Data))
			}
		}
	}},
}

// soon is the grace for what ignores all but SIGKILL.
const soon = 200 * time.Millisecond

// kill ends a process that no job knows.
func kill(t *testing.T, f *job.Factory, pid string) {
	wait(t, start(t, sh(t, f, "kill -9 "+pid)))
	gone(t, pid)
}
