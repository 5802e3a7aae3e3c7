package jobtest

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// life is what concerns start, end and what lies between.
var life = []Case{
	{"exit codes", func(t *testing.T, f *job.Factory) {
		j := start(t, sh(t, f, "exit 7"))
		require.Equal(t, job.Status{Type: job.Exited, Value: 7}, wait(t, j))
		require.Equal(t, job.Status{Type: job.Exited, Value: 7}, wait(t, j), "a second wait gives the same")
		require.Equal(t, job.Status{Type: job.Exited, OK: true}, wait(t, start(t, sh(t, f, "exit 0"))))
	}},
	{"ended by a signal", func(t *testing.T, f *job.Factory) {
		st := wait(t, start(t, sh(t, f, "kill -9 $$")))
		require.Equal(t, job.Status{Type: job.Signaled, Value: 9}, st)
		require.Equal(t, "was killed by KILL", st.String())
	}},
	{"a job starts again after its end", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "echo run")
		flt := attach(t, j, all)
		for run := 1; run <= 3; run++ {
			wait(t, start(t, j))
			m := receive(t, flt)
			require.Equal(t, "run", string(m.Data))
			require.Equal(t, run, m.Run)
			require.True(t, receive(t, flt).EOS)
		}
	}},
	{"states", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{Program: "cat"})
		require.Equal(t, job.Created, j.State())
		_, err := j.Wait(context.Background())
		fails(t, err, job.ECHILD, "cat#1 is not started")
		fails(t, j.Kill(job.SIGTERM), job.ESRCH)
		_, err = j.Lines()
		fails(t, err, job.ECHILD)
		_, err = j.Usage()
		fails(t, err, job.ECHILD)
		start(t, j)
		require.True(t, j.IsRunning())
		fails(t, j.Start(context.Background()), job.EALREADY, "cat#1 is running (pid ")
		fails(t, j.SetWorkdir("/"), job.EALREADY)
		_, err = j.Usage()
		fails(t, err, job.EINPROGRESS)
		require.NoError(t, j.CloseStdin())
		wait(t, j)
		fails(t, j.Send(context.Background(), []byte("x")), job.ESRCH)
		require.NoError(t, j.Destroy(context.Background(), 0))
		require.NoError(t, j.Destroy(context.Background(), 0), "twice is no error")
		fails(t, j.Start(context.Background()), job.EBADF, "cat#1 was destroyed")
		_, err = j.Wait(context.Background())
		fails(t, err, job.EBADF)
	}},
	{"a wait whose time is over says how the job stands", func(t *testing.T, f *job.Factory) {
		j := start(t, sh(t, f, "echo one; echo two >&2; exec sleep 100"))
		require.Eventually(t, func() bool { return len(j.Tail(1)) == 2 }, patience, time.Millisecond)
		late := attach(t, j, all)
		_, err := j.Wait(within(t, 20*time.Millisecond))
		fails(t, err, job.EINPROGRESS, "job.wait: EINPROGRESS: it has not ended after 20 ms; sh#1 is running (pid ", `its last words: "two"`)
		_, err = late.Receive(within(t, 20*time.Millisecond))
		fails(t, err, job.ETIMEDOUT, `no message of filter "lines" for 20 ms`)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(20*time.Millisecond, cancel)
		_, err = j.Wait(ctx)
		fails(t, err, job.ECANCELED, "job.wait: ECANCELED: it was interrupted after ", " ms; sh#1 is running (pid ")
	}},
	{"programs that cannot be started", func(t *testing.T, f *job.Factory) {
		dir := t.TempDir()
		plain, text, odd := filepath.Join(dir, "plain"), filepath.Join(dir, "text"), filepath.Join(dir, "odd")
		require.NoError(t, os.WriteFile(plain, []byte("#!/bin/sh\n"), 0o644))
		require.NoError(t, os.WriteFile(text, []byte("no program"), 0o755))
		require.NoError(t, os.WriteFile(odd, []byte("#! /no/such/shell -x\n"), 0o755))
		for _, c := range []struct {
			o    job.Options
			code job.Code
			text string
		}{
			{job.Options{Program: "no-such-program"}, job.ENOENT, `no program "no-such-program" in PATH (`},
			{job.Options{Program: "ls -l"}, job.ENOENT, "; its arguments go into args"},
			{job.Options{Program: "/no/such/program"}, job.ENOENT, `no program "/no/such/program"`},
			{job.Options{Program: plain}, job.EACCES, "is not executable"},
			{job.Options{Program: dir}, job.EACCES, "is a folder"},
			{job.Options{Program: text}, job.ENOEXEC, "is no program"},
			{job.Options{Program: odd}, job.ENOENT, `there is no "/no/such/shell", its interpreter`},
			{job.Options{Program: "odd", Env: map[string]string{"PATH": dir}}, job.ENOENT, `there is no "/no/such/shell", its interpreter`},
			{job.Options{Program: "./odd", Workdir: dir}, job.ENOENT, `"./odd": there is no "/no/such/shell", its interpreter`},
			{job.Options{Program: "true", Workdir: "/no/such/folder"}, job.ENOENT, `the folder to run in, "/no/such/folder"`},
			{job.Options{Program: "sh", Env: map[string]string{"PATH": "/no/such"}}, job.ENOENT, "in PATH (/no/such)"},
		} {
			j := create(t, f, c.o)
			fails(t, j.Start(context.Background()), c.code, "job.start: ", c.text)
			require.Equal(t, job.Created, j.State())
		}
		_, err := f.Create(job.Options{})
		fails(t, err, job.EINVAL, "option 'program' is required")
	}},
	{"environment", func(t *testing.T, f *job.Factory) {
		out := func(o job.Options) string {
			o.Program, o.Args = "sh", []string{"-c", `echo "$A,$HOME,${TLUA_JOB:+marked}"`}
			j := create(t, f, o)
			flt := attach(t, j, all)
			wait(t, start(t, j))
			return drain(t, flt)[0]
		}
		home := os.Getenv("HOME")
		require.Equal(t, "x,"+home+",marked", out(job.Options{Env: map[string]string{"A": "x"}}))
		require.Equal(t, ",,marked", out(job.Options{Unset: []string{"HOME"}}))
		require.Equal(t, "x,,", out(job.Options{Env: map[string]string{"A": "x"}, ClearEnv: true}))
	}},
	{"working folder", func(t *testing.T, f *job.Factory) {
		dir, err := filepath.EvalSymlinks(t.TempDir())
		require.NoError(t, err)
		j := create(t, f, job.Options{Program: "pwd", Workdir: dir})
		flt := attach(t, j, all)
		wait(t, start(t, j))
		require.Equal(t, []string{dir}, drain(t, flt))
		require.NoError(t, j.SetWorkdir("/"))
		wait(t, start(t, j))
		require.Equal(t, []string{"/"}, drain(t, flt))
	}},
	{"niceness and processors hold for the job only", func(t *testing.T, f *job.Factory) {
		nice := 7
		j := create(t, f, job.Options{Program: "sh", Args: []string{"-c", "nice; grep Cpus_allowed_list /proc/self/status"}, Nice: &nice, Affinity: []int{0}})
		flt := attach(t, j, all)
		wait(t, start(t, j))
		require.Equal(t, []string{"7", "Cpus_allowed_list:\t0"}, drain(t, flt))
		other := create(t, f, job.Options{Program: "nice"})
		flt = attach(t, other, all)
		wait(t, start(t, other))
		require.Equal(t, []string{"0"}, drain(t, flt))
	}},
	{"usage", func(t *testing.T, f *job.Factory) {
		j := start(t, sh(t, f, "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"))
		wait(t, j)
		u, err := j.Usage()
		require.NoError(t, err)
		require.Positive(t, u.User+u.Sys)
		require.GreaterOrEqual(t, u.Wall, u.User/2)
		require.Greater(t, u.MaxRSS, int64(100<<10))
	}},
	{"wait for any and for all", func(t *testing.T, f *job.Factory) {
		slow, fast := start(t, create(t, f, job.Options{Program: "cat"})), start(t, sh(t, f, "exit 3"))
		first, st, err := job.WaitAny(within(t, patience), slow, fast)
		require.NoError(t, err)
		require.Same(t, fast, first)
		require.Equal(t, 3, st.Value)
		_, err = job.WaitAll(within(t, 10*time.Millisecond), slow, fast)
		fails(t, err, job.EINPROGRESS, "job.wait_all")
		_, _, err = job.WaitAny(within(t, 10*time.Millisecond), slow)
		fails(t, err, job.EINPROGRESS, "none of cat#1 has ended after 10 ms")
		require.NoError(t, slow.CloseStdin())
		sts, err := job.WaitAll(within(t, patience), slow, fast)
		require.NoError(t, err)
		require.Equal(t, []job.Status{{Type: job.Exited, OK: true}, {Type: job.Exited, Value: 3}}, sts)
	}},
	{"a context that is cancelled ends a wait", func(t *testing.T, f *job.Factory) {
		j := start(t, create(t, f, job.Options{Program: "cat"}))
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(10*time.Millisecond, cancel)
		_, err := j.Wait(ctx)
		fails(t, err, job.ECANCELED)
		require.ErrorIs(t, err, context.Canceled)
	}},
}
