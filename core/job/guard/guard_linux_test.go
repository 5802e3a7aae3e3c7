package guard_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job/guard"
	"github.com/tlua/tlua/core/proc"
	"github.com/tlua/tlua/internal/leak"
)

const patience = 30 * time.Second

// asOwner has the test program be one that starts a guardian, and processes, and
// waits to be killed.
const (
	asOwner    = "GUARD_TEST_OWNER"
	asBereaved = "GUARD_TEST_BEREAVED" // and whose first guardian is killed
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(asOwner); dir != "" {
		own(dir)
	}
	leak.Main(m)
}

func open(t *testing.T) *guard.Guardian {
	t.Helper()
	g, err := guard.Open()
	require.NoError(t, err)
	t.Cleanup(func() { closes(t, g, 0) })
	return g
}

// closes closes a guardian, and gives the numbers of what it finds then.
func closes(t *testing.T, g *guard.Guardian, grace time.Duration) (found []int) {
	t.Helper()
	require.NoError(t, g.Close(grace, func(all []proc.Process) {
		for _, p := range all {
			found = append(found, p.PID)
		}
	}))
	return found
}

// started is a process with its standard output.
type started struct {
	pid   int
	id    uint64
	out   *os.File
	ended chan guard.Exit
}

func start(g *guard.Guardian, change func(*guard.Command), argv ...string) (started, error) {
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return started{}, err
	}
	r, w, err := os.Pipe()
	if err != nil {
		return started{}, err
	}
	defer w.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		return started{}, err
	}
	defer null.Close()
	s := started{out: r, ended: make(chan guard.Exit, 1)}
	c := guard.Command{Path: path, Argv: argv, Env: os.Environ(), Files: []int{int(null.Fd()), int(w.Fd()), int(w.Fd())}}
	if change != nil {
		change(&c)
	}
	s.pid, s.id, err = g.Start(c, func(e guard.Exit) { s.ended <- e })
	if err != nil {
		r.Close()
	}
	return s, err
}

func run(t *testing.T, g *guard.Guardian, argv ...string) started {
	t.Helper()
	s, err := start(g, nil, argv...)
	require.NoError(t, err)
	t.Cleanup(func() { s.out.Close() })
	return s
}

func (s started) line(t *testing.T) string {
	t.Helper()
	var line []byte
	for b := make([]byte, 1); ; line = append(line, b[0]) {
		require.NoError(t, s.out.SetReadDeadline(time.Now().Add(patience)))
		if n, err := s.out.Read(b); n == 0 || b[0] == '\n' {
			require.NoError(t, err)
			return string(line)
		}
	}
}

func (s started) exit(t *testing.T) guard.Exit {
	t.Helper()
	select {
	case e := <-s.ended:
		return e
	case <-time.After(patience):
		t.Fatal("it does not end")
		return guard.Exit{}
	}
}

func TestProcessesAreTheGuardiansChildren(t *testing.T) {
	g := open(t)
	s := run(t, g, "sh", "-c", "echo $PPID; exit 7")
	require.Equal(t, strconv.Itoa(g.PID()), s.line(t))
	e := s.exit(t)
	require.Equal(t, 7, e.Status.ExitStatus())
	require.Positive(t, e.MaxRSS)
	require.False(t, e.Left)
}

func TestFoldersAreRelativeToThisProcess(t *testing.T) {
	g := open(t) // before the folder changes
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "sub"), 0o700))
	t.Chdir(dir)
	for folder, want := range map[string]string{"": dir, "sub": dir + "/sub", "/": "/"} {
		s, err := start(g, func(c *guard.Command) { c.Dir = folder }, "sh", "-c", "pwd")
		require.NoError(t, err)
		require.Equal(t, want, s.line(t))
		s.exit(t)
		s.out.Close()
	}
	require.NoError(t, os.RemoveAll(dir))
	_, err = start(g, nil, "true")
	require.Equal(t, &guard.StartError{Stage: guard.Folder, Errno: unix.ENOENT}, err)
}

func TestManyAtOnce(t *testing.T) {
	g := open(t)
	var all []started
	for i := range 100 {
		all = append(all, run(t, g, "sh", "-c", "exit "+strconv.Itoa(i)))
	}
	for i, s := range all {
		require.Equal(t, i, s.exit(t).Status.ExitStatus())
	}
}

