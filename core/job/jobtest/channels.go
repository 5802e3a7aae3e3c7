package jobtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// channels is what concerns standard input and the outputs themselves.
var channels = []Case{
	{"what is sent comes back", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "cat; exec sleep 1000 >/dev/null 2>&1") // it lives on
		flt := attach(t, j, all)
		start(t, j)
		require.NoError(t, j.Send(within(t, patience), []byte("one\ntwo\n")))
		require.Equal(t, "one", string(receive(t, flt).Data))
		require.NoError(t, j.CloseStdin())
		require.NoError(t, j.CloseStdin(), "twice is no error")
		fails(t, j.Send(within(t, patience), []byte("x")), job.EPIPE, "standard input is closed")
		require.Equal(t, []string{"two"}, drain(t, flt))
	}},
	{"sending waits while the pipe is full", func(t *testing.T, f *job.Factory) {
		j := start(t, sh(t, f, "exec sleep 100"))
		err := j.Send(within(t, 50*time.Millisecond), make([]byte, 1<<20))
		fails(t, err, job.ETIMEDOUT, "of 1048576 bytes were taken in 50 ms")
		// The next one is not hurt by the first one's end.
		fails(t, j.Send(within(t, 50*time.Millisecond), make([]byte, 1<<20)), job.ETIMEDOUT, "0 of 1048576 bytes")
		cat := create(t, f, job.Options{Program: "cat"})
		flt := attach(t, cat, all)
		start(t, cat)
		require.NoError(t, cat.Send(looking(), []byte("x\n")), "without time it takes what there is room for")
		require.Equal(t, "x", string(receive(t, flt).Data))
	}},
	{"a megabyte there and back", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{Program: "cat"})
		flt := attach(t, j, job.FilterOptions{Stdout: true, Raw: true})
		start(t, j)
		data := bytes.Repeat([]byte("0123456789abcdef\x00\xff"), 1<<16)
		require.NoError(t, j.Send(within(t, patience), data))
		require.NoError(t, j.CloseStdin())
		require.Equal(t, string(data), strings.Join(drain(t, flt), ""))
	}},
	{"sending to a reader that has gone", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "exec <&-; echo closed; exec sleep 100")
		flt := attach(t, j, all)
		start(t, j)
		receive(t, flt)
		// A process that is just being started beside this one may hold the
		// reader's end for a moment.
		ctx := within(t, patience)
		err := j.Send(ctx, []byte("x"))
		for err == nil {
			err = j.Send(ctx, []byte("x"))
		}
		fails(t, err, job.EPIPE)
	}},
	{"a job without standard input reads an end of file", func(t *testing.T, f *job.Factory) {
		j := start(t, create(t, f, job.Options{Program: "cat", NoStdin: true}))
		require.True(t, wait(t, j).OK)
	}},
	{"everything that was written before the end arrives", func(t *testing.T, f *job.Factory) {
		for range 20 {
			j := sh(t, f, "yes 0123456789 | head -n 20000; printf tail")
			flt := attach(t, j, all)
			wait(t, start(t, j))
			lines := drain(t, flt)
			require.Len(t, lines, 20001)
			require.Equal(t, "tail", lines[20000])
			require.NoError(t, j.Destroy(context.Background(), 0))
		}
	}},
	{"a job that closes its outputs runs on", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "echo last; exec >&- 2>&-; read x; exit 3")
		flt := attach(t, j, job.FilterOptions{Stdout: true, Stderr: true})
		start(t, j)
		require.Equal(t, []string{"last"}, drain(t, flt))
		require.True(t, j.IsRunning())
		require.NoError(t, j.Send(within(t, patience), []byte("\n")))
		require.Equal(t, 3, wait(t, j).Value)
	}},
	{"output that nobody reads does not hold the job up", func(t *testing.T, f *job.Factory) {
		j := start(t, sh(t, f, "head -c 20000000 /dev/zero; head -c 20000000 /dev/zero >&2"))
		require.True(t, wait(t, j).OK)
	}},
	{"lines from the beginning, whenever they are asked for", func(t *testing.T, f *job.Factory) {
		j := start(t, sh(t, f, `printf 'a\r\nb\rc\n\nd'`))
		wait(t, j)
		for range 2 {
			require.Equal(t, []string{"a", "b", "c", "", "d"}, lines(t, j))
		}
	}},
	{"lines as they come", func(t *testing.T, f *job.Factory) {
		j := start(t, create(t, f, job.Options{Program: "cat"}))
		l, err := j.Lines()
		require.NoError(t, err)
		for i := range 3 {
			require.NoError(t, j.Send(within(t, patience), fmt.Appendf(nil, "line %d\n", i)))
			line, _, err := l.Next(within(t, patience))
			require.NoError(t, err)
			require.Equal(t, fmt.Sprintf("line %d", i), line)
		}
		_, _, err = l.Next(within(t, 10*time.Millisecond))
		fails(t, err, job.ETIMEDOUT, "no line on stdout for 10 ms")
	}},
	{"lines that came too long ago count as dropped", func(t *testing.T, f *job.Factory) {
		j := start(t, sh(t, f, "yes 0123456 | head -c 3145728"))
		wait(t, j)
		l, err := j.Lines()
		require.NoError(t, err)
		_, dropped, err := l.Next(within(t, patience))
		require.NoError(t, err)
		require.Equal(t, int64(2<<20), dropped)
	}},
	{"a process that keeps an output open does not hold up the wait", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "echo own; (trap '' TERM; while :; do echo other; sleep 0.01; done) & exit 5")
		flt := attach(t, j, job.FilterOptions{Stdout: true, Pattern: "own"})
		require.Equal(t, 5, wait(t, start(t, j)).Value)
		require.Equal(t, "own", string(receive(t, flt).Data))
		require.NoError(t, j.Stop(context.Background(), job.SIGTERM, 50*time.Millisecond))
		require.Empty(t, drain(t, flt))
	}},
	{"a silent process that keeps an output open does not either", func(t *testing.T, f *job.Factory) {
		j := daemon(t, f, "sleep 1000 & echo own")
		flt := attach(t, j, all)
		require.True(t, wait(t, start(t, j)).OK)
		require.Equal(t, "own", string(receive(t, flt).Data))
		wait(t, start(t, j)) // what the run before left open is closed by the next
		require.True(t, receive(t, flt).EOS)
		require.Equal(t, "own", string(receive(t, flt).Data))
		require.NoError(t, j.Destroy(context.Background(), time.Second))
	}},
}

// lines gives all lines of a job that has ended.
func lines(t *testing.T, j *job.Job) (out []string) {
	t.Helper()
	l, err := j.Lines()
	require.NoError(t, err)
	for {
		line, _, err := l.Next(within(t, patience))
		if errors.Is(err, io.EOF) {
			return out
		}
		require.NoError(t, err)
		out = append(out, line)
	}
}
