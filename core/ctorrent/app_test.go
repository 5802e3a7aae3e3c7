package ctorrent_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/ctorrent"
	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/local"
	"github.com/tlua/tlua/core/tracker"
	"github.com/tlua/tlua/internal/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

const patience = 60 * time.Second

// world is a folder, a tracker, a file to share and its metainfo file.
type world struct {
	*testing.T
	dir      string
	factory  *job.Factory
	tracker  *tracker.Builtin
	original string
	metainfo string
	events   *recorder
}

// newWorld shares a file of so many bytes.
func newWorld(t *testing.T, size int) *world {
	t.Helper()
	if _, err := exec.LookPath("ctorrent"); err != nil {
		t.Fatal("ctorrent is not installed; apt-get install ctorrent")
	}
	w := &world{T: t, dir: t.TempDir(), events: &recorder{seen: make(chan event.Event, 10000)}}
	w.factory = job.NewFactory(local.New(), job.FactoryOptions{Observer: w.events})
	t.Cleanup(func() { require.NoError(t, w.factory.Close()) })
	w.tracker = tracker.NewBuiltin(tracker.Options{IP: "127.0.0.1", Interval: 5 * time.Second})
	require.NoError(t, w.tracker.Start(w.within(patience)))
	t.Cleanup(func() { require.NoError(t, w.tracker.Destroy(context.Background())) })
	data := make([]byte, size)
	rand.Read(data)
	w.original, w.metainfo = w.path("a.bin"), w.path("a.torrent")
	require.NoError(t, os.WriteFile(w.original, data, 0o644))
	url, err := w.tracker.AnnounceURL()
	require.NoError(t, err)
	_, err = ctorrent.CreateMetainfo(w.within(patience), w.factory, ctorrent.MetainfoOptions{
		Tracker: url, MetainfoFile: w.metainfo, Target: w.original,
	})
	require.NoError(t, err)
	return w
}

func (w *world) path(name string) string { return filepath.Join(w.dir, name) }

func (w *world) within(d time.Duration) context.Context {
	ctx, cancel := job.Within(context.Background(), d)
	w.Cleanup(cancel)
	return ctx
}

// app makes and starts an app that saves to name, changed by the functions.
func (w *world) app(name string, change ...func(*ctorrent.Options)) *ctorrent.App {
	w.Helper()
	o := ctorrent.Options{MetainfoFile: w.metainfo, SaveToFile: w.path(name)}
	for _, f := range change {
		f(&o)
	}
	a, err := ctorrent.Create(w.factory, o)
	require.NoError(w, err)
	w.Cleanup(func() { require.NoError(w, a.Destroy(context.Background(), patience)) })
	require.NoError(w, a.Start(w.within(patience)))
	return a
}

func (w *world) same(name string) {
	w.Helper()
	a, err := os.ReadFile(w.original)
	require.NoError(w, err)
	b, err := os.ReadFile(w.path(name))
	require.NoError(w, err)
	require.True(w, bytes.Equal(a, b), "%s differs", name)
}

// fails requires an error of a code whose one line has all of the texts.
func (w *world) fails(err error, code job.Code, texts ...string) {
	w.Helper()
	require.Error(w, err)
	require.Equal(w, code, job.CodeOf(err), "%v", err)
	for _, text := range texts {
		require.Contains(w, err.Error(), text)
	}
	require.NotContains(w, err.Error(), "\n")
}

// recorder keeps the events that the tests look at.
type recorder struct{ seen chan event.Event }

func (r *recorder) Wants(k event.Kind) bool {
	switch k {
	case event.Log, event.Progress, event.JobStarted, event.WaitBegun, event.WaitEnded:
		return true
	}
	return false
}

func (r *recorder) Observe(e event.Event) {
	select {
	case r.seen <- e:
	default:
	}
}

func (w *world) complete(a *ctorrent.App) {
	w.Helper()
	require.NoError(w, a.WaitCompletion(context.Background(), patience))
}

