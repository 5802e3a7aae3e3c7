package local

import "golang.org/x/sys/unix"

const fionread = unix.TIOCINQ

// saw takes note of how many bytes were read from fd into a buffer of chunk
// bytes. An output that fills its buffers gets a larger pipe, if the system
// allows that.
func (s *supply) saw(fd uintptr, n int) {
	if s.filled++; n < chunk {
		s.filled = 0
	}
	if s.filled == busyAfter && !s.busy {
		_, err := unix.FcntlInt(fd, unix.F_SETPIPE_SZ, busyChunk)
		s.busy = err == nil
	}
}
