package jobtest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// terminal makes a job of a shell command in a terminal.
func terminal(t *testing.T, f *job.Factory, script string, p job.PTY) *job.Job {
	t.Helper()
	return create(t, f, job.Options{Program: "sh", Args: []string{"-c", script}, PTY: &p})
}

// silent is a terminal that shows only what programs write.
var silent = job.PTY{NoEcho: true}

// terminals is what concerns jobs in a pseudo-terminal.
var terminals = []Case{
	{"a terminal at all three descriptors", func(t *testing.T, f *job.Factory) {
		prints(t, terminal(t, f, "test -t 0 && test -t 1 && test -t 2 && echo terminals; echo controlling >/dev/tty; echo err >&2", silent),
			"terminals", "controlling", "err")
		j := create(t, f, job.Options{Program: "tty", PTY: &job.PTY{}})
		flt := attach(t, j, all)
		wait(t, start(t, j))
		require.Regexp(t, `^/dev/pts/\d+$`, drain(t, flt)[0])
	}},
	{"a session of its own", func(t *testing.T, f *job.Factory) {
		j := terminal(t, f, `echo $$; cut -d' ' -f5,6,8 /proc/$$/stat`, silent)
		flt := attach(t, j, all)
		wait(t, start(t, j))
		pid := string(receive(t, flt).Data)
		require.Equal(t, []string{pid + " " + pid + " " + pid}, drain(t, flt), "group, session, foreground group")
	}},
	{"a job in a terminal has no other descriptors", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{Program: "ls", Args: []string{"-l", "/proc/self/fd"}, PTY: &job.PTY{}, Outputs: []int{5}})
		flt := attach(t, j, job.FilterOptions{Stdout: true, Pattern: `(\d) -> (?:/dev/pts/|[^/]).*$`, Extract: 1})
		others := attach(t, j, job.FilterOptions{Stdout: true, Pattern: `\d+ -> /(?:[^pd]|dev/[^p]|dev/ptm).*$`})
		wait(t, start(t, j))
		require.Equal(t, []string{"0", "1", "2", "5"}, drain(t, flt))
		require.Empty(t, drain(t, others))
	}},
	{"the size of a terminal", func(t *testing.T, f *job.Factory) {
		script := "trap 'stty size' WINCH; stty size; while :; do sleep 0.01; done"
		j := terminal(t, f, script, job.PTY{})
		flt := attach(t, j, all)
		start(t, j)
		require.Equal(t, "24 80", string(receive(t, flt).Data))
		require.NoError(t, j.Resize(job.Size{Rows: 33, Cols: 111}))
		require.Equal(t, "33 111", string(receive(t, flt).Data))
		require.NoError(t, j.Stop(context.Background(), job.SIGKILL, patience))
		require.Empty(t, drain(t, flt))
		start(t, j)
		require.Equal(t, "33 111", string(receive(t, flt).Data), "it stays for the next run")

		j = terminal(t, f, "stty size", job.PTY{Size: job.Size{Rows: 1, Cols: 65535}})
		prints(t, j, "1 65535")
		require.NoError(t, j.Resize(job.Size{Rows: 50, Cols: 132}))
		prints(t, j, "50 132")
		require.NoError(t, j.Destroy(context.Background(), 0))
		fails(t, j.Resize(job.Size{Rows: 50, Cols: 132}), job.EBADF)
	}},
	{"echo", func(t *testing.T, f *job.Factory) {
		for _, c := range []struct {
			pty  job.PTY
			want []string
		}{
			{job.PTY{}, []string{"hello", "hello", "bye", "bye"}},
			{silent, []string{"hello", "bye"}},
		} {
			j := create(t, f, job.Options{Program: "cat", PTY: &c.pty})
			flt := attach(t, j, all)
			start(t, j)
			require.NoError(t, j.Send(within(t, patience), []byte("hello\n")))
			require.Equal(t, "hello", string(receive(t, flt).Data))
			require.NoError(t, j.Send(within(t, patience), []byte("bye\n")))
			require.NoError(t, j.CloseStdin())
			got := append([]string{"hello"}, drain(t, flt)...)
			require.ElementsMatch(t, c.want, got)
			require.True(t, wait(t, j).OK)
		}
	}},
	{"lines of a terminal", func(t *testing.T, f *job.Factory) {
		j := terminal(t, f, "echo rtt 5; echo; echo rtt 6 >&2; printf 'rtt 7'", silent)
		split := attach(t, j, all)
		raw := attach(t, j, job.FilterOptions{Stdout: true, Raw: true})
		rtt := attach(t, j, job.FilterOptions{Stdout: true, Pattern: "^rtt (.*)$", Extract: 1})
		wait(t, start(t, j))
		require.Equal(t, []string{"rtt 5", "", "rtt 6", "rtt 7"}, drain(t, split))
		require.Equal(t, "rtt 5\r\n\r\nrtt 6\r\nrtt 7", strings.Join(drain(t, raw), ""))
		require.Equal(t, []string{"5", "6", "7"}, drain(t, rtt))
		require.Equal(t, []string{"rtt 5", "", "rtt 6", "rtt 7"}, lines(t, j))
		require.Equal(t, []string{"rtt 6", "rtt 7"}, j.Tail(2))
	}},
	{"line ends are those of the output, not of the filter's job", func(t *testing.T, f *job.Factory) {
		plain, tty := sh(t, f, `printf 'a\r\nb\n'`), terminal(t, f, `printf 'c\nd\n'`, silent)
		flt := attach(t, plain, job.FilterOptions{Stdout: true, Pattern: `\w$`})
		require.NoError(t, flt.AddOutput(tty, job.Stdout))
		wait(t, start(t, plain))
		require.Equal(t, []string{"b"}, drain(t, flt))
		wait(t, start(t, tty))
		require.Equal(t, []string{"c", "d"}, drain(t, flt))
	}},
	{"stderr of a terminal", func(t *testing.T, f *job.Factory) {
		j := terminal(t, f, "true", job.PTY{})
		_, err := j.AttachFilter(job.FilterOptions{Stdout: true, Stderr: true})
		fails(t, err, job.EINVAL, "job.attach_filter: EINVAL: sh#1 runs in a terminal, where stderr is a part of stdout")
		fails(t, attach(t, j, all).AddOutput(j, job.Stderr), job.EINVAL, "job.add_output: EINVAL: sh#1 runs in a terminal")
		_, err = f.Create(job.Options{Program: "true", PTY: &job.PTY{}, Filters: map[string]job.FilterOptions{"err": {Stderr: true}}})
		fails(t, err, job.EINVAL, `filter "err": true#1 runs in a terminal`)
	}},
	{"terminals that cannot be", func(t *testing.T, f *job.Factory) {
		_, err := f.Create(job.Options{Program: "true", PTY: &job.PTY{}, NoStdin: true})
		fails(t, err, job.EINVAL, "job.create: EINVAL: a terminal is a standard input")
		_, err = f.Create(job.Options{Program: "true", PTY: &job.PTY{Size: job.Size{Rows: 24}}})
		fails(t, err, job.EINVAL, "a terminal of 24 rows and 0 columns: both are from 1 to 65535")
		fails(t, terminal(t, f, "true", job.PTY{}).Resize(job.Size{Rows: 70000, Cols: 1}), job.EINVAL, "job.resize: ")
		fails(t, sh(t, f, "true").Resize(job.DefaultSize), job.EINVAL, "sh#2 has no terminal")
	}},
	{"the end of what is typed", func(t *testing.T, f *job.Factory) {
		j := terminal(t, f, "cat && exec sleep 1000 <&- >/dev/null 2>&1", silent)
		flt := attach(t, j, all)
		start(t, j)
		require.NoError(t, j.Send(within(t, patience), []byte("one\nrest")))
		require.NoError(t, j.CloseStdin())
		require.NoError(t, j.CloseStdin(), "twice is no error")
		fails(t, j.Send(within(t, patience), []byte("x")), job.EPIPE, "standard input is closed")
		require.Equal(t, []string{"one", "rest"}, drain(t, flt), "also the line that was not ended")
		require.True(t, j.IsRunning(), "it closed the terminal, and was not hung up on")
	}},
	{"the end of what is typed where programs have changed the terminal", func(t *testing.T, f *job.Factory) {
		for _, c := range []struct{ script, typed, want string }{
			{"stty eof ^A; echo ready; cat", "abc", "abc"},
			{"stty eof undef; stty -icanon; echo ready; head -c 1 | od -An -tx1", "", " 04"},
			{"stty raw -echo; echo ready; head -c 4 | od -An -tx1", "abc", " 61 62 63 04"},
		} {
			j := terminal(t, f, c.script, silent)
			flt := attach(t, j, job.FilterOptions{Stdout: true, Pattern: `^.+$`})
			start(t, j)
			require.Equal(t, "ready", string(receive(t, flt).Data))
			require.NoError(t, j.Send(within(t, patience), []byte(c.typed)))
			require.NoError(t, j.CloseStdin())
			require.Equal(t, []string{c.want}, drain(t, flt), "%s", c.script)
		}
	}},
	{"a terminal that takes no more", func(t *testing.T, f *job.Factory) {
		j := terminal(t, f, "stty raw; echo ready; exec sleep 1000", silent)
		flt := attach(t, j, all)
		start(t, j)
		require.Equal(t, "ready", string(receive(t, flt).Data))
		fails(t, j.Send(within(t, 50*time.Millisecond), make([]byte, 1<<20)), job.ETIMEDOUT, "of 1048576 bytes were taken in 50 ms")
		for j.Send(within(t, 50*time.Millisecond), []byte("x")) == nil { // what room is left
		}
		fails(t, j.CloseStdin(), "EAGAIN", "job.close_stdin: EAGAIN: standard input was not closed: the terminal takes no more before the program reads")
	}},
	{"keys that send signals", func(t *testing.T, f *job.Factory) {
		j := terminal(t, f, "trap 'echo int; exit 7' INT; echo ready; while :; do sleep 0.01; done", silent)
		flt := attach(t, j, all)
		start(t, j)
		receive(t, flt)
		require.NoError(t, j.Send(within(t, patience), []byte{'C' & 0x1f}))
		require.Equal(t, []string{"int"}, drain(t, flt))
		require.Equal(t, 7, wait(t, j).Value)
	}},
	{"everything that was written before a terminal's end arrives", func(t *testing.T, f *job.Factory) {
		for range 20 {
			j := terminal(t, f, "seq 2000; printf tail", silent)
			flt := attach(t, j, all)
			require.True(t, wait(t, start(t, j)).OK, "the end is no error")
			got := drain(t, flt)
			require.Len(t, got, 2001)
			require.Equal(t, "tail", got[2000])
			require.NoError(t, j.Destroy(context.Background(), 0))
		}
	}},
	{"much that is typed arrives whole", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{Program: "cat", PTY: &silent})
		flt := attach(t, j, all)
		start(t, j)
		var want []string
		for i := range 5000 {
			want = append(want, fmt.Sprintf("line %d %s", i, strings.Repeat("x", i%100)))
		}
		require.NoError(t, j.Send(within(t, patience), []byte(strings.Join(want, "\n")+"\n")))
		require.NoError(t, j.CloseStdin())
		require.Equal(t, want, drain(t, flt))
	}},
	{"a process that outlives the leader of its terminal does not hold up the wait", func(t *testing.T, f *job.Factory) {
		j := terminal(t, f, "trap '' HUP; sleep 1000 & echo own", silent)
		flt := attach(t, j, all)
		require.True(t, wait(t, start(t, j)).OK)
		require.Equal(t, "own", string(receive(t, flt).Data))
		require.NoError(t, j.Stop(context.Background(), job.SIGTERM, patience))
		require.NoError(t, j.Destroy(context.Background(), patience))
	}},
	{"a terminal whose job is destroyed hangs up", func(t *testing.T, f *job.Factory) {
		j := terminal(t, f, "trap 'echo hup; exit 3' HUP; trap '' TERM; echo ready; while :; do sleep 0.01; done", silent)
		flt := attach(t, j, all)
		start(t, j)
		receive(t, flt)
		j.Terminate()
		require.Contains(t, drain(t, flt), "hup", "what is said then is read")
		require.Equal(t, 3, wait(t, j).Value)
	}},
	{"a job that does not mind hanging up is terminated", func(t *testing.T, f *job.Factory) {
		j := terminal(t, f, "trap '' HUP; trap 'exit 4' TERM; echo ready; while :; do sleep 0.01; done", silent)
		flt := attach(t, j, all)
		start(t, j)
		receive(t, flt)
		j.Terminate()
		require.Equal(t, 4, wait(t, j).Value)

		j = terminal(t, f, "trap '' HUP TERM; echo $$; while :; do sleep 0.01; done", silent)
		flt = attach(t, j, all)
		start(t, j)
		program := string(receive(t, flt).Data)
		require.NoError(t, j.Destroy(context.Background(), 50*time.Millisecond))
		gone(t, program)
	}},
	{"hanging up wakes a job that was stopped", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{Program: "sleep", Args: []string{"1000"}, PTY: &silent})
		pid, err := start(t, j).PID()
		require.NoError(t, err)
		stop, err := job.ParseSignal("STOP")
		require.NoError(t, err)
		require.NoError(t, j.Kill(stop))
		stat := fmt.Sprintf("/proc/%d/stat", pid)
		require.Eventually(t, func() bool { return strings.Contains(text(t, f, stat), ") T ") }, patience, time.Millisecond)
		j.Terminate()
		require.Equal(t, job.Signaled, wait(t, j).Type)
	}},
	{"an interactive shell", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{
			Program: "bash", Args: []string{"--norc", "--noprofile", "-i"}, PTY: &silent,
			Env: map[string]string{"PS1": "ready> ", "TERM": "dumb", "HISTFILE": ""},
		})
		prompt := attach(t, j, job.FilterOptions{Stdout: true, Pattern: "ready> "})
		answer := attach(t, j, job.FilterOptions{Stdout: true, Pattern: `(?:^|ready> )(\d+)$`, Extract: 1})
		start(t, j)
		receive(t, prompt)
		require.NoError(t, j.Send(within(t, patience), []byte("echo $((20 + 22))\n")))
		require.Equal(t, "42", string(receive(t, answer).Data))
		receive(t, prompt)
		require.NoError(t, j.Send(within(t, patience), []byte("sleep 1000 & echo $!\n")))
		background := string(receive(t, answer).Data)
		receive(t, prompt)
		require.NoError(t, j.Send(within(t, patience), []byte("sh -c 'echo $$; exec sleep 1000'\n")))
		foreground := string(receive(t, answer).Data)
		j.Terminate()
		require.NotEqual(t, int(job.SIGKILL), wait(t, j).Value)
		gone(t, background)
		gone(t, foreground)
	}},
	{"wrappers in a terminal", func(t *testing.T, f *job.Factory) {
		installed(t, f, "strace", "strace")
		j := create(t, f, job.Options{
			Program: "tty", PTY: &silent, Wrappers: []job.Wrapper{{Program: "strace", Args: []string{"-f", "-o", "/dev/null"}}},
		})
		flt := attach(t, j, all)
		require.True(t, wait(t, start(t, j)).OK)
		require.Regexp(t, `^/dev/pts/\d+$`, drain(t, flt)[0])
	}},
}
