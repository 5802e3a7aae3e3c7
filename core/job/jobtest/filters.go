package jobtest

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// output runs a shell command and gives what a filter finds in it.
func output(t *testing.T, f *job.Factory, script string, o job.FilterOptions) []job.Message {
	t.Helper()
	j := sh(t, f, script)
	flt := attach(t, j, o)
	wait(t, start(t, j))
	ms, err := flt.ReceiveMany(within(t, patience), 0)
	require.NoError(t, err)
	require.True(t, ms[len(ms)-1].EOS)
	return ms[:len(ms)-1]
}

func data(ms []job.Message) []string {
	out := []string{}
	for _, m := range ms {
		out = append(out, string(m.Data))
	}
	return out
}

// filters is what concerns finding messages.
var filters = []Case{
	{"what filters find", func(t *testing.T, f *job.Factory) {
		for _, c := range []struct {
			script string
			o      job.FilterOptions
			want   []string
		}{
			{`printf 'value(17) value(4)\n'`, job.FilterOptions{Stdout: true, Pattern: `value\((\d+)\)`, Extract: 1}, []string{"17", "4"}},
			{`printf 'value(17)'`, job.FilterOptions{Stdout: true, Pattern: `value\((\d+)\)`}, []string{"value(17)"}},
			{`printf 'one\ntwo\nthree'`, job.FilterOptions{Stdout: true, Pattern: `^t\w+$`}, []string{"two", "three"}},
			{`printf 'status=500\n'`, job.FilterOptions{Stdout: true, Pattern: `(?<=status=)\d+`}, []string{"500"}},
			{`printf 'a\nb\r\nc\rd'`, job.FilterOptions{Stdout: true}, []string{"a", "b", "c", "d"}},
			{`printf 'a\000b\377\n'`, job.FilterOptions{Stdout: true}, []string{"a\x00b\xff"}},
			{`printf 'a\000b'`, job.FilterOptions{Stdout: true, Pattern: "b"}, []string{"b"}},
			{`printf 'out\n'; printf 'err\n' >&2`, job.FilterOptions{Stderr: true}, []string{"err"}},
			{`printf 'ab'; sleep 0.05; printf 'cd'`, job.FilterOptions{Stdout: true, Pattern: "bc"}, []string{"bc"}},
			{`printf 'x'`, job.FilterOptions{Stdout: true, Pattern: "(y)?x", Extract: 1}, []string{""}},
			{`true`, job.FilterOptions{Stdout: true}, []string{}},
		} {
			require.Equal(t, c.want, data(output(t, f, c.script, c.o)), "%s %+v", c.script, c.o)
		}
	}},
	{"raw filters give all bytes", func(t *testing.T, f *job.Factory) {
		ms := output(t, f, `printf 'a\r\n'; printf 'b'`, job.FilterOptions{Stdout: true, Raw: true})
		require.Equal(t, "a\r\nb", strings.Join(data(ms), ""))
	}},
	{"where and when", func(t *testing.T, f *job.Factory) {
		ms := output(t, f, `printf 'xx=12\n=345\n'`, job.FilterOptions{Stdout: true, Pattern: `=(\d+)`, Extract: 1})
		require.Len(t, ms, 2)
		require.Equal(t, []int64{3, 7}, []int64{ms[0].Pos, ms[1].Pos})
		require.Equal(t, job.Stdout, ms[0].Stream)
		require.Positive(t, ms[0].Time)
		require.LessOrEqual(t, ms[0].Time, ms[1].Time)
	}},
	{"a prompt without a newline arrives at once", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, `printf 'login: '; read x; echo "hello $x"`)
		flt := attach(t, j, job.FilterOptions{Stdout: true, Pattern: "login: |hello (.*)"})
		start(t, j)
		require.Equal(t, "login: ", string(receive(t, flt).Data))
		require.NoError(t, j.Send(within(t, patience), []byte("me\n")))
		require.Equal(t, "hello me", string(receive(t, flt).Data))
	}},
	{"a filter on both outputs has one eos", func(t *testing.T, f *job.Factory) {
		ms := output(t, f, `echo out; echo err >&2`, job.FilterOptions{Stdout: true, Stderr: true})
		require.ElementsMatch(t, []string{"out", "err"}, data(ms))
	}},
	{"a filter on a running job sees later output only", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{Program: "cat"})
		early := attach(t, j, all)
		start(t, j)
		require.NoError(t, j.Send(within(t, patience), []byte("one\n")))
		receive(t, early)
		late := attach(t, j, all)
		require.NoError(t, j.Send(within(t, patience), []byte("two\n")))
		require.NoError(t, j.CloseStdin())
		m := receive(t, late)
		require.Equal(t, "two", string(m.Data))
		require.Equal(t, int64(4), m.Pos, "the position is that in the run's stream")
	}},
	{"outputs are added and removed", func(t *testing.T, f *job.Factory) {
		a, b := sh(t, f, "echo a"), sh(t, f, "echo b >&2; echo c")
		flt := attach(t, a, all)
		require.NoError(t, flt.AddOutput(b, job.Stderr))
		wait(t, start(t, b))
		require.Equal(t, []string{"b"}, drain(t, flt))
		require.NoError(t, flt.RemoveOutput(b, job.Stderr))
		fails(t, flt.RemoveOutput(b, job.Stderr), job.ENOENT)
		wait(t, start(t, b))
		wait(t, start(t, a))
		require.Equal(t, []string{"a"}, drain(t, flt))
	}},
	{"options that cannot be", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "true")
		for _, c := range []struct {
			o    job.FilterOptions
			text string
		}{
			{job.FilterOptions{}, "a filter needs an output"},
			{job.FilterOptions{Stdout: true, Pattern: "a(b"}, "a(b"},
			{job.FilterOptions{Stdout: true, Pattern: "(a)", Extract: 2}, `extract 2: the pattern "(a)" has 1 groups`},
			{job.FilterOptions{Stdout: true, Extract: 1}, "extract 1"},
			{job.FilterOptions{Stdout: true, Pattern: "a", Raw: true}, "raw goes without a pattern"},
			{job.FilterOptions{Stdout: true, Pattern: "a(?=b)"}, "look-ahead"},
			{job.FilterOptions{Stdout: true, Pattern: `(a)\1`}, "back-reference"},
		} {
			_, err := j.AttachFilter(c.o)
			fails(t, err, job.EINVAL, "job.attach_filter: ", c.text)
		}
		_, err := f.Create(job.Options{Program: "sh", Filters: map[string]job.FilterOptions{"bad": {}}})
		fails(t, err, job.EINVAL, `filter "bad": a filter needs an output`)
	}},
	{"filters that a job is made with", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{Program: "echo", Args: []string{"n=5"}, Filters: map[string]job.FilterOptions{
			"n": {Stdout: true, Pattern: `n=(\d)`, Extract: 1},
		}})
		wait(t, start(t, j))
		require.Equal(t, []string{"5"}, drain(t, j.Filters()["n"]))
	}},
	{"the oldest messages are dropped and counted", func(t *testing.T, f *job.Factory) {
		ms := output(t, f, "seq 1 100", job.FilterOptions{Stdout: true, QueueBytes: 10 * 70})
		require.Less(t, len(ms), 11)
		require.Equal(t, 100-len(ms), ms[0].Dropped)
		require.Equal(t, "100", string(ms[len(ms)-1].Data))
	}},
	{"a line that is too long is given up and said", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "head -c 5000 /dev/zero | tr '\\0' x; echo; echo short")
		flt := attach(t, j, job.FilterOptions{Stdout: true, MaxMatchBytes: 1000})
		wait(t, start(t, j))
		m := receive(t, flt)
		require.Equal(t, "short", string(m.Data))
		require.Equal(t, int64(5000), m.Lost)
		require.Equal(t, int64(5000), flt.Lost())
	}},
	{"a filter that only logs cannot be read", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "echo x")
		flt := attach(t, j, job.FilterOptions{Stdout: true, LogOnly: true})
		wait(t, start(t, j))
		_, err := flt.Receive(context.Background())
		fails(t, err, job.EPERM, "is not readable")
		fails(t, flt.Clear(), job.EPERM)
		_, err = job.Poll(context.Background(), flt)
		fails(t, err, job.EPERM)
	}},
}
