package tracker

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/local"
)

// factory gives a factory on this machine.
func factory(t *testing.T) *job.Factory {
	f := job.NewFactory(local.New(), job.FactoryOptions{})
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	return f
}

// created gives a tracker that is a program and does not run.
func created(t *testing.T, e Engine, o Options, p ProcessOptions) *process {
	if o.IP == "" {
		o.IP = loopback()
	}
	made, err := New(factory(t), e, o, p)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, made.Destroy(soon(t))) })
	return made.(*process)
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	f := factory(t)
	for _, c := range []struct {
		engine Engine
		o      Options
		p      ProcessOptions
		err    string
	}{
		{"x", Options{}, ProcessOptions{}, `option 'engine': "builtin", "opentracker" or "bttrack" expected, got "x"`},
		{"", Options{IP: "x"}, ProcessOptions{}, `option 'engine': "builtin", "opentracker" or "bttrack" expected, got ""`},
		{EngineBuiltin, Options{}, ProcessOptions{Program: "/bin/x"}, `option 'program' is not for engine "builtin", which runs no program`},
		{EngineBuiltin, Options{}, ProcessOptions{Dfile: "d"}, `option 'dfile' is for engine "bttrack" only, not for "builtin"`},
		{EngineBuiltin, Options{IP: "here"}, ProcessOptions{}, `option 'ip': an IPv4 address such as 127.0.0.1 expected, got "here"`},
		{EngineBuiltin, Options{Port: 65536}, ProcessOptions{}, `option 'port': a number of 0..65535 expected, got 65536`},
		{EngineOpentracker, Options{IP: "::1"}, ProcessOptions{}, `option 'ip': an IPv4 address such as 127.0.0.1 expected, got "::1"`},
		{EngineOpentracker, Options{Port: -1}, ProcessOptions{}, `option 'port': a number of 0..65535 expected, got -1`},
		{EngineOpentracker, Options{}, ProcessOptions{Dfile: "d"}, `option 'dfile' is for engine "bttrack" only, not for "opentracker"`},
		{EngineOpentracker, Options{Interval: 30 * time.Second}, ProcessOptions{}, `option 'interval_s' is not for engine "opentracker", which always tells clients 27 to 33 minutes`},
		{EngineBttrack, Options{}, ProcessOptions{}, `option 'dfile' is required with engine "bttrack"`},
		{EngineBttrack, Options{}, ProcessOptions{Dfile: "--bind"}, `option 'dfile' must not begin with '-', got "--bind"; write "./--bind"`},
		{EngineBttrack, Options{Interval: -time.Second}, ProcessOptions{Dfile: "d"}, `option 'interval_s': 1 s or more expected, got -1s`},
	} {
		made, err := New(f, c.engine, c.o, c.p)
		require.EqualError(t, err, "tracker.create: EINVAL: "+c.err)
		require.ErrorIs(t, err, job.EINVAL)
		require.Nil(t, made)
	}
	require.NoError(t, f.Close())
	_, err := New(f, EngineOpentracker, Options{}, ProcessOptions{})
	require.EqualError(t, err, "tracker.create: EBADF: the factory was closed")
}

func TestNewBuiltin(t *testing.T) {
	t.Parallel()
	b, err := New(nil, EngineBuiltin, Options{IP: loopback()}, ProcessOptions{})
	require.NoError(t, err)
	require.IsType(t, &Builtin{}, b)
	checkStrings(t, b)
}

// checkStrings takes a tracker through its life.
func checkStrings(t *testing.T, tr Tracker) {
	ctx := soon(t)
	url, err := tr.AnnounceURL()
	require.NoError(t, err)
	require.Equal(t, "tracker("+url+", stopped)", tr.String())
	require.NoError(t, tr.Start(ctx))
	require.Equal(t, "tracker("+url+", running)", tr.String())
	require.NoError(t, tr.Stop(ctx))
	require.Equal(t, "tracker("+url+", stopped)", tr.String())
	require.NoError(t, tr.Destroy(ctx))
	require.Equal(t, "tracker("+url+", destroyed)", tr.String())
}

func TestMissingProgram(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		engine Engine
		p      ProcessOptions
		err    string
	}{
		{EngineOpentracker, ProcessOptions{Program: "/none/opentracker"}, `no program "/none/opentracker"; install it with: apt-get install opentracker`},
		{EngineOpentracker, ProcessOptions{Program: "no-opentracker"}, `no program "no-opentracker" in PATH (` + os.Getenv("PATH") + `); install it with: apt-get install opentracker`},
		{EngineBttrack, ProcessOptions{Program: "no-bttrack", Dfile: "d"}, `no program "no-bttrack" in PATH (` + os.Getenv("PATH") + `); it is BitTornado's, which Debian 12 does not have; give its path as program`},
	} {
		p := created(t, c.engine, Options{}, c.p)
		err := p.Start(soon(t))
		require.EqualError(t, err, "tracker.start: ENOENT: "+c.err)
		require.ErrorIs(t, err, os.ErrNotExist)
		require.False(t, p.Running())
		require.ErrorIs(t, p.Wait(soon(t)), job.ECHILD)
	}
	p := created(t, EngineOpentracker, Options{}, ProcessOptions{Program: "/etc/passwd"})
	require.EqualError(t, p.Start(soon(t)), `tracker.start: EACCES: "/etc/passwd" is not executable (chmod +x would make it so)`)
}