func TestTransfer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 5<<20)
	seeder := w.app("a.bin")
	done, err := seeder.CheckCompletion(context.Background(), patience)
	require.NoError(t, err)
	require.True(t, done, "the seeder has everything")
	leecher := w.app("b.bin")
	w.complete(leecher)
	w.same("b.bin")
	s := leecher.Status()
	require.True(t, s.Complete)
	require.Equal(t, 20, s.Total)
	require.Equal(t, s.Total, s.Have)
	done, err = leecher.CheckCompletion(context.Background(), 0)
	require.NoError(t, err)
	require.True(t, done)
	w.fails(leecher.Start(context.Background()), job.EALREADY, "ctorrent.start: EALREADY: an app has one run at a time; ctorrent#2 is running (pid ")
}

func TestFolders(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	for name, size := range map[string]int{"one": 300_000, "two": 1_000_000, "empty": 0} {
		data := make([]byte, size)
		rand.Read(data)
		require.NoError(t, os.MkdirAll(w.path("set/sub"), 0o755))
		require.NoError(t, os.WriteFile(w.path("set/sub/"+name), data, 0o644))
	}
	url, _ := w.tracker.AnnounceURL()
	info, err := ctorrent.CreateMetainfo(w.within(patience), w.factory, ctorrent.MetainfoOptions{
		Tracker: url, MetainfoFile: w.path("set.torrent"), Target: w.path("set"), Private: true, Comment: "three files",
	})
	require.NoError(t, err)
	require.Len(t, info.Files, 3)
	require.True(t, info.Private)
	w.metainfo = w.path("set.torrent")
	seeder := w.app("set")
	w.complete(seeder)
	leecher := w.app("copy")
	w.complete(leecher)
	for _, name := range []string{"one", "two", "empty"} {
		w.original = w.path("set/sub/" + name)
		w.same("copy/sub/" + name)
	}
}

func TestCheckCompletion(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 20<<20)
	require.NoError(t, w.tracker.Stop(context.Background()))
	check := func(a *ctorrent.App) bool {
		done, err := a.CheckCompletion(context.Background(), patience)
		require.NoError(t, err)
		return done
	}
	fresh := w.app("fresh.bin")
	require.False(t, check(fresh))
	require.Equal(t, 0, fresh.Status().Have)
	require.True(t, check(w.app("a.bin")))
	data, err := os.ReadFile(w.original)
	require.NoError(t, err)
	clear(data[7<<20:])
	require.NoError(t, os.WriteFile(w.path("part.bin"), data, 0o644))
	part := w.app("part.bin")
	require.False(t, check(part))
	require.Equal(t, 28, part.Status().Have)
	w.fails(part.WaitCompletion(context.Background(), 100*time.Millisecond), job.ETIMEDOUT,
		"ctorrent.wait_completion: ETIMEDOUT: no progress for 100 ms: it has 28 of 80 pieces; ",
		"no peer is connected; ctorrent#3 is running (pid ")
}

// An app that is stopped half-way keeps what it has, says so in its bitfield
// file, and goes on from there.
func TestStopAndStartAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 20<<20)
	seeder := w.app("a.bin", func(o *ctorrent.Options) { r := 4000.0; o.UploadRate = &r })
	w.complete(seeder)
	leecher := w.app("b.bin")
	half := fmt.Errorf("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	leecher.OnStatus(func(s ctorrent.Status) {
		if s.Have > 10 {
			cancel(half)
		}
	})
	err := leecher.WaitCompletion(ctx, patience)
	require.ErrorIs(t, err, half)
	require.ErrorContains(t, err, "the wait was ended when it had ")
	leecher.OnStatus(nil)
	require.NoError(t, leecher.Stop(context.Background(), 1500*time.Millisecond))
	require.False(t, leecher.Job().IsRunning())
	st, err := leecher.Job().Wait(context.Background())
	require.NoError(t, err)
	require.True(t, st.OK, "it was not killed but %s", st)
	had := leecher.Status().Have
	require.Greater(t, had, 10)
	w.fails(leecher.WaitCompletion(context.Background(), patience), job.ECHILD, "the client has ended, when it had")
	require.NoError(t, leecher.Start(w.within(patience)))
	require.False(t, leecher.Status().Complete, "the last run is forgotten")
	done, err := leecher.CheckCompletion(context.Background(), patience)
	require.NoError(t, err)
	require.False(t, done)
	require.GreaterOrEqual(t, leecher.Status().Have, had)
	w.complete(leecher)
	w.same("b.bin")
}

