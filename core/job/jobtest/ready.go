package jobtest

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// server is a program that takes its time, listens on a port, refuses a number
// of requests and answers all later ones.
const server = `use IO::Socket::INET; $| = 1; my ($port, $refuse) = @ARGV;
print "starting\n"; select undef, undef, undef, 0.05;
my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1", LocalPort => $port, ReuseAddr => 1) or die "cannot listen: $!\n";
print STDERR "Listening on 127.0.0.1:$port\n";
while (my $c = $s->accept) {
	my $request = <$c>;
	while (<$c>) { last if /^\r\n/ }
	my $status = $request && $refuse-- > 0 ? "503 Busy" : "204 Fine";
	print $c "HTTP/1.1 $status\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" if $request;
	close $c;
}`

// serve makes a job of the server, and gives a port for it.
func serve(t *testing.T, f *job.Factory, refuse int) (*job.Job, int) {
	t.Helper()
	port := freePort(t)
	return create(t, f, job.Options{Program: "perl", Args: []string{"-e", server, strconv.Itoa(port), strconv.Itoa(refuse)}, Workdir: t.TempDir()}), port
}

// freePort gives a port that nobody listens on.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// must gives a condition that can be.
func must(c job.Condition, err error) job.Condition {
	if err != nil {
		panic(err)
	}
	return c
}

func says(pattern string) job.Condition { return must(job.Says(pattern)) }
func opens(port int) job.Condition      { return job.OpenPort(netip.MustParseAddrPort(address(port))) }
func succeeds(script string) job.Condition {
	return must(job.Succeeds("sh", "-c", script))
}

func address(port int) string        { return "127.0.0.1:" + strconv.Itoa(port) }
func url(port int) string            { return "http://" + address(port) + "/" }
func answers(port int) job.Condition { return must(job.AnswersHTTP(url(port))) }

// unready requires that the wait ends with an error.
func unready(t *testing.T, ctx context.Context, j *job.Job, code job.Code, text string, any bool, conditions ...job.Condition) {
	t.Helper()
	_, err := j.WaitReady(ctx, any, conditions...)
	fails(t, err, code, "job.wait_ready: ", text)
}

