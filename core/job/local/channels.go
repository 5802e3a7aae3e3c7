package local

import (
	"os"
	"slices"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

// channels are the descriptors that a process is given, and our ends of them.
type channels struct {
	child  []int // by the number that the process knows; none is one it does not have
	opened []int // the child's ends, closed here once it has them
	in     []*channel
	out    []*channel
	// keyboard is our end of descriptor 0 where that is a terminal.
	keyboard *keyboard
}

const none = -1

// channel is our end of a descriptor of the process.
type channel struct {
	number int
	end
}

func newChannels(s job.Spec) (*channels, error) {
	in, out := len(s.Inputs), len(s.Outputs)
	c := &channels{
		child: make([]int, 3, 3+in+out), opened: make([]int, 0, 3+in+out),
		in: make([]*channel, 0, 1+in), out: make([]*channel, 0, 2+out),
	}
	if err := c.open(s); err != nil {
		c.closeChild()
		c.closeOurs()
		return nil, err
	}
	return c, nil
}

func (c *channels) open(s job.Spec) error {
	if err := c.standard(s); err != nil {
		return err
	}
	for _, fd := range s.Inputs {
		if err := c.pipe(fd, false); err != nil {
			return err
		}
	}
	for _, fd := range s.Outputs {
		if err := c.pipe(fd, true); err != nil {
			return err
		}
	}
	return nil
}

// standard opens descriptors 0, 1 and 2.
func (c *channels) standard(s job.Spec) error {
	if s.PTY != nil {
		return c.terminal(*s.PTY)
	}
	if s.NoStdin {
		null, err := unix.Open(os.DevNull, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if err != nil {
			return job.IOError("", os.DevNull, err)
		}
		c.give(null, 0)
	} else if err := c.pipe(0, false); err != nil {
		return err
	}
	if err := c.pipe(1, true); err != nil {
		return err
	}
	return c.pipe(2, true)
}

// give makes end the process's descriptors fds.
func (c *channels) give(end int, fds ...int) {
	c.opened = append(c.opened, end)
	for _, fd := range fds {
		for len(c.child) <= fd {
			c.child = append(c.child, none)
		}
		c.child[fd] = end
	}
}

// pipe makes a pipe the process's descriptor fd. Our end does not block; it reads
// if the process writes.
func (c *channels) pipe(fd int, childWrites bool) error {
	var ends [2]int
	if err := openPipe(&ends); err != nil {
		return err
	}
	mine, theirs := ends[1], ends[0]
	if childWrites {
		mine, theirs = theirs, mine
	}
	c.give(theirs, fd)
	// A pipe that was just made has no other flag.
	if _, err := unix.FcntlInt(uintptr(mine), unix.F_SETFL, unix.O_NONBLOCK); err != nil {
		syscall.Close(mine)
		return os.NewSyscallError("fcntl", err)
	}
	ch := &channel{number: fd, end: end{fd: mine}}
	if childWrites {
		c.out = append(c.out, ch)
	} else {
		c.in = append(c.in, ch)
	}
	return nil
}

func (c *channels) closeChild() {
	for _, fd := range c.opened {
		syscall.Close(fd)
	}
}

func (c *channels) closeOurs() {
	for _, ch := range slices.Concat(c.in, c.out) {
		ch.Close()
	}
}

// pipes gives the names that the system has for the pipes which are still open.
func (c *channels) pipes() (names []string) {
	for _, ch := range slices.Concat(c.in, c.out) {
		_ = ch.control(func(fd int) {
			if name, err := os.Readlink("/proc/self/fd/" + strconv.Itoa(fd)); err == nil {
				names = append(names, name)
			}
		})
	}
	return names
}
