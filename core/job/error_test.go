package job_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

func TestErrors(t *testing.T) {
	cause := errors.New("cause")
	err := error(job.Errorf("job.start", job.ENOENT, "no program %q: %w", "x", cause))
	require.EqualError(t, err, `job.start: ENOENT: no program "x": cause`)
	require.ErrorIs(t, err, job.ENOENT)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorIs(t, err, cause)
	require.NotErrorIs(t, err, job.EEXIST)
	higher := job.WithOp("ctorrent.start", fmt.Errorf("wrapped: %w", err))
	require.EqualError(t, higher, `ctorrent.start: ENOENT: no program "x": cause`)
	require.NoError(t, job.WithOp("x", nil))
	require.EqualError(t, job.WithOp("x", cause), "x: EIO: cause")
	_, err = os.Open("/no/such")
	require.EqualError(t, job.IOError("fs.read", "/no/such", err), "fs.read: ENOENT: /no/such: no such file or directory")
	require.EqualError(t, &job.Error{Code: job.EIO, Err: cause}, "EIO: cause")
}

func TestCodes(t *testing.T) {
	for want, err := range map[job.Code]error{
		job.ETIMEDOUT:  context.DeadlineExceeded,
		job.ECANCELED:  context.Canceled,
		job.ENOENT:     fs.ErrNotExist,
		job.EEXIST:     os.ErrExist,
		job.EACCES:     fs.ErrPermission,
		"ENOSPC":       &fs.PathError{Err: syscall.ENOSPC},
		job.EADDRINUSE: os.NewSyscallError("bind", syscall.EADDRINUSE),
		job.EBADF:      fmt.Errorf("x: %w", job.EBADF),
		job.EIO:        errors.New("anything"),
	} {
		require.Equal(t, want, job.CodeOf(err), "%v", err)
	}
	for code, sentinel := range map[job.Code]error{
		job.ENOENT: fs.ErrNotExist, job.EEXIST: fs.ErrExist, job.EACCES: fs.ErrPermission, job.EPERM: fs.ErrPermission,
		job.EBADF: fs.ErrClosed, job.ETIMEDOUT: context.DeadlineExceeded, job.EINPROGRESS: context.DeadlineExceeded,
		job.ECANCELED: context.Canceled,
	} {
		require.ErrorIs(t, error(code), sentinel)
	}
}

func TestSignals(t *testing.T) {
	for in, want := range map[string]job.Signal{
		"TERM": 15, "SIGTERM": 15, "term": 15, "9": 9, "USR1": job.Signal(syscall.SIGUSR1), "40": 40,
	} {
		got, err := job.ParseSignal(in)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	for _, in := range []string{"", "TREM", "0", "65", "-1", "1.5"} {
		_, err := job.ParseSignal(in)
		require.ErrorIs(t, err, job.EINVAL, in)
	}
	require.Equal(t, "KILL", job.SIGKILL.String())
	require.Equal(t, "40", job.Signal(40).String())
}

func TestWaited(t *testing.T) {
	start := time.Now()
	ctx, cancel := job.Within(context.Background(), 3*time.Millisecond)
	defer cancel()
	<-ctx.Done()
	require.Equal(t, "3 ms", job.Waited(ctx, start).String(), "what was asked for, however late it is")
	ctx, cancel = context.WithCancel(context.Background())
	cancel()
	require.Less(t, time.Duration(job.Waited(ctx, time.Now())), time.Second)
}