// ready is what concerns waiting for a job to be ready.
var ready = []Case{
	{"ready when all conditions hold", func(t *testing.T, f *job.Factory) {
		j, port := serve(t, f, 2)
		start(t, j)
		got, err := j.WaitReady(within(t, patience), false,
			says(`^Listening on (?P<ip>[\d.]+):(\d+)(?P<none>!)?$`), opens(port), answers(port), succeeds("echo checking; echo done; echo noise >&2"))
		require.NoError(t, err)
		require.Greater(t, got.Time, 50*time.Millisecond)
		for i, text := range []string{"Listening on " + address(port), address(port), "204 Fine", "done"} {
			require.Equal(t, i, got.Found[i].At)
			require.Equal(t, text, got.Found[i].Text)
		}
		require.Equal(t, []string{"", "ip", "", "none"}, got.Found[0].Names)
		for i, want := range []string{"Listening on " + address(port), "127.0.0.1", strconv.Itoa(port)} {
			text, ok := got.Found[0].Group(i)
			require.True(t, ok)
			require.Equal(t, want, string(text))
		}
		_, ok := got.Found[0].Group(3)
		require.False(t, ok)
	}},
	{"ready when any condition holds", func(t *testing.T, f *job.Factory) {
		j := start(t, sh(t, f, "echo up; exec sleep 100"))
		got, err := j.WaitReady(within(t, patience), true, opens(freePort(t)), says("^up$"), succeeds("sleep 100"))
		require.NoError(t, err)
		require.Len(t, got.Found, 1)
		require.Equal(t, 1, got.Found[0].At)
		require.Equal(t, "up", got.Found[0].Text)
	}},
	{"what was said before the wait counts", func(t *testing.T, f *job.Factory) {
		j := start(t, create(t, f, job.Options{Program: "cat"}))
		require.NoError(t, j.Send(within(t, patience), []byte("first\nList")))
		require.Eventually(t, func() bool { return len(j.Tail(2)) == 2 }, patience, time.Millisecond)
		done := make(chan error, 1)
		go func() {
			_, err := j.WaitReady(within(t, patience), false, says("^Listening$"), says("^first$"))
			done <- err
		}()
		require.NoError(t, j.Send(within(t, patience), []byte("ening\n")))
		require.NoError(t, <-done)
		_, err := j.WaitReady(looking(), false, says("^Listening$"))
		require.NoError(t, err, "and once more")
	}},
	{"what the run before said does not", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, `read x; echo "$x"; read x`)
		for _, word := range []string{"one", "two"} {
			start(t, j)
			require.NoError(t, j.Send(within(t, patience), []byte(word+"\n")))
			_, err := j.WaitReady(within(t, patience), false, says(word))
			require.NoError(t, err)
			require.NoError(t, j.CloseStdin())
			wait(t, j)
		}
		unready(t, looking(), j, job.ESHCMD, `it ended before it was ready: no match of "one" (in 4 bytes); sh#1 exited with code 1`, false, says("one"))
	}},
	{"the last words of a job that has ended count", func(t *testing.T, f *job.Factory) {
		for range 20 {
			j := start(t, sh(t, f, "printf up; exit 3"))
			_, err := j.WaitReady(within(t, patience), false, says("^up$"))
			require.NoError(t, err)
		}
	}},
	{"a job that ends does not become ready", func(t *testing.T, f *job.Factory) {
		unready(t, context.Background(), start(t, sh(t, f, "echo cannot bind >&2; exit 2")), job.ESHCMD,
			`it ended before it was ready: no match of "^up" (in 12 bytes); sh#1 exited with code 2; its last words: "cannot bind"`, false, says("^up"))
		unready(t, context.Background(), start(t, sh(t, f, "echo up")), job.ECHILD,
			`); it had match of "^up"; sh#2 exited with code 0; its last words: "up"`, false, says("^up"), opens(freePort(t)))
		unready(t, context.Background(), start(t, sh(t, f, "kill -9 $$")), job.ESHCMD, "sh#3 was killed by KILL", false, succeeds("sleep 100"))
	}},
	{"what others do does not make a job ready that has ended", func(t *testing.T, f *job.Factory) {
		other := httptest.NewServer(http.NotFoundHandler())
		defer other.Close()
		j := start(t, create(t, f, job.Options{Program: "true"}))
		wait(t, j)
		port := other.Listener.Addr().(*net.TCPAddr).Port
		unready(t, within(t, patience), j, job.ECHILD, "it ended before it was ready: no port "+address(port)+" (", false, opens(port))
		unready(t, looking(), j, job.ECHILD, "true#1 exited with code 0", true, succeeds("true"))
	}},
	{"a wait for readiness whose time is over says what is missing", func(t *testing.T, f *job.Factory) {
		j, port := serve(t, f, 1000)
		start(t, j)
		_, err := j.WaitReady(within(t, patience), false, opens(port))
		require.NoError(t, err)
		closed := freePort(t)
		_, err = j.WaitReady(within(t, 300*time.Millisecond), false,
			says("^starting"), says("^ready"), opens(port), opens(closed), answers(port), succeeds("[ -e tried ] && exec sleep 1000; echo no route >&2; echo >tried; exit 4"))
		fails(t, err, job.ETIMEDOUT, "not ready after 300 ms: ", `no match of "^ready" (in `,
			"no port "+address(closed)+" (connection refused), no "+url(port)+" (HTTP 503 Busy)",
			`exit 4"] (exited with code 4: "no route")`,
			`; it had match of "^starting", port `+address(port)+"; perl#1 is running (pid ", "its last words: \"Listening")
		require.ErrorIs(t, err, context.DeadlineExceeded)
	}},
	{"a look at readiness does not wait", func(t *testing.T, f *job.Factory) {
		j, port := serve(t, f, 0)
		start(t, j)
		_, err := j.WaitReady(within(t, patience), false, answers(port))
		require.NoError(t, err)
		_, err = j.WaitReady(looking(), false, says("Listening"), opens(port), answers(port), succeeds("true"))
		require.NoError(t, err)
		unready(t, looking(), j, job.ETIMEDOUT, "not ready after 0 ms: no port ", true, opens(freePort(t)), succeeds("false"))
	}},
	{"readiness cannot be waited for", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{Program: "cat"})
		unready(t, within(t, patience), j, job.ECHILD, "there is nothing to wait for; cat#1 is not started", false, says("x"))
		unready(t, within(t, patience), start(t, j), job.EINVAL, "no condition is given", false)
		unready(t, within(t, patience), j, job.ENOENT, `success of ["no-such-program" "-q"] is impossible: no program "no-such-program" in PATH (`, true,
			must(job.Succeeds("no-such-program", "-q")), says("x"))
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(10*time.Millisecond, cancel)
		unready(t, ctx, j, job.ECANCELED, "cat#1 is running", false, says("x"), succeeds("sleep 100"))
		time.AfterFunc(10*time.Millisecond, func() { j.Destroy(context.Background(), time.Second) })
		unready(t, within(t, patience), j, job.EBADF, "cat#1 was destroyed", false, says("x"), opens(freePort(t)))
		for _, err := range []error{
			second(job.Says("a(b")), second(job.AnswersHTTP("ftp://x/")), second(job.Succeeds()),
		} {
			fails(t, err, job.EINVAL)
		}
	}},
	{"a program that checks runs where the job does", func(t *testing.T, f *job.Factory) {
		dir, err := filepath.EvalSymlinks(t.TempDir())
		require.NoError(t, err)
		j := start(t, create(t, f, job.Options{Program: "cat", Workdir: dir, Env: map[string]string{"A": "b"}}))
		got, err := j.WaitReady(within(t, patience), false, succeeds(`echo "$PWD $A"`))
		require.NoError(t, err)
		require.Equal(t, dir+" b", got.Found[0].Text)
		unready(t, within(t, 300*time.Millisecond), j, job.ETIMEDOUT, `1000"] (no answer yet); cat#1`, false, succeeds("echo $$ >pid; exec sleep 1000"))
		pid, err := os.ReadFile(filepath.Join(dir, "pid"))
		require.NoError(t, err)
		gone(t, strings.TrimSpace(string(pid)))
	}},
	{"ready in a terminal", func(t *testing.T, f *job.Factory) {
		j := start(t, create(t, f, job.Options{Program: "sh", Args: []string{"-c", "echo up; exec sleep 100"}, PTY: &job.PTY{}}))
		got, err := j.WaitReady(within(t, patience), false, says("^up$"))
		require.NoError(t, err)
		require.Equal(t, "up", got.Found[0].Text)
	}},
	{"a check that hangs is tried again", func(t *testing.T, f *job.Factory) {
		j := start(t, create(t, f, job.Options{Program: "cat", Workdir: t.TempDir()}))
		_, err := j.WaitReady(within(t, patience), false, succeeds("[ -e tried ] && exit; echo >tried; exec sleep 1000"))
		require.NoError(t, err)
	}},
	{"a redirection is an answer and is not followed", func(t *testing.T, f *job.Factory) {
		paths := make(chan string, 10)
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			paths <- r.URL.Path
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		}))
		defer web.Close()
		j := start(t, create(t, f, job.Options{Program: "cat"}))
		got, err := j.WaitReady(within(t, patience), false, must(job.AnswersHTTP(web.URL+"/here")))
		require.NoError(t, err)
		require.Equal(t, "302 Found", got.Found[0].Text)
		require.Len(t, paths, 1)
	}},
	{"a job that is started again is waited for over its runs", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{
			Program: "sh", Args: []string{"-c", `echo x >>runs; [ $(wc -l <runs) -ge 3 ] || exit 1; echo up; exec sleep 100`},
			Workdir: t.TempDir(), Autorestart: 10 * time.Millisecond,
		})
		start(t, j)
		_, err := j.WaitReady(within(t, patience), false, says("^up"), succeeds("true"))
		require.NoError(t, err)
		require.Equal(t, 2, j.Restarts())
	}},
}

// second gives the second of two values.
func second[T any](_ T, err error) error { return err }
