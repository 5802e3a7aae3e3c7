package jobtest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// hostile is output that is made to bring a filter down: the job goes on, and
// what could not be matched is told.
var hostile = []Case{
	{"a match that never ends is given up and said", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "yes x | tr -d '\\n' | head -c 1000000; echo; echo x-y; echo x | tr -d '\\n'; yes z | tr -d '\\n' | head -c 2000")
		flt := attach(t, j, job.FilterOptions{Stdout: true, Pattern: "x.*y", MaxMatchBytes: 1000})
		other := attach(t, j, job.FilterOptions{Stdout: true, Pattern: "x-y"})
		require.True(t, wait(t, start(t, j)).OK)
		m := receive(t, flt)
		require.Equal(t, "x-y", string(m.Data))
		require.Greater(t, m.Lost, int64(900_000))
		eos := receive(t, flt)
		require.True(t, eos.EOS)
		require.Equal(t, int64(1001), eos.Lost, "what is given up behind the last match is said at the end")
		require.Equal(t, m.Lost+eos.Lost, flt.Lost())
		require.Equal(t, []string{"x-y"}, drain(t, other))
		require.Zero(t, other.Lost())
	}},
	{"what is given up at the ends of two outputs is said at the last", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "printf 'x12345678901' >&2; exec 2>&-; printf 'x1234567890'")
		flt := attach(t, j, job.FilterOptions{Stdout: true, Stderr: true, Pattern: "x.*y", MaxMatchBytes: 10})
		start(t, j)
		eos := receive(t, flt)
		require.True(t, eos.EOS)
		require.Equal(t, int64(2*11), eos.Lost)
		require.Equal(t, eos.Lost, flt.Lost())
	}},
	{"patterns that make others explode", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "yes a | tr -d '\\n' | head -c 500000; echo b; echo aaa")
		flt := attach(t, j, job.FilterOptions{Stdout: true, Pattern: "^(a+)+$"})
		start(t, j)
		require.Equal(t, []string{"aaa"}, drain(t, flt))
		require.Zero(t, flt.Lost())
	}},
}
