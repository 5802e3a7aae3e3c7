package local_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/local"
)

// faraway is a host that is out of reach when its processes end.
type faraway struct{ *local.Host }

func (faraway) Name() string { return "faraway" }

func (h faraway) Start(ctx context.Context, s job.Spec) (job.Process, error) {
	p, err := h.Host.Start(ctx, s)
	return lost{p}, err
}

type lost struct{ job.Process }

func (l lost) Wait() (job.Exit, error) {
	l.Process.Wait()
	return job.Exit{}, job.Errorf("", job.ENOTCONN, "the line is dead")
}

func TestHostThatIsLost(t *testing.T) {
	f := job.NewFactory(faraway{local.New()}, job.FactoryOptions{})
	defer func() { require.NoError(t, f.Close()) }()
	j, err := f.Create(job.Options{Program: "true"})
	require.NoError(t, err)
	require.NoError(t, j.Start(context.Background()))
	st, err := j.Wait(context.Background())
	require.Equal(t, job.Status{Type: job.Unknown}, st)
	require.EqualError(t, err, "job.wait: ENOTCONN: the line is dead")
	_, _, err = job.WaitAny(context.Background(), j)
	require.ErrorIs(t, err, job.ENOTCONN)
	_, err = job.WaitAll(context.Background(), j)
	require.ErrorIs(t, err, job.ENOTCONN)
	c, err := job.Says("x")
	require.NoError(t, err)
	_, err = j.WaitReady(context.Background(), false, c)
	require.ErrorContains(t, err, `ENOTCONN: it ended before it was ready: no match of "x" (in 0 bytes); true#1 was lost with its host`)
}

func TestHandlesOfDifferentHosts(t *testing.T) {
	here, there := job.NewFactory(local.New(), job.FactoryOptions{}), job.NewFactory(faraway{local.New()}, job.FactoryOptions{})
	a, err := here.Create(job.Options{Program: "true"})
	require.NoError(t, err)
	b, err := there.Create(job.Options{Program: "true"})
	require.NoError(t, err)
	flt, err := a.AttachFilter(job.FilterOptions{Stdout: true})
	require.NoError(t, err)
	require.EqualError(t, flt.AddOutput(b, job.Stdout), "job.add_output: EXDEV: true#1 is on host faraway, the filter on local")
	require.NoError(t, here.Close())
	require.NoError(t, there.Close())
}