func TestClientKilled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1<<20)
	a := w.app("b.bin")
	done := make(chan error, 1)
	go func() { done <- a.WaitCompletion(context.Background(), patience) }()
	_, err := a.CheckCompletion(context.Background(), patience)
	require.NoError(t, err)
	require.NoError(t, a.Kill(job.SIGKILL))
	w.fails(<-done, job.ESHCMD, "ctorrent.wait_completion: ESHCMD: the client has ended, when it had 0 of 4 pieces; ctorrent#1 was killed by KILL")
	w.fails(a.Kill(job.SIGTERM), job.ESRCH, "ctorrent.kill: ESRCH")
}

func TestSeederDiesAndComesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 10<<20)
	seeder := w.app("a.bin", func(o *ctorrent.Options) { r := 4000.0; o.UploadRate = &r })
	w.complete(seeder)
	leecher := w.app("b.bin")
	some := make(chan struct{})
	leecher.OnStatus(func(s ctorrent.Status) {
		if s.Have > 5 {
			leecher.OnStatus(nil)
			close(some)
		}
	})
	<-some
	require.NoError(t, seeder.Kill(job.SIGKILL))
	<-seeder.Job().Done()
	require.False(t, leecher.Status().Complete)
	require.NoError(t, seeder.Start(context.Background()))
	w.complete(leecher)
	w.same("b.bin")
}

func TestTrackersThatDoNotHelp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1<<20)
	require.NoError(t, w.tracker.Stop(context.Background()))
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer silent.Close()
	for name, c := range map[string]struct{ url, want string }{
		"refuses":        {"", "nothing listens where the tracker should be: it was tried once; no peer is connected"},
		"never answers":  {"http://" + silent.Addr().String() + "/announce", "the tracker does not answer; no peer is connected"},
		"knows it not":   {"http://127.0.0.1:1/", "nothing listens where the tracker should be"},
		"its name wrong": {"http://no-such-host.invalid:80/announce", "the tracker answers: its name is unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			w := *w
			w.T = t
			a := w.app(name, func(o *ctorrent.Options) { o.Announce = c.url; o.IP = "127.0.0.1" })
			// The message says what the client has seen so far: once it has seen enough.
			require.Eventually(t, func() bool {
				err := a.WaitCompletion(context.Background(), 10*time.Millisecond)
				return err != nil && bytes.Contains([]byte(err.Error()), []byte(c.want))
			}, patience, 50*time.Millisecond, "%v", a.WaitCompletion(context.Background(), 0))
		})
	}
}

// A client that cannot have the port that the user asked for takes another in
// silence; tlua does not let that pass.
func TestPortTaken(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1<<20)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	port := uint(l.Addr().(*net.TCPAddr).Port)
	a := w.app("b.bin", func(o *ctorrent.Options) { o.IP = "127.0.0.1"; o.Port = &port })
	deadline := time.After(patience)
	for {
		select {
		case e := <-w.events.seen:
			if e.Kind == event.Log && e.Level > 0 {
				require.Contains(t, e.Text, fmt.Sprintf("listens on %s instead of 127.0.0.1:%d, which is taken", a.Address(), port))
				return
			}
		case <-deadline:
			t.Fatal("nothing was said of the port")
		}
	}
}

