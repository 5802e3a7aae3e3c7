package jobtest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// groups gives what the groups of a message matched, "-" for one that took no
// part.
func groups(m job.Message) (out []string) {
	for i := range max(len(m.Names()), 1) {
		if text, ok := m.Group(i); ok {
			out = append(out, string(text))
		} else {
			out = append(out, "-")
		}
	}
	return out
}

// captures is what concerns the groups of patterns.
var captures = []Case{
	{"the groups of a match", func(t *testing.T, f *job.Factory) {
		for extract, want := range []string{"x=1;", "x", "1", ""} {
			ms := output(t, f, `printf 'x=1;y=23;\nz\n'`, job.FilterOptions{Stdout: true, Pattern: `(?P<key>\w)=(\d*)(!)?;|(?P<alone>z)`, Extract: extract})
			require.Len(t, ms, 3)
			require.Equal(t, want, string(ms[0].Data))
			require.Equal(t, []string{"x=1;", "x", "1", "-", "-"}, groups(ms[0]))
			require.Equal(t, []string{"y=23;", "y", "23", "-", "-"}, groups(ms[1]))
			require.Equal(t, []string{"z", "-", "-", "-", "z"}, groups(ms[2]))
			require.Equal(t, []string{"", "key", "", "", "alone"}, ms[0].Names())
		}
	}},
	{"a group that matched nothing took part", func(t *testing.T, f *job.Factory) {
		ms := output(t, f, `printf 'ab'`, job.FilterOptions{Stdout: true, Pattern: `a()(x*)(y)?b`})
		require.Equal(t, []string{"ab", "", "", "-"}, groups(ms[0]))
		_, ok := ms[0].Group(4)
		require.False(t, ok)
		_, ok = ms[0].Group(-1)
		require.False(t, ok)
	}},
	{"what has no groups is a whole", func(t *testing.T, f *job.Factory) {
		for _, o := range []job.FilterOptions{{Stdout: true}, {Stdout: true, Pattern: "\\w+"}, {Stdout: true, Pattern: "(?<=^)\\w+"}} {
			j := sh(t, f, "echo word")
			flt := attach(t, j, o)
			wait(t, start(t, j))
			m := receive(t, flt)
			require.Equal(t, []string{"word"}, groups(m))
			require.Nil(t, m.Names())
			eos := receive(t, flt)
			require.True(t, eos.EOS)
			require.Equal(t, []string{"-"}, groups(eos))
		}
	}},
	{"long and many groups", func(t *testing.T, f *job.Factory) {
		ms := output(t, f, `for i in 1 2 3; do head -c 3000 /dev/zero | tr '\000' $i; echo "=$i"; done`, job.FilterOptions{Stdout: true, Pattern: `^(\d+)=(\d)$`})
		require.Len(t, ms, 3)
		for i, m := range ms {
			whole := groups(m)
			require.Len(t, whole[1], 3000)
			require.Equal(t, whole[0], whole[1]+"="+whole[2])
			require.Equal(t, string(rune('1'+i)), whole[2])
		}
	}},
	{"the group to deliver has a name", func(t *testing.T, f *job.Factory) {
		o := job.FilterOptions{Stdout: true, Pattern: `(\w+)=(?P<value>\d+)`, ExtractName: "value"}
		ms := output(t, f, "echo a=12 b=3", o)
		require.Equal(t, []string{"12", "3"}, data(ms))
		require.Equal(t, int64(2), ms[0].Pos)
		j := sh(t, f, "true")
		o.ExtractName = "valeu"
		_, err := j.AttachFilter(o)
		fails(t, err, job.EINVAL, `extract "valeu": the pattern "(\\w+)=(?P<value>\\d+)" has no such group; the names are value`)
		o.Pattern = "(a)"
		_, err = j.AttachFilter(o)
		fails(t, err, job.EINVAL, `has no such group; none has a name`)
		_, err = j.AttachFilter(job.FilterOptions{Stdout: true, ExtractName: "value"})
		fails(t, err, job.EINVAL, `extract "value": there is no such group`)
	}},
	{"what groups hold counts", func(t *testing.T, f *job.Factory) {
		ms := output(t, f, "seq -f x%099.0f 100", job.FilterOptions{Stdout: true, Pattern: `^(x).*$`, Extract: 1, QueueBytes: 2000})
		require.Less(t, len(ms), 20)
		require.Equal(t, 100-len(ms), ms[0].Dropped)
	}},
}
