package local

import (
	"cmp"
	"errors"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// output is the reading end of a pipe, or a terminal. One that nobody reads has
// no buffer and no goroutine: with thousands of jobs, most are silent most of
// the time.
type output struct {
	*end
	watch  watch
	supply supply

	deadline time.Time // as long as the end is no file; under its lock
}

// Arm has f called when there is something to read.
func (o *output) Arm(f func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed || o.watch.arm(o.fd, f) != nil {
		go f() // who reads, waits
	}
}

// Disarm takes back what Arm did.
func (o *output) Disarm() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return !o.closed && o.watch.disarm(o.fd)
}

// Close closes the pipe.
func (o *output) Close() error {
	o.watch.end()
	return o.end.Close()
}

// Buffered gives how many bytes are in the pipe.
func (o *output) Buffered() (n int, err error) {
	cerr := o.control(func(fd int) { n, err = unix.IoctlGetInt(fd, fionread) })
	return n, cmp.Or(cerr, err)
}

// SetReadDeadline ends a Next that waits.
func (o *output) SetReadDeadline(t time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.opened != nil {
		return o.opened.SetReadDeadline(t)
	}
	o.deadline = t
	return nil
}

// Next hands the next piece to w. The end of a terminal, when no process has it
// open any more, is the error EIO.
func (o *output) Next(w io.Writer) error {
	buf, n, err := o.readNow()
	if errors.Is(err, unix.EAGAIN) {
		buf, n, err = o.readLater()
	}
	if buf == nil {
		return err
	}
	defer o.supply.put(buf)
	switch {
	case err != nil:
		return err
	case n == 0:
		return io.EOF
	}
	_, err = w.Write((*buf)[:n])
	return err
}

// readNow reads what is there, without a file. EAGAIN if that is to be done with
// one: nothing is there, or it is a file already.
func (o *output) readNow() (buf *[]byte, n int, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.closed:
		return nil, 0, os.ErrClosed
	case o.opened != nil:
		return nil, 0, unix.EAGAIN
	case !o.deadline.IsZero() && !time.Now().Before(o.deadline):
		return nil, 0, os.ErrDeadlineExceeded
	}
	if buf, n, err = o.read(o.fd); errors.Is(err, unix.EAGAIN) {
		err := o.fileLocked().SetReadDeadline(o.deadline)
		return nil, 0, cmp.Or(err, error(unix.EAGAIN))
	}
	return buf, n, err
}

// readLater waits for something to read.
func (o *output) readLater() (buf *[]byte, n int, err error) {
	raw, err := o.opened.SyscallConn()
	if err != nil {
		return nil, 0, err
	}
	werr := raw.Read(func(fd uintptr) bool {
		buf, n, err = o.read(int(fd))
		return !errors.Is(err, unix.EAGAIN)
	})
	return buf, n, cmp.Or(werr, err)
}

// read reads into a buffer of the supply. EAGAIN, and no buffer, if there is
// nothing to read.
func (o *output) read(fd int) (buf *[]byte, n int, err error) {
	buf = o.supply.get()
	for {
		if n, err = unix.Read(fd, *buf); !errors.Is(err, unix.EINTR) {
			break
		}
	}
	if errors.Is(err, unix.EAGAIN) {
		o.supply.put(buf)
		return nil, 0, err
	}
	o.supply.saw(uintptr(fd), n)
	return buf, n, err
}
