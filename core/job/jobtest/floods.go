package jobtest

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

const mega = 1 << 20

// frugal runs fn, which calls look now and then, and requires that the memory
// in use at these moments stays within limit bytes of what it was before.
func frugal(t *testing.T, limit uint64, fn func(look func())) {
	t.Helper()
	inUse := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, most := inUse(), uint64(0)
	fn(func() { most = max(most, inUse()) })
	require.NotZero(t, most)
	require.Less(t, most, before+limit, "bytes in use")
}

// echo sends block n times through a job of cat, never more of it at once than
// window blocks ahead of what done allows.
func echo(t *testing.T, f *job.Factory, block string, n, window int, o job.FilterOptions) (flt *job.Filter, done func()) {
	t.Helper()
	j := create(t, f, job.Options{Program: "cat"})
	flt = attach(t, j, o)
	start(t, j)
	ahead := make(chan struct{}, window)
	go func() {
		for range n {
			ahead <- struct{}{}
			if j.Send(context.Background(), []byte(block)) != nil {
				return
			}
		}
		j.CloseStdin()
	}()
	return flt, func() { <-ahead }
}

// messages goes through the messages up to the eos.
func messages(t *testing.T, flt *job.Filter) iter.Seq[job.Message] {
	ctx := within(t, 2*patience)
	return func(yield func(job.Message) bool) {
		for {
			m, err := flt.Receive(ctx)
			require.NoError(t, err)
			if m.EOS || !yield(m) {
				return
			}
		}
	}
}

// floods is what concerns much output. The cases run alone: they measure memory.
var floods = []Case{
	{"all lines pass through a filter whose reader keeps up", func(t *testing.T, f *job.Factory) {
		const total = flood * mega
		line := strings.Repeat("0123456789abcdef", 4)[1:]
		inBlock := mega / (len(line) + 1)
		flt, done := echo(t, f, strings.Repeat(line+"\n", inBlock), total/mega, 2, all)
		ctx := within(t, 2*patience)
		frugal(t, 32*mega, func(look func()) {
			n, over := 0, false
			for !over {
				ms, err := flt.ReceiveMany(ctx, 0)
				require.NoError(t, err)
				for _, m := range ms {
					if over = m.EOS; over || m.Dropped > 0 || string(m.Data) != line {
						break
					}
					if n++; n%inBlock == 0 {
						done()
					}
				}
				if n/inBlock%64 == 0 {
					look()
				}
			}
			require.Equal(t, total/mega*inBlock, n, "lines before the end, or one that is wrong")
		})
	}},
	{"what a slow reader does not get is counted", func(t *testing.T, f *job.Factory) {
		const last = 1000000
		j := create(t, f, job.Options{Program: "seq", Args: []string{strconv.Itoa(last)}})
		flt := attach(t, j, job.FilterOptions{Stdout: true, QueueBytes: 64 << 10})
		start(t, j)
		n, dropped := 0, 0
		for m := range messages(t, flt) {
			n += m.Dropped + 1
			dropped += m.Dropped
			if got, err := strconv.Atoi(string(m.Data)); err != nil || got != n {
				t.Fatalf("%q after %d dropped, want %d", m.Data, m.Dropped, n)
			}
			if n < 10 {
				wait(t, j) // meanwhile the rest comes
			}
		}
		require.Equal(t, last, n)
		require.Greater(t, dropped, last/2)
	}},
	{"a line without end is given up", func(t *testing.T, f *job.Factory) {
		const long, tail = flood * mega, 5000000
		j := sh(t, f, fmt.Sprintf("head -c %d /dev/zero; echo; echo short; read x; head -c %d /dev/zero; read x", long, tail))
		flt := attach(t, j, all)
		frugal(t, 16*mega, func(look func()) {
			start(t, j)
			for there := false; !there; look() {
				var err error
				there, err = flt.HasData(within(t, 20*time.Millisecond))
				require.NoError(t, err)
			}
		})
		m := receive(t, flt)
		require.Equal(t, "short", string(m.Data))
		require.Equal(t, int64(long), m.Lost)
		require.NoError(t, j.Send(within(t, patience), []byte("x\n")))
		require.Eventually(t, func() bool { return flt.Lost() == long+tail }, patience, time.Millisecond, "it is said before the end")
		require.NoError(t, j.CloseStdin())
		m = receive(t, flt)
		require.True(t, m.EOS)
		require.Equal(t, int64(tail), m.Lost)
		require.Equal(t, int64(long+tail), flt.Lost())
	}},
	{"a gigabyte without a newline", func(t *testing.T, f *job.Factory) {
		const size = 4 * flood * mega
		j := sh(t, f, fmt.Sprintf("head -c %d /dev/zero; echo; echo end", size))
		lines := attach(t, j, job.FilterOptions{Stdout: true})
		end := attach(t, j, job.FilterOptions{Stdout: true, Pattern: "^end$"})
		raw := attach(t, j, job.FilterOptions{Stdout: true, Raw: true})
		start(t, j)
		total := 0
		for m := range messages(t, raw) {
			require.Zero(t, m.Dropped)
			total += len(m.Data)
		}
		require.Equal(t, size+len("\nend\n"), total)
		var kept runtime.MemStats
		runtime.GC() // garbage is not what is meant
		runtime.ReadMemStats(&kept)
		require.Less(t, kept.HeapAlloc, uint64(size/4))
		m := receive(t, lines)
		require.Equal(t, "end", string(m.Data))
		require.Equal(t, int64(size), m.Lost)
		require.Equal(t, []string{"end"}, drain(t, end))
		require.Zero(t, end.Lost())
	}},
	{"matches without end take bounded memory", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, fmt.Sprintf("echo; head -c %d /dev/zero; printf y; head -c 5000000 /dev/zero; echo; echo short", flood*mega/4))
		flt := attach(t, j, job.FilterOptions{Stdout: true, Pattern: `\x00+x|short`})
		frugal(t, 32*mega, func(look func()) {
			start(t, j)
			for ended := false; !ended; look() {
				_, err := j.Wait(within(t, 20*time.Millisecond))
				ended = err == nil
			}
		})
		require.Equal(t, []string{"short"}, drain(t, flt))
		require.Greater(t, flt.Lost(), int64(mega))
	}},
	{"a million tiny writes arrive whole", func(t *testing.T, f *job.Factory) {
		const last = 500000
		j := create(t, f, job.Options{Program: "perl", Args: []string{"-e", `for (1 .. 500000) { syswrite STDOUT, $_; syswrite STDOUT, "\n" }`}})
		flt := attach(t, j, job.FilterOptions{Stdout: true, QueueBytes: 256 * mega})
		start(t, j)
		n := 0
		for m := range messages(t, flt) {
			n++
			want := strconv.Itoa(n)
			if string(m.Data) != want {
				t.Fatalf("%q, want %q", m.Data, want)
			}
		}
		require.Equal(t, last, n)
		require.True(t, wait(t, j).OK)
	}},
}
