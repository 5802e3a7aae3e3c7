// Package jobtest is the table of what every host of jobs must do. A host's
// tests run it with factories of its own.
package jobtest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// patience is how long a test waits for something that is sure to happen.
const patience = 30 * time.Second

// Case is one thing that a host must do.
type Case struct {
	Name string
	Test func(t *testing.T, f *job.Factory)
}

// Run runs all cases, each with a factory of its own from newFactory, which is
// closed when the case ends.
func Run(t *testing.T, newFactory func(t *testing.T) *job.Factory) {
	run := func(c Case, parallel bool) {
		t.Run(strings.ReplaceAll(c.Name, " ", "_"), func(t *testing.T) {
			if parallel {
				t.Parallel()
			}
			f := newFactory(t)
			defer func() { require.NoError(t, f.Close()) }()
			c.Test(t, f)
		})
	}
	for _, cases := range [][]Case{
		life, surroundings, channels, descriptors, terminals, filters, captures, hostile, receives, expects, ends, wrappers,
		ready, restarts, strays, orphans,
	} {
		for _, c := range cases {
			run(c, true)
		}
	}
	for _, c := range floods {
		run(c, false)
	}
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := job.Within(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

// create makes a job or fails the test.
func create(t *testing.T, f *job.Factory, o job.Options) *job.Job {
	t.Helper()
	j, err := f.Create(o)
	require.NoError(t, err)
	return j
}

// sh makes a job of a shell command.
func sh(t *testing.T, f *job.Factory, script string) *job.Job {
	t.Helper()
	return create(t, f, job.Options{Program: "sh", Args: []string{"-c", script}})
}

// daemon makes a job of a shell command that may leave processes running.
func daemon(t *testing.T, f *job.Factory, script string) *job.Job {
	t.Helper()
	return create(t, f, job.Options{Program: "sh", Args: []string{"-c", script}, OnOrphan: job.OrphanIgnored})
}

// start starts a job or fails the test.
func start(t *testing.T, j *job.Job) *job.Job {
	t.Helper()
	require.NoError(t, j.Start(within(t, patience)))
	return j
}

// wait waits for a job's end.
func wait(t *testing.T, j *job.Job) job.Status {
	t.Helper()
	st, err := j.Wait(within(t, patience))
	require.NoError(t, err)
	return st
}

// attach attaches a filter or fails the test.
func attach(t *testing.T, j *job.Job, o job.FilterOptions) *job.Filter {
	t.Helper()
	f, err := j.AttachFilter(o)
	require.NoError(t, err)
	return f
}

// receive receives a message or fails the test.
func receive(t *testing.T, f *job.Filter) job.Message {
	t.Helper()
	m, err := f.Receive(within(t, patience))
	require.NoError(t, err)
	return m
}

// drain receives up to the eos and gives the data.
func drain(t *testing.T, f *job.Filter) (data []string) {
	t.Helper()
	for {
		m := receive(t, f)
		if m.EOS {
			return data
		}
		data = append(data, string(m.Data))
	}
}

// fails requires an error of a code, with all of the texts in its message, and
// that it is one line.
func fails(t *testing.T, err error, code job.Code, texts ...string) {
	t.Helper()
	require.Error(t, err)
	require.Equal(t, code, job.CodeOf(err), "%v", err)
	require.True(t, errors.Is(err, code))
	for _, text := range texts {
		require.Contains(t, err.Error(), text)
	}
	require.NotContains(t, err.Error(), "\n")
}

var all = job.FilterOptions{Stdout: true}
