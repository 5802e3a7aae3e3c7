package local

import (
	"errors"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

// inheritable sets what the spec asks for in the calling thread.
func inheritable(s job.Spec) error {
	if s.Nice != nil {
		if err := unix.Setpriority(unix.PRIO_PROCESS, 0, *s.Nice); err != nil {
			return job.Errorf("", job.CodeOf(err), "niceness %d: %w", *s.Nice, err)
		}
	}
	if len(s.Affinity) == 0 {
		return nil
	}
	var set unix.CPUSet
	for _, cpu := range s.Affinity {
		set.Set(cpu)
	}
	switch err := unix.SchedSetaffinity(0, &set); {
	case errors.Is(err, unix.EINVAL):
		return job.Errorf("", job.EINVAL, "affinity %v: none of these processors is there", s.Affinity)
	case err != nil:
		return job.Errorf("", job.CodeOf(err), "affinity %v: %w", s.Affinity, err)
	}
	return nil
}
