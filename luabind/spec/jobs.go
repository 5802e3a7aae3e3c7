package spec

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
)

// jobsMax is how many jobs are told of.
const jobsMax = 10

// describeJobs tells of the jobs that there are when a test fails.
func (r *run) describeJobs(failures []event.Failure) {
	if len(failures) == 0 {
		return
	}
	f := &failures[len(failures)-1]
	jobs := r.rt.Jobs()
	told := telling(jobs)
	for _, j := range told {
		words := j.String()
		if tail := j.Tail(tailLines); len(tail) > 0 {
			words += ", last output:"
			for _, line := range tail {
				words += "\n  " + line
			}
		}
		f.Jobs = append(f.Jobs, words)
	}
	if n := len(jobs) - len(told); n > 0 {
		f.Jobs = append(f.Jobs, fmt.Sprintf("and %d more", n))
	}
}

// telling gives the jobs of which to tell: those that live or did not end well, and
// then the newest.
func telling(jobs []*job.Job) []*job.Job {
	if len(jobs) <= jobsMax {
		return jobs
	}
	over, cancel := context.WithCancel(context.Background())
	cancel() // what has ended is asked for only
	well := func(j *job.Job) bool {
		st, err := j.Wait(over)
		return err == nil && st.OK
	}
	var told []*job.Job
	for _, dull := range []bool{false, true} {
		for _, j := range slices.Backward(jobs) {
			if len(told) < jobsMax && well(j) == dull && !slices.Contains(told, j) {
				told = append(told, j)
			}
		}
	}
	slices.SortFunc(told, func(a, b *job.Job) int { return cmp.Compare(slices.Index(jobs, a), slices.Index(jobs, b)) })
	return told
}
