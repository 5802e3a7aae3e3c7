package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// patterns are what the filters look for, by a name for it.
var patterns = []struct{ name, text string }{
	{"progress", `\[[0-9]+/[0-9]+/[0-9]+\]`},
	{"error", `^ERROR:(.*)$`},
	{"5xx", `status=5\d\d`},
	{"behind", `(?<=status=)\d+`},
}

// every is a pattern that matches all lines of the requests.
const every = `^(\S+) INFO (\S+): .* latency=(\d+)us$`

// unbounded is the size of a queue that never drops anything here, in bytes.
const unbounded = 1 << 30

// BenchmarkFilter measures how fast a child's output goes through filters, every
// match received: MB of output a second, from the job's creation to its end.
func BenchmarkFilter(b *testing.B) {
	needs(b, "cat", "grep")
	log, requests := writeLog(b), writeRequests(b)
	type maker = func(*testing.B) side
	versus := func(name string, subject, peer maker) {
		b.Run(name, func(b *testing.B) { compare(b, "MB/s", subject(b), peer(b)) })
	}
	viaPipe := func(b *testing.B) side { return pipe(b, log) }
	var all []string
	sum := 0
	versusGrep := func(name, log, pattern string) (viaLua maker, matches int) {
		want := grep(b, log, pattern)
		viaLua = func(b *testing.B) side { return luaFilter(b, log, want, pattern) }
		viaGo := func(b *testing.B) side { return goFilters(b, log, want, pattern) }
		viaGrep := func(b *testing.B) side { return through(func() { require.Equal(b, want, grep(b, log, pattern)) }) }
		versus(name+"/lua/vs=grep", viaLua, viaGrep)
		versus(name+"/go/vs=grep", viaGo, viaGrep)
		return viaLua, want
	}
	for _, p := range patterns {
		viaLua, want := versusGrep(p.name, log, p.text)
		versus(p.name+"/lua/vs=pipe", viaLua, viaPipe)
		all = append(all, p.text, p.text)
		sum += 2 * want
	}
	versusGrep("every", requests, every)
	versus("eight/lua/vs=pipe", func(b *testing.B) side { return luaFilters(b, log, sum, all...) }, viaPipe)
	versus("eight/go/vs=pipe", func(b *testing.B) side { return goFilters(b, log, sum, all...) }, viaPipe)
}

// through makes a side of work that the log goes through.
func through(work func()) side {
	return rate(logBytes/lineBytes*lineBytes/1e6, work)
}

// grep counts the matches of a pattern in a file.
func grep(b *testing.B, file, pattern string) int {
	b.Helper()
	n, err := strconv.Atoi(output(b, exec.Command("sh", "-c",
		`export LC_ALL=C; cat "$1" | grep -oP "$2" | wc -l`, "sh", file, pattern)))
	require.NoError(b, err)
	return n
}

// pipe reads the log from a child, and does nothing with it.
func pipe(b *testing.B, log string) side {
	buf := make([]byte, 64<<10)
	return through(func() {
		cmd := exec.Command("cat", log)
		r, err := cmd.StdoutPipe()
		require.NoError(b, err)
		require.NoError(b, cmd.Start())
		for err == nil {
			_, err = r.Read(buf)
		}
		require.ErrorIs(b, err, io.EOF)
		require.NoError(b, cmd.Wait())
	})
}

// goFilters receives the matches with core/job, each filter's in a goroutine.
func goFilters(b *testing.B, log string, want int, patterns ...string) side {
	f, ctx := newFactory(b), context.Background()
	o := job.Options{Program: "cat", Args: []string{log}, Filters: map[string]job.FilterOptions{}}
	for i, p := range patterns {
		o.Filters[fmt.Sprint(i)] = job.FilterOptions{Stdout: true, Pattern: p, QueueBytes: unbounded}
	}
	return through(func() {
		j, err := f.Create(o)
		require.NoError(b, err)
		require.NoError(b, j.Start(ctx))
		counts := make(chan int, len(patterns))
		var receivers sync.WaitGroup
		for _, f := range j.Filters() {
			receivers.Go(func() {
				n, err := receiveAll(ctx, f)
				if err != nil {
					b.Error(err)
				}
				counts <- n
			})
		}
		receivers.Wait()
		close(counts)
		got := 0
		for n := range counts {
			got += n
		}
		require.Equal(b, want, got)
		_, err = j.Wait(ctx)
		require.NoError(b, err)
		require.NoError(b, j.Destroy(ctx, time.Second))
	})
}

// receiveAll counts the messages of a filter, until its end.
func receiveAll(ctx context.Context, f *job.Filter) (n int, err error) {
	for {
		m, err := f.Receive(ctx)
		switch {
		case err != nil:
			return n, err
		case m.Dropped > 0:
			return n, errors.New("messages were dropped")
		case m.EOS:
			return n, nil
		}
		n++
	}
}

// luaFilter receives the matches of one filter in a script's loop.
func luaFilter(b *testing.B, log string, want int, pattern string) side {
	return luaMatches(b, want, `
		local log, queue, pattern = ...
		local j = job.create{program = "cat", args = {log},
			filters = {matches = {stdout = true, pattern = pattern, queue_bytes = tonumber(queue)}}}
		j:start()
		local n = 0
		for _ in j.filters.matches:messages(60000) do
			n = n + 1
		end
		assert(j:wait().ok)
		j:destroy()
		return n`, log, strconv.Itoa(unbounded), pattern)
}

// luaFilters receives the matches of several filters in a script: from those
// that have some, all that are there.
func luaFilters(b *testing.B, log string, want int, patterns ...string) side {
	return luaMatches(b, want, `
		local j = job.create{program = "cat", args = {arg[1]}}
		local filters = {}
		for i = 3, #arg do
			filters[i - 2] = j:attach_filter{stdout = true, pattern = arg[i], queue_bytes = tonumber(arg[2])}
		end
		j:start()
		local n, open = 0, #filters
		while open > 0 do
			for _, f in ipairs(job.poll(filters, 60000)) do
				for _, m in ipairs(f:receive_many(0)) do
					if m.eos then
						open = open - 1
					else
						n = n + 1
					end
				end
			end
		end
		assert(j:wait().ok)
		j:destroy()
		return n`, append([]string{log, strconv.Itoa(unbounded)}, patterns...)...)
}

// luaMatches is a script that the log goes through and that counts matches.
func luaMatches(b *testing.B, want int, code string, args ...string) side {
	s := newScript(b)
	return through(func() { require.EqualValues(b, want, s.run(code, args...)) })
}
