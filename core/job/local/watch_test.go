package local_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/local"
)

// teller is an observer of progress, and a sink that tells some at each piece.
type teller struct{ job *job.Job }

func (teller) Wants(k event.Kind) bool { return k == event.Progress }
func (teller) Observe(event.Event)     {}

func (t teller) Write(p []byte) (int, error) {
	t.job.Tell(event.Event{Kind: event.Progress})
	return len(p), nil
}

func (teller) Close() error { return nil }

// Outputs are added and removed while those who read one ask for the job.
func TestWatchingWhileOutputIsTold(t *testing.T) {
	f := job.NewFactory(local.New(), job.FactoryOptions{Observer: teller{}})
	defer func() { require.NoError(t, f.Close()) }()
	j, err := f.Create(job.Options{Program: "yes"})
	require.NoError(t, err)
	j.Watch(job.Stdout, func() job.Sink { return teller{j} })
	require.NoError(t, j.Start(context.Background()))
	flt, err := j.AttachFilter(job.FilterOptions{Stdout: true, Raw: true, QueueBytes: 1})
	require.NoError(t, err)
	for range 5000 {
		require.NoError(t, flt.RemoveOutput(j, job.Stdout))
		require.NoError(t, flt.AddOutput(j, job.Stdout))
	}
	_, err = flt.Receive(context.Background())
	require.NoError(t, err)
}