// TestBttrackWithStandIn shows how bttrack is called; what is called is no
// bttrack.
func TestBttrackWithStandIn(t *testing.T) {
	t.Parallel()
	dfile := filepath.Join(t.TempDir(), "state")
	o := Options{IP: loopback(), Interval: 1500 * time.Millisecond}
	p := created(t, EngineBttrack, o, ProcessOptions{Program: fakeProgram(t, "answers"), Dfile: dfile})
	require.NoError(t, p.Allow(soon(t), [20]byte{1}))
	require.NoError(t, p.Start(soon(t)))
	require.NoError(t, p.Allow(soon(t), [20]byte{2}))
	_, port, _ := cutAddr(t, p)
	got, err := os.ReadFile(dfile)
	require.NoError(t, err)
	require.Equal(t, "--port\n"+port+"\n--bind\n"+o.IP+"\n--dfile\n"+dfile+"\n--reannounce_interval\n2", string(got))
	require.NoError(t, p.Stop(soon(t)))
	require.FileExists(t, dfile, "the state is the user's")
}

func TestRefusalIsAnAnswerOfBttrack(t *testing.T) {
	t.Parallel()
	p := created(t, EngineBttrack, Options{}, ProcessOptions{Program: fakeProgram(t, "refuses"), Dfile: filepath.Join(t.TempDir(), "d")})
	require.NoError(t, p.Start(soon(t)))
	url, err := p.AnnounceURL()
	require.NoError(t, err)
	require.EqualError(t, probe(soon(t), url, [20]byte{}, "stopped"), `it answers "d14:failure reason9:not todaye"`)
}

func TestStartEndsWithTheProgram(t *testing.T) {
	t.Parallel()
	p := created(t, EngineBttrack, Options{}, ProcessOptions{Program: fakeProgram(t, "dies"), Dfile: "d"})
	err := p.Start(soon(t))
	require.ErrorIs(t, err, job.ESHCMD)
	require.EqualError(t, err, "tracker.start: ESHCMD: the tracker ended before it was ready on "+p.addr().String()+
		`; bttrack#1 exited with code 3; its last words: "Traceback: I am no tracker"`)
	require.EqualError(t, p.Wait(soon(t)), "tracker.wait: ESHCMD: the tracker ended though nobody stopped it"+
		`; bttrack#1 exited with code 3; its last words: "Traceback: I am no tracker"`)
}

func TestStartEndsWithContext(t *testing.T) {
	t.Parallel()
	p := created(t, EngineBttrack, Options{}, ProcessOptions{Program: fakeProgram(t, "deaf"), Dfile: filepath.Join(t.TempDir(), "d")})
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	err := p.Start(ctx)
	require.ErrorIs(t, err, job.ETIMEDOUT)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Regexp(t, `^tracker.start: ETIMEDOUT: not ready after \d+ ?ms: (no answer|.*connection refused); bttrack#1 is running \(pid \d+\)$`, err.Error())
	require.False(t, p.Running())
	require.NoError(t, p.Wait(soon(t)), "it was ended here")
	require.EqualError(t, p.Start(ctx), "tracker.start: ETIMEDOUT: context deadline exceeded")
}

func TestStopByForce(t *testing.T) {
	t.Parallel()
	p := created(t, EngineBttrack, Options{}, ProcessOptions{Program: fakeProgram(t, "stubborn"), Dfile: filepath.Join(t.TempDir(), "d")})
	short := func() context.Context {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
		t.Cleanup(cancel)
		return ctx
	}
	require.NoError(t, p.Start(soon(t)))
	require.NoError(t, p.Stop(short()))
	require.False(t, p.Running())
	require.NoError(t, p.Wait(soon(t)))

	require.NoError(t, p.Start(soon(t)))
	require.NoError(t, p.Kill(job.SIGTERM))
	err := p.Start(short())
	require.ErrorIs(t, err, job.ETIMEDOUT)
	require.Contains(t, err.Error(), "the run before was told to end and has not ended yet")
	require.ErrorIs(t, p.Wait(short()), job.EINPROGRESS)
	require.NoError(t, p.Destroy(short()))
}
