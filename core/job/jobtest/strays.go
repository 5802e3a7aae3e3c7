package jobtest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
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
				require.NoError(t, j.Stop(context.Background(), job.SIGTERM, patience))
				require.NoError(t, j.Destroy(context.Background(), patience))
			})
		}
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

// kill ends a process that no job knows.
func kill(t *testing.T, f *job.Factory, pid string) {
	wait(t, start(t, sh(t, f, "kill -9 "+pid)))
	gone(t, pid)
}