func TestWhatCannotStart(t *testing.T) {
	g := open(t)
	nice, folder := -50000, t.TempDir()
	text := filepath.Join(folder, "text")
	require.NoError(t, os.WriteFile(text, []byte("no program"), 0o700))
	for name, c := range map[string]struct {
		change func(*guard.Command)
		stage  guard.Stage
		errno  unix.Errno
	}{
		"no such file":    {func(c *guard.Command) { c.Path = folder + "/none" }, guard.Starting, unix.ENOENT},
		"no program":      {func(c *guard.Command) { c.Path = text }, guard.Starting, unix.ENOEXEC},
		"no such folder":  {func(c *guard.Command) { c.Dir = folder + "/none" }, guard.Starting, unix.ENOENT},
		"no such CPU":     {func(c *guard.Command) { c.Affinity = []int{1000} }, guard.Affinity, unix.EINVAL},
		"a NUL byte":      {func(c *guard.Command) { c.Argv = []string{"a\x00b"} }, guard.Starting, unix.EINVAL},
		"no such output":  {func(c *guard.Command) { c.Files = []int{0, 1, 99999} }, guard.Handing, unix.EBADF},
		"too many words":  {func(c *guard.Command) { c.Argv = []string{strings.Repeat("x", 1<<22)} }, guard.Starting, unix.E2BIG},
		"too nice by far": {func(c *guard.Command) { c.Nice = &nice; c.Path = folder }, guard.Starting, unix.EACCES},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := start(g, c.change, "true")
			var at *guard.StartError
			require.ErrorAs(t, err, &at)
			require.Equal(t, guard.StartError{Stage: c.stage, Errno: c.errno}, *at)
		})
	}
	require.Zero(t, run(t, g, "true").exit(t).Status)
}

func TestNicenessAndProcessorsAreTheChildsAlone(t *testing.T) {
	g := open(t)
	nice := 7
	s, err := start(g, func(c *guard.Command) { c.Nice, c.Affinity = &nice, []int{0} }, "sh", "-c", "nice; nproc; read x")
	require.NoError(t, err)
	defer s.out.Close()
	require.Equal(t, "7", s.line(t))
	require.Equal(t, "1", s.line(t))
	s.exit(t)
	require.Equal(t, "0", run(t, g, "nice").line(t))
}

func TestAllDescriptorsArrive(t *testing.T) {
	const most = 256
	g := open(t)
	null, err := os.Open(os.DevNull)
	require.NoError(t, err)
	defer null.Close()
	s, err := start(g, func(c *guard.Command) {
		for len(c.Files) < most {
			c.Files = append(c.Files, int(null.Fd()))
		}
		c.Files[100] = -1
	}, "sh", "-c", "ls /proc/$$/fd; echo end") // a pipe would be a descriptor, too
	require.NoError(t, err)
	defer s.out.Close()
	there := map[string]bool{}
	for fd := s.line(t); fd != "end"; fd = s.line(t) {
		there[fd] = true
	}
	require.Len(t, there, most-1)
	require.NotContains(t, there, "100")
}

func TestSignals(t *testing.T) {
	g := open(t)
	s := run(t, g, "sh", "-c", "sleep 1000 & echo $!; wait")
	other, _ := strconv.Atoi(s.line(t))
	require.NoError(t, g.Signal(s.pid, unix.SIGTERM, false))
	require.Equal(t, unix.SIGTERM, s.exit(t).Status.Signal())
	require.Equal(t, unix.ESRCH, g.Signal(s.pid, unix.SIGTERM, false))
	require.NoError(t, g.Signal(s.pid, unix.SIGTERM, true), "the group outlives its leader")
	gone(t, other)
	require.Equal(t, unix.ESRCH, g.Signal(s.pid, unix.SIGTERM, true))
	require.Equal(t, unix.ESRCH, g.Signal(os.Getpid(), 0, false), "it is none of the guardian's")
}

func TestStraysComeToTheGuardian(t *testing.T) {
	g := open(t)
	s := run(t, g, "sh", "-c", "(env -i setsid sleep 1000 & echo $!)")
	pid, _ := strconv.Atoi(s.line(t))
	require.True(t, s.exit(t).Left)
	strays, changed := g.Strays()
	require.Len(t, strays, 1)
	require.Equal(t, pid, strays[0].PID)
	id, ok := strays[0].Limit(guard.Mark)
	require.True(t, ok)
	require.Equal(t, s.id, id, "it is marked as what came from that process")
	require.NoError(t, strays[0].Signal(unix.SIGKILL))
	select {
	case <-changed:
	case <-time.After(patience):
		t.Fatal("its end is not told")
	}
	strays, _ = g.Strays()
	require.Empty(t, strays)
}

func TestCloseEndsAll(t *testing.T) {
	g, err := guard.Open()
	require.NoError(t, err)
	s, err := start(g, nil, "sh", "-c", "trap '' TERM HUP; setsid sleep 1000 & echo $!; kill -STOP $!; wait")
	require.NoError(t, err)
	defer s.out.Close()
	pid, _ := strconv.Atoi(s.line(t))
	closes(t, g, 0)
	require.True(t, ended(s.pid))
	require.True(t, ended(pid))
	require.Equal(t, guard.Exit{Lost: true}, s.exit(t))
	_, err = start(g, nil, "true")
	require.ErrorIs(t, err, guard.ErrLost)
}

