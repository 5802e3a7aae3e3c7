package local

import (
	"cmp"
	"errors"
	"io"
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

// control calls f with a file's descriptor, which stays open that long.
func control(file *os.File, f func(fd int)) error {
	raw, err := file.SyscallConn()
	if err != nil {
		return err
	}
	return raw.Control(func(fd uintptr) { f(int(fd)) })
}

// output is the reading end of a pipe, or a terminal. One that nobody reads has no buffer and
// no goroutine: with thousands of jobs, most are silent most of the time.
type output struct {
	*os.File
	fd     int
	poller *poller
	supply supply

	mu     sync.Mutex
	closed bool // the number of the descriptor may be another's
}

// Arm has f called when there is something to read.
func (o *output) Arm(f func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed || o.poller.watch(o.fd, f) != nil {
		go f() // who reads, waits
	}
}

// Disarm takes back what Arm did.
func (o *output) Disarm() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return !o.closed && o.poller.unwatch(o.fd)
}

// Close closes the pipe.
func (o *output) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return nil
	}
	o.closed = true
	o.poller.forget(o.fd)
	return o.File.Close()
}

// Buffered gives how many bytes are in the pipe.
func (o *output) Buffered() (n int, err error) {
	cerr := control(o.File, func(fd int) { n, err = unix.IoctlGetInt(fd, fionread) })
	return n, cmp.Or(cerr, err)
}

// Next hands the next piece to w. The end of a terminal, when no process has it
// open any more, is the error EIO.
func (o *output) Next(w io.Writer) error {
	var buf *[]byte
	var n int
	raw, err := o.SyscallConn()
	if err != nil {
		return err
	}
	werr := raw.Read(func(fd uintptr) bool {
		buf = o.supply.get()
		for {
			if n, err = unix.Read(int(fd), *buf); !errors.Is(err, unix.EINTR) {
				break
			}
		}
		if errors.Is(err, unix.EAGAIN) {
			o.supply.put(buf)
			return false
		}
		o.supply.saw(fd, n)
		return true
	})
	if werr != nil {
		return werr
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
