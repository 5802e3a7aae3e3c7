package local

import (
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
	if s.Affinity == nil {
		return nil
	}
	var set unix.CPUSet
	for _, cpu := range s.Affinity {
		set.Set(cpu)
	}
	if err := unix.SchedSetaffinity(0, &set); err != nil {
		return job.Errorf("", job.CodeOf(err), "affinity %v: %w", s.Affinity, err)
	}
	return nil
}