// A full disk makes the client write errors as fast as it can: the wait says
// what is wrong, and the app can be destroyed.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 8<<20)
	seeder := w.app("a.bin")
	w.complete(seeder)
	small := w.path("small")
	require.NoError(t, os.Mkdir(small, 0o755))
	script := w.path("client")
	require.NoError(t, os.WriteFile(script, []byte(fmt.Sprintf(`#!/bin/sh
exec unshare --map-root-user --mount sh -c 'mount -t tmpfs -o size=1m tmpfs "%s" && exec ctorrent "$@"' sh "$@"
`, small)), 0o755))
	a := w.app("small/b.bin", func(o *ctorrent.Options) { o.Program = script; n := uint(1); o.CacheMB = &n })
	err := a.WaitCompletion(context.Background(), 3*time.Second)
	w.fails(err, job.ETIMEDOUT, "no progress for 3000 ms", "ctorrent#2 is running", "its last words: ")
	require.NoError(t, a.Destroy(context.Background(), 500*time.Millisecond))
}

func TestStartErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1<<20)
	require.NoError(t, os.WriteFile(w.path("text"), []byte("hello"), 0o644))
	require.NoError(t, os.WriteFile(w.path("file"), nil, 0o644))
	for _, c := range []struct {
		o    ctorrent.Options
		code job.Code
		text string
	}{
		{ctorrent.Options{MetainfoFile: w.path("none"), SaveToFile: w.path("x")}, job.ENOENT, "/none: no such file or directory"},
		{ctorrent.Options{MetainfoFile: w.dir, SaveToFile: w.path("x")}, "EISDIR", "is a directory"},
		{ctorrent.Options{MetainfoFile: w.path("text"), SaveToFile: w.path("x")}, job.EINVAL, "/text: no metainfo file: "},
		{ctorrent.Options{MetainfoFile: w.metainfo, SaveToFile: w.path("x"), IP: "10.255.255.1"}, job.EINVAL, "10.255.255.1 is no address of this machine"},
		{ctorrent.Options{MetainfoFile: w.metainfo, SaveToFile: w.path("x"), Program: "no-such-client"}, job.ENOENT, `no program "no-such-client" in PATH`},
	} {
		a, err := ctorrent.Create(w.factory, c.o)
		require.NoError(t, err)
		w.fails(a.Start(context.Background()), c.code, "ctorrent.start: ", c.text)
		w.fails(a.WaitCompletion(context.Background(), 0), job.ECHILD, "is not started")
		require.NoError(t, a.Destroy(context.Background(), 0))
		require.NoError(t, a.Destroy(context.Background(), 0))
		w.fails(a.Start(context.Background()), job.EBADF, "was destroyed")
		w.fails(a.WaitCompletion(context.Background(), 0), job.EBADF)
	}
	// What only the client can see, it says itself.
	a := w.app("file/x.bin")
	w.fails(a.WaitCompletion(context.Background(), patience), job.ESHCMD, "exited with code 1; its last words: ", "Not a directory")
}

func TestCreateErrors(t *testing.T) {
	f := job.NewFactory(local.New(), job.FactoryOptions{})
	defer f.Close()
	ok := ctorrent.Options{MetainfoFile: "m", SaveToFile: "s"}
	n := func(v uint) *uint { return &v }
	rate := -1.0
	for want, change := range map[string]func(*ctorrent.Options){
		"option 'metainfo_file' is required":                                                                 func(o *ctorrent.Options) { o.MetainfoFile = "" },
		"option 'save_to_file' is required":                                                                  func(o *ctorrent.Options) { o.SaveToFile = "" },
		`option 'ip': an IPv4 address expected, got "::1"`:                                                   func(o *ctorrent.Options) { o.IP = "::1" },
		`option 'ip': an IPv4 address expected, got "-x"`:                                                    func(o *ctorrent.Options) { o.IP = "-x" },
		`option 'announce': an announce URL like http://127.0.0.1:6969/announce expected, got "-x"`:          func(o *ctorrent.Options) { o.Announce = "-x" },
		"option 'port': 80 is not from 1026 to 65535":                                                        func(o *ctorrent.Options) { o.Port = n(80) },
		"option 'max_peers': 5 is not from 20 to 1000":                                                       func(o *ctorrent.Options) { o.MaxPeers = n(5) },
		"option 'min_peers': 0 is not from 1 to 1000":                                                        func(o *ctorrent.Options) { o.MinPeers = n(0) },
		"option 'upload_rate': -1 KB/s is not more than 0; leave it out for no limit":                        func(o *ctorrent.Options) { o.UploadRate = &rate },
		`option 'announce': an announce URL like http://127.0.0.1:6969/announce expected, got "udp://a:1/x"`: func(o *ctorrent.Options) { o.Announce = "udp://a:1/x" },
	} {
		o := ok
		change(&o)
		_, err := ctorrent.Create(f, o)
		require.EqualError(t, err, "ctorrent.create: EINVAL: "+want)
	}
}

func TestCreateMetainfoErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1<<20)
	url := "http://127.0.0.1:1/announce"
	require.NoError(t, os.WriteFile(w.path("empty"), nil, 0o644))
	n := uint(1000)
	for _, c := range []struct {
		o    ctorrent.MetainfoOptions
		code job.Code
		text string
	}{
		{ctorrent.MetainfoOptions{MetainfoFile: w.path("x"), Target: w.original}, job.EINVAL, "option 'tracker' is required"},
		{ctorrent.MetainfoOptions{Tracker: url, Target: w.original}, job.EINVAL, "option 'metainfo_file' is required"},
		{ctorrent.MetainfoOptions{Tracker: url, MetainfoFile: w.path("x")}, job.EINVAL, "option 'target' is required"},
		{ctorrent.MetainfoOptions{Tracker: "-p", MetainfoFile: w.path("x"), Target: w.original}, job.EINVAL, `got "-p"`},
		{ctorrent.MetainfoOptions{Tracker: "junk", MetainfoFile: w.path("x"), Target: w.original}, job.EINVAL, `got "junk"`},
		{ctorrent.MetainfoOptions{Tracker: url, MetainfoFile: w.path("x"), Target: w.original, PieceLength: &n}, job.EINVAL, "option 'piece_length': 1000"},
		{ctorrent.MetainfoOptions{Tracker: url, MetainfoFile: w.metainfo, Target: w.original}, job.EEXIST, w.metainfo + ": file already exists"},
		{ctorrent.MetainfoOptions{Tracker: url, MetainfoFile: w.path("x"), Target: w.path("none")}, job.ENOENT, "/none: no such file or directory"},
		{ctorrent.MetainfoOptions{Tracker: url, MetainfoFile: w.path("no/x"), Target: w.original}, job.ENOENT, "/no: no such file or directory"},
		{ctorrent.MetainfoOptions{Tracker: url, MetainfoFile: w.path("x"), Target: w.path("empty")}, job.ESHCMD, "no metainfo file was made for "},
		{ctorrent.MetainfoOptions{Tracker: url, MetainfoFile: w.path("x"), Target: w.original, Program: "no-such-client"}, job.ENOENT, `no program "no-such-client"`},
	} {
		before, err := os.ReadDir(w.dir)
		require.NoError(t, err)
		_, err = ctorrent.CreateMetainfo(w.within(patience), w.factory, c.o)
		w.fails(err, c.code, "ctorrent.create_metainfo_file: ", c.text)
		after, err := os.ReadDir(w.dir)
		require.NoError(t, err)
		require.Equal(t, len(before), len(after), "a failure leaves nothing")
	}
	require.NoError(t, os.WriteFile(w.path("-x.bin"), []byte("content"), 0o644))
	w.within(patience)
	_, err := ctorrent.CreateMetainfo(w.within(0), w.factory, ctorrent.MetainfoOptions{
		Tracker: url, MetainfoFile: w.path("late"), Target: w.original,
	})
	w.fails(err, job.ETIMEDOUT)
}
