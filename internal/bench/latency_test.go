package bench

import (
	"bufio"
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

const (
	stampsPerRound = 300
	stampGap       = time.Millisecond
	stampPattern   = `^T=(\d+)$`
)

// BenchmarkLatency measures the microseconds from a child's write to the moment
// when who asked for it has it, alone and with many idle jobs open beside it.
func BenchmarkLatency(b *testing.B) {
	stamp := compile(b, "stamp.c")
	for _, idle := range []int{0, 1000} {
		for _, s := range []struct {
			name string
			side func(*testing.B, string, int) side
		}{{"lua", luaLatency}, {"go", goLatency}} {
			b.Run(fmt.Sprintf("idle=%d/%s/vs=pipe", idle, s.name), func(b *testing.B) {
				p := compare(b, "p50-us", s.side(b, stamp, idle), pipeLatency(b, stamp))
				b.ReportMetric(p.subject.quantile(0.99), "p99-us")
				b.ReportMetric(p.peer.quantile(0.99), "peer-p99-us")
			})
		}
	}
}

// stampArgs are the arguments of the program that writes stamps.
func stampArgs() []string {
	return []string{strconv.Itoa(stampsPerRound), strconv.FormatInt(stampGap.Microseconds(), 10)}
}

// pipeLatency reads the stamps from a pipe.
func pipeLatency(b *testing.B, stamp string) side {
	return func() (out []float64) {
		cmd := exec.Command(stamp, stampArgs()...)
		r, err := cmd.StdoutPipe()
		require.NoError(b, err)
		require.NoError(b, cmd.Start())
		for lines := bufio.NewReader(r); ; {
			line, err := lines.ReadString('\n')
			if err != nil {
				break
			}
			t, err := micros(monotonic(), strings.Trim(line, "T=\n"))
			require.NoError(b, err)
			out = append(out, t)
		}
		require.NoError(b, cmd.Wait())
		require.Len(b, out, stampsPerRound)
		return out
	}
}

// goLatency receives the stamps from a filter.
func goLatency(b *testing.B, stamp string, idle int) side {
	f, ctx := newFactory(b), context.Background()
	openIdle(b, f, idle)
	o := job.Options{Program: stamp, Args: stampArgs(), Filters: map[string]job.FilterOptions{
		"stamp": {Stdout: true, Pattern: stampPattern, Extract: 1},
	}}
	return func() (out []float64) {
		j, err := f.Create(o)
		require.NoError(b, err)
		require.NoError(b, j.Start(ctx))
		for stamps := j.Filters()["stamp"]; ; {
			m, err := stamps.Receive(ctx)
			now := monotonic()
			require.NoError(b, err)
			if m.EOS {
				break
			}
			t, err := micros(now, string(m.Data))
			require.NoError(b, err)
			out = append(out, t)
		}
		require.NoError(b, j.Destroy(ctx, time.Second))
		require.Len(b, out, stampsPerRound)
		return out
	}
}

// openIdle starts jobs that do nothing.
func openIdle(b *testing.B, f *job.Factory, n int) {
	b.Helper()
	for range n {
		j, err := f.Create(job.Options{Program: "sleep", Args: []string{"600"}})
		require.NoError(b, err)
		require.NoError(b, j.Start(context.Background()))
	}
}

// luaLatency receives the stamps from a filter in a script.
func luaLatency(b *testing.B, stamp string, idle int) side {
	var c clock
	s := newScript(b, c.module())
	s.run(`
		for _ = 1, tonumber(arg[1]) do
			job.create{program = "sleep", args = {"600"}}:start()
		end`, strconv.Itoa(idle))
	return func() (out []float64) {
		s.run(`
			local program, n, gap, pattern = ...
			local j = job.create{program = program, args = {n, gap}}
			local stamps = j:attach_filter{stdout = true, pattern = pattern, extract = 1}
			j:start()
			while true do
				local m = stamps:receive()
				if m.eos then
					break
				end
				clock.mark(m.data)
			end
			j:destroy()`, append(append([]string{stamp}, stampArgs()...), stampPattern)...)
		for _, m := range c.take() {
			t, err := micros(m.now, m.stamp)
			require.NoError(b, err)
			out = append(out, t)
		}
		require.Len(b, out, stampsPerRound)
		return out
	}
}
