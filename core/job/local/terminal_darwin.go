package local

import (
	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

const (
	getTermios = unix.TIOCGETA
	setTermios = unix.TIOCSETA
)

// terminal says that there is none.
func (c *channels) terminal(job.PTY) error {
	return job.Errorf("", "ENOTSUP", "a job has no pseudo-terminal on macOS: leave spawner out")
}
