package jobtest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// looking is the context of a call that does not wait.
func looking() context.Context {
	ctx, cancel := job.Within(context.Background(), 0)
	defer cancel()
	return ctx
}

// receives is what concerns taking messages out.
var receives = []Case{
	{"after the eos there is nothing", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "echo x")
		flt := attach(t, j, all)
		wait(t, start(t, j))
		require.Equal(t, []string{"x"}, drain(t, flt))
		_, err := flt.Receive(context.Background())
		fails(t, err, job.ENODATA, "its outputs are at their end; sh#1 exited with code 0")
		for _, call := range []func() error{
			func() error { _, err := flt.ReceiveLast(context.Background()); return err },
			func() error { _, err := flt.ReceiveSingle(context.Background()); return err },
			func() error { _, err := flt.ReceiveMany(context.Background(), 0); return err },
			func() error { _, err := job.Poll(context.Background(), flt); return err },
			func() error { _, err := job.Receive(context.Background(), flt); return err },
		} {
			fails(t, call(), job.ENODATA)
		}
		ok, err := flt.HasData(context.Background())
		require.NoError(t, err)
		require.False(t, ok)
	}},
	{"a filter that comes too late has nothing to wait for", func(t *testing.T, f *job.Factory) {
		j := start(t, sh(t, f, "echo x"))
		wait(t, j)
		flt := attach(t, j, all)
		_, err := flt.Receive(context.Background())
		fails(t, err, job.ENODATA)
		wait(t, start(t, j))
		require.Equal(t, []string{"x"}, drain(t, flt))
	}},
	{"a call without time takes what is there", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "echo x")
		flt := attach(t, j, all)
		_, err := flt.Receive(looking())
		fails(t, err, job.ETIMEDOUT, "for 0 ms; sh#1 is not started")
		wait(t, start(t, j))
		m, err := flt.Receive(looking())
		require.NoError(t, err)
		require.Equal(t, "x", string(m.Data))
	}},
	{"the last stays", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "seq 1 5")
		flt := attach(t, j, all)
		wait(t, start(t, j))
		for range 2 {
			m, err := flt.ReceiveLast(looking())
			require.NoError(t, err)
			require.Equal(t, "5", string(m.Data))
		}
		require.Equal(t, []string{"1", "2", "3", "4", "5"}, drain(t, flt))
	}},
	{"many at once", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "seq 1 5")
		flt := attach(t, j, all)
		wait(t, start(t, j))
		ms, err := flt.ReceiveMany(looking(), 2)
		require.NoError(t, err)
		require.Equal(t, []string{"1", "2"}, data(ms))
		ms, err = flt.ReceiveMany(looking(), 0)
		require.NoError(t, err)
		require.Equal(t, []string{"3", "4", "5", ""}, data(ms))
		require.True(t, ms[3].EOS)
	}},
	{"a single one", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "echo one")
		flt := attach(t, j, all)
		wait(t, start(t, j))
		m, err := flt.ReceiveSingle(looking())
		require.NoError(t, err)
		require.Equal(t, "one", string(m.Data))
		two := sh(t, f, "seq 1 2")
		flt = attach(t, two, all)
		wait(t, start(t, two))
		_, err = flt.ReceiveSingle(looking())
		fails(t, err, job.EINVAL, "2 messages of filter")
		require.Equal(t, []string{"1", "2"}, drain(t, flt), "nothing was removed")
	}},
	{"data that is there or comes", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{Program: "cat"})
		flt := attach(t, j, all)
		start(t, j)
		ok, err := flt.HasData(within(t, 10*time.Millisecond))
		require.NoError(t, err)
		require.False(t, ok)
		require.NoError(t, j.Send(within(t, patience), []byte("x\n")))
		ok, err = flt.HasData(within(t, patience))
		require.NoError(t, err)
		require.True(t, ok)
		require.NoError(t, flt.Clear())
		ok, err = flt.HasData(looking())
		require.NoError(t, err)
		require.False(t, ok)
	}},
	{"several filters", func(t *testing.T, f *job.Factory) {
		a, b := create(t, f, job.Options{Program: "cat"}), create(t, f, job.Options{Program: "cat"})
		fa, fb := attach(t, start(t, a), all), attach(t, start(t, b), all)
		_, err := job.Poll(within(t, 10*time.Millisecond), fa, fb)
		fails(t, err, job.ETIMEDOUT, `no message of the filters "lines" of cat#1, "lines" of cat#2 for 10 ms`)
		require.NoError(t, b.Send(within(t, patience), []byte("x\n")))
		ready, err := job.Poll(within(t, patience), fa, fb)
		require.NoError(t, err)
		require.Equal(t, []*job.Filter{fb}, ready)
		m, err := job.Receive(within(t, patience), fa, fb)
		require.NoError(t, err)
		require.Same(t, fb, m.Filter)
		require.NoError(t, a.Destroy(context.Background(), time.Second))
		_, err = job.Receive(within(t, patience), fa, fb)
		fails(t, err, job.EBADF)
	}},
	{"destroying a job ends a wait on its filter", func(t *testing.T, f *job.Factory) {
		j := start(t, create(t, f, job.Options{Program: "cat"}))
		flt := attach(t, j, all)
		time.AfterFunc(10*time.Millisecond, func() { j.Destroy(context.Background(), time.Second) })
		m, err := flt.Receive(within(t, patience))
		if err == nil { // the eos came first
			require.True(t, m.EOS)
			_, err = flt.Receive(within(t, patience))
		}
		require.Contains(t, []job.Code{job.EBADF, job.ENODATA}, job.CodeOf(err))
	}},
}
