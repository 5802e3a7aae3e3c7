package job

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job/stream"
)

// newRawFilter makes a raw filter of a job without a process, and the output
// that it is at work on.
func newRawFilter(t require.TestingT) (*Filter, *output) {
	j := &Job{factory: &Factory{}, observer: event.Nobody}
	j.openChannels(Options{})
	f, err := newFilter(j, FilterOptions{Stdout: true, Raw: true})
	require.NoError(t, err)
	j.run = &run{n: 1}
	o := newOutput(j, j.run, Stdout, nil)
	o.add(func(at int64) Sink { return f.tap(o, at) })
	return f, o
}

var expectPatterns = []string{
	"a", "b+", "^a", "a$", `\bb`, "(?<=a)b", "(?<!ab)a", "ab|ba", `\n`, `(?s)a.*?b`, "(a)(c)?", `\z`, `a\s`, "b.{2}", `\Aa`,
}

// Whatever pieces the output comes in, and whatever was received in between:
// Expect finds what one pattern a|b|c finds in the whole output from there on.
func TestExpectFindsWhatIsInTheOutput(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, out := newRawFilter(t)
		looking, cancel := context.WithCancel(context.Background())
		cancel()
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "\n", " "}), 0, 40).Draw(t, "text"), "")
		patterns := rapid.SliceOfN(rapid.SampledFrom(expectPatterns), 1, 3).Draw(t, "patterns")
		any, err := stream.Compile("(?:" + strings.Join(patterns, ")|(?:") + ")")
		require.NoError(t, err)
		written, taken := 0, 0
		expect := func() bool {
			e, err := f.Expect(looking, patterns...)
			if err != nil {
				return false
			}
			m, ok, _ := any.NewSearch([]byte(text), taken).Next(context.Background())
			require.True(t, ok)
			require.Equal(t, m.Start(0), e.Pos)
			require.Equal(t, text[m.Start(0):m.End(0)], string(e.Data))
			require.Equal(t, text[taken:m.Start(0)], string(e.Before))
			one, err := stream.Compile(patterns[e.Index])
			require.NoError(t, err)
			m1, _, _ := one.NewSearch([]byte(text), int(e.Pos)).Next(context.Background())
			require.Equal(t, e.Pos, m1.Start(0))
			require.Equal(t, string(e.Data), string(m1.Text(0)))
			taken = int(m.End(0))
			return len(e.Data) > 0
		}
		for written < len(text) {
			n := rapid.IntRange(1, len(text)-written).Draw(t, "piece")
			out.Write([]byte(text[written : written+n]))
			written += n
			if rapid.Bool().Draw(t, "expect") {
				expect()
			}
			if rapid.Bool().Draw(t, "receive") && f.queue.len() > 0 {
				m, err := f.Receive(looking)
				require.NoError(t, err)
				require.Equal(t, int64(taken), m.Pos)
				taken += len(m.Data)
			}
		}
		out.finish()
		for expect() {
		}
		if m, ok, _ := any.NewSearch([]byte(text), taken).Next(context.Background()); ok {
			require.Equal(t, m.Start(0), m.End(0), "only an empty match is found without end")
		}
	})
}