// TestWhatIsNobodys has processes left behind, with a mark and without: one that
// ends by itself is waited for, but not those that have a mark.
func TestWhatIsNobodys(t *testing.T) {
	const shed = "ulimit -x unlimited; "
	for name, c := range map[string]struct {
		script string
		grace  time.Duration
		found  bool
	}{
		"marked":            {"(sleep 1000 & echo $!)", patience, false},
		"unmarked":          {shed + "(sleep 1000 & echo $!)", time.Millisecond, true},
		"unmarked by half":  {"(sleep 1000 &); " + shed + "(sleep 1000 & echo $!)", time.Millisecond, true},
		"unmarked and over": {shed + "(sleep 0.2 & echo $!)", patience, false},
	} {
		t.Run(name, func(t *testing.T) {
			g, err := guard.Open()
			require.NoError(t, err)
			s := run(t, g, "bash", "-c", c.script)
			pid, _ := strconv.Atoi(s.line(t))
			s.exit(t)
			begun := time.Now()
			found := closes(t, g, c.grace)
			require.Less(t, time.Since(begun), patience, "its end is told")
			require.True(t, ended(pid))
			if c.found {
				require.Equal(t, []int{pid}, found)
			} else {
				require.Empty(t, found)
			}
		})
	}
}

func TestOneGuardianServesAll(t *testing.T) {
	a, b := open(t), open(t)
	require.Same(t, a, b)
	c, err := guard.Open()
	require.NoError(t, err)
	s := run(t, c, "sleep", "1000")
	closes(t, c, 0)
	require.NoError(t, a.Signal(s.pid, unix.SIGTERM, false), "others have it open")
	require.Equal(t, unix.SIGTERM, s.exit(t).Status.Signal())
}

func TestGuardianThatIsKilled(t *testing.T) {
	g := open(t)
	s := run(t, g, "sh", "-c", "(setsid sleep 1000 & echo $!); sleep 1000")
	pid, _ := strconv.Atoi(s.line(t))
	require.NoError(t, unix.Kill(g.PID(), unix.SIGKILL))
	require.True(t, s.exit(t).Lost)
	gone(t, s.pid, pid)
	require.True(t, g.Lost())
	_, err := start(g, nil, "true")
	require.ErrorIs(t, err, guard.ErrLost)
	require.Equal(t, unix.ESRCH, g.Signal(s.pid, 0, false))
	require.Empty(t, first(g.Strays()))
}

// own is the program whose end the tests want.
func own(dir string) {
	g, err := guard.Open()
	if err != nil {
		panic(err)
	}
	for _, name := range []string{"kept", "forgotten"} {
		g.Keep(filepath.Join(dir, name))
	}
	g.Forget(filepath.Join(dir, "forgotten"))
	script := "(setsid sh -c 'trap \"\" TERM; echo $$; while :; do (setsid sleep 1000 &) ; sleep 0.001; done' &); sleep 1000"
	if os.Getenv(asBereaved) != "" { // the next one takes over
		if err := unix.Kill(g.PID(), unix.SIGKILL); err != nil {
			panic(err)
		}
		for !g.Lost() {
			runtime.Gosched()
		}
		if g, err = guard.Open(); err != nil {
			panic(err)
		}
	}
	s, err := start(g, nil, "sh", "-c", script)
	if err != nil {
		panic(err)
	}
	b := make([]byte, 20)
	n, _ := s.out.Read(b)
	fmt.Printf("%d %d %s", g.PID(), s.pid, b[:n])
	select {}
}

func TestOwnerThatIsKilled(t *testing.T) { ownerIsKilled(t) }

func TestOwnerThatIsKilledAfterItsGuardian(t *testing.T) { ownerIsKilled(t, asBereaved+"=1") }

func ownerIsKilled(t *testing.T, env ...string) {
	dir := t.TempDir()
	for _, name := range []string{"kept/a", "forgotten/a"} {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, name), 0o700))
	}
	owner := exec.Command("/proc/self/exe")
	owner.Env = append(append(os.Environ(), asOwner+"="+dir), env...)
	out, err := owner.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, owner.Start())
	var pids [3]int
	_, err = fmt.Fscan(out, &pids[0], &pids[1], &pids[2])
	require.NoError(t, err)
	mark, ok := (proc.Process{PID: pids[2]}).Limit(guard.Mark)
	require.True(t, ok)
	require.NoError(t, owner.Process.Kill())
	_ = owner.Wait()
	gone(t, pids[:]...)
	require.Empty(t, marked(mark), "that forked while it was killed")
	require.NoDirExists(t, filepath.Join(dir, "kept"))
	require.DirExists(t, filepath.Join(dir, "forgotten"))
}

// marked gives the live processes that have a mark.
func marked(id uint64) (pids []int) {
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil {
			if p, ok := proc.Of(pid); ok {
				if m, _ := p.Limit(guard.Mark); m == id {
					pids = append(pids, pid)
				}
			}
		}
	}
	return pids
}

func TestItIsNotStartedByHand(t *testing.T) {
	c := exec.Command("/proc/self/exe")
	c.Args = []string{"job-guardian", ""}
	out, err := c.CombinedOutput()
	require.Error(t, err)
	require.Equal(t, "tlua: the guardian: it is started by tlua itself, never by hand\n", string(out))
}

// gone waits until processes have ended.
func gone(t *testing.T, pids ...int) {
	t.Helper()
	for _, pid := range pids {
		require.Eventually(t, func() bool { return ended(pid) }, patience, time.Millisecond, "process %d lives on", pid)
	}
}

func ended(pid int) bool { return leak.Ended(strconv.Itoa(pid)) }

func first[A, B any](a A, _ B) A { return a }
