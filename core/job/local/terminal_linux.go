package local

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
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

func setSize(fd int, s job.Size) error {
	return unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(s.Rows), Col: uint16(s.Cols)})
}

func echoOff(fd int) error {
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return err
	}
	t.Lflag &^= unix.ECHO
	return unix.IoctlSetTermios(fd, unix.TCSETS, t)
}

// keyboard is what types into a terminal.
type keyboard struct {
	master *end
	closed atomic.Bool

	mu   sync.Mutex // held while something is typed
	last byte       // that was typed
}

// Write types p. It waits while the terminal takes no more.
func (k *keyboard) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.closed.Load() {
		return 0, fs.ErrClosed
	}
	n, err := k.master.Write(p)
	if n > 0 {
		k.last = p[n-1]
	}
	switch {
	case k.closed.Load() && errors.Is(err, os.ErrDeadlineExceeded):
		err = fs.ErrClosed
	case errors.Is(err, unix.EIO): // nobody has the terminal open
		err = unix.EPIPE
	}
	return n, err
}

// SetWriteDeadline ends a Write that waits.
func (k *keyboard) SetWriteDeadline(t time.Time) error { return k.master.SetWriteDeadline(t) }

// Close ends a Write that waits, and types the character that stands for an end
// of file. It can be tried again when the terminal takes no more.
func (k *keyboard) Close() error {
	k.closed.Store(true)
	_ = k.master.SetWriteDeadline(time.Unix(1, 0)) // of one that is closed, nothing waits
	k.mu.Lock()
	defer k.mu.Unlock()
	var err error
	cerr := k.master.control(func(fd int) { err = k.endOfFile(fd) })
	switch {
	case cerr != nil, errors.Is(err, unix.EIO):
		return nil // the terminal is gone, and its reader
	case errors.Is(err, unix.EAGAIN):
		return fmt.Errorf("the terminal takes no more before the program reads: %w", err)
	}
	return err
}

// endOfFile types what makes the reader see an end of file. In a line that has
// begun the first such character only hands the line over.
func (k *keyboard) endOfFile(fd int) error {
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return err
	}
	const usual = 'D' & 0x1f
	eof := t.Cc[unix.VEOF]
	if eof == 0 { // there is none
		eof = usual
	}
	begun := k.last != 0 && k.last != '\n' && k.last != '\r' && k.last != eof
	if begun && t.Lflag&unix.ICANON != 0 {
		if _, err := unix.Write(fd, []byte{eof}); err != nil {
			return err
		}
		k.last = eof
	}
	_, err = unix.Write(fd, []byte{eof})
	return err
}
