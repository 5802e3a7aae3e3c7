package local_test

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/local"
)

// logged is an observer that hands on what is logged.
type logged chan event.Event

func (l logged) Wants(k event.Kind) bool { return k == event.Log }
func (l logged) Observe(e event.Event)   { l <- e }

// gated is a host on which starts take as long as the test says.
type gated struct {
	*local.Host
	asked, open chan struct{}
}

func (g gated) Start(ctx context.Context, s job.Spec) (job.Process, error) {
	g.asked <- struct{}{}
	<-g.open
	return g.Host.Start(ctx, s)
}

// counting is a host that counts starts.
type counting struct {
	*local.Host
	starts *atomic.Int32
}

func (c counting) Start(ctx context.Context, s job.Spec) (job.Process, error) {
	c.starts.Add(1)
	return c.Host.Start(ctx, s)
}

func newGated() gated { return gated{local.New(), make(chan struct{}), make(chan struct{})} }

// pass lets one start happen.
func (g gated) pass() {
	<-g.asked
	g.open <- struct{}{}
}

func TestRestartThatFailsIsToldAndTriedAgain(t *testing.T) {
	log := make(logged, 100)
	host := counting{local.New(), new(atomic.Int32)}
	f := job.NewFactory(host, job.FactoryOptions{Observer: log})
	defer func() { require.NoError(t, f.Close()) }()
	script := filepath.Join(t.TempDir(), "script")
	write := func(text string) {
		require.NoError(t, os.WriteFile(script+".new", []byte("#!/bin/sh\n"+text+"\n"), 0o755))
		require.NoError(t, os.Rename(script+".new", script))
	}
	write(`rm "$0"`)
	j, err := f.Create(job.Options{Program: script, Autorestart: time.Millisecond})
	require.NoError(t, err)
	flt, err := j.AttachFilter(job.FilterOptions{Stdout: true})
	require.NoError(t, err)
	require.NoError(t, j.Start(context.Background()))
	e := <-log
	require.Equal(t, `script#1 was not started again, which is tried every 1 ms: job.start: ENOENT: no program "`+script+`"`, e.Text)
	require.ErrorIs(t, e.Err, job.ENOENT)
	require.Eventually(t, func() bool { return host.starts.Load() > 5 }, time.Minute, time.Millisecond)
	write("echo back; exec sleep 100")
	for {
		m, err := flt.Receive(context.Background())
		require.NoError(t, err)
		if !m.EOS {
			require.Equal(t, "back", string(m.Data))
			break
		}
	}
	require.Equal(t, 1, j.Restarts())
	require.Empty(t, log, "the same failure is told once")
}

func TestEndingAJobThatIsBeingStarted(t *testing.T) {
	for name, end := range map[string]func(*job.Job) error{
		"stop":    func(j *job.Job) error { return j.Stop(context.Background(), job.SIGTERM, time.Second) },
		"destroy": func(j *job.Job) error { return j.Destroy(context.Background(), time.Second) },
	} {
		for _, restart := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				host := newGated()
				f := job.NewFactory(host, job.FactoryOptions{})
				defer func() { require.NoError(t, f.Close()) }()
				o := job.Options{Program: "sh", Args: []string{"-c", "[ -e ran ] && exec sleep 100; touch ran"}, Workdir: t.TempDir()}
				if restart {
					o.Autorestart = time.Millisecond
				}
				j, err := f.Create(o)
				require.NoError(t, err)
				go j.Start(context.Background())
				if restart {
					host.pass()
				}
				<-host.asked
				require.Equal(t, job.Starting, j.State())
				done := make(chan error, 1)
				go func() { done <- end(j) }()
				host.open <- struct{}{}
				require.NoError(t, <-done)
				require.Contains(t, []job.State{job.Ended, job.Destroyed}, j.State())
				require.NoError(t, j.Destroy(context.Background(), time.Second))
			})
		}
	}
}

func TestDestroyDoesNotWaitForAStartForEver(t *testing.T) {
	host := newGated()
	f := job.NewFactory(host, job.FactoryOptions{})
	defer func() { require.NoError(t, f.Close()) }()
	j, err := f.Create(job.Options{Program: "sleep", Args: []string{"100"}})
	require.NoError(t, err)
	started := make(chan error, 1)
	go func() { started <- j.Start(context.Background()) }()
	<-host.asked
	ctx, cancel := job.Within(context.Background(), 10*time.Millisecond)
	defer cancel()
	err = j.Destroy(ctx, time.Second)
	require.ErrorIs(t, err, job.ETIMEDOUT)
	require.ErrorContains(t, err, "its start takes too long; sleep#1 is starting")
	require.Equal(t, job.Destroyed, j.State())
	host.open <- struct{}{}
	require.ErrorIs(t, <-started, job.EBADF)
}
