package local

import (
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

const (
	getTermios = unix.TCGETS
	setTermios = unix.TCSETS
)

// terminal opens a pseudo-terminal for descriptors 0, 1 and 2. Our end of it is
// non-blocking before it becomes a file: only so does the runtime's poller watch
// it, and deadlines and Close end a call that waits.
func (c *channels) terminal(p job.PTY) error {
	const ptmx = "/dev/ptmx"
	ours, err := unix.Open(ptmx, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return job.IOError("", ptmx, err)
	}
	c.out = append(c.out, &channel{number: 1, end: end{fd: ours}})
	c.keyboard = &keyboard{master: &c.out[0].end}
	if err := unix.IoctlSetPointerInt(ours, unix.TIOCSPTLCK, 0); err != nil {
		return job.IOError("", ptmx, err)
	}
	n, err := unix.IoctlGetInt(ours, unix.TIOCGPTN)
	if err != nil {
		return job.IOError("", ptmx, err)
	}
	name := "/dev/pts/" + strconv.Itoa(n)
	theirs, err := unix.Open(name, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return job.IOError("", name, err)
	}
	c.give(theirs, 0, 1, 2)
	if err := setSize(theirs, p.Size); err != nil {
		return job.IOError("", name, err)
	}
	if p.NoEcho {
		if err := echoOff(theirs); err != nil {
			return job.IOError("", name, err)
		}
	}
	return nil
}
