package local

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

func setSize(fd int, s job.Size) error {
	return unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(s.Rows), Col: uint16(s.Cols)})
}

func echoOff(fd int) error {
	t, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return err
	}
	t.Lflag &^= unix.ECHO
	return unix.IoctlSetTermios(fd, setTermios, t)
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
	t, err := unix.IoctlGetTermios(fd, getTermios)
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
