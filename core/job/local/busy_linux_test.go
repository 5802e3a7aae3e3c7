package local

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// An output gets the larger pipe and buffers once it has filled the small ones
// several times without a rest, and no sooner.
func TestBusyOutput(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	holds := func() int {
		size, err := unix.FcntlInt(r.Fd(), unix.F_GETPIPE_SZ, 0)
		require.NoError(t, err)
		return size
	}
	s := supply{buffers: newBuffers()}
	rest := chunk - 1
	for _, n := range []int{chunk, chunk, chunk, rest, chunk, chunk, chunk} {
		s.saw(r.Fd(), n)
		b := s.get()
		require.Len(t, *b, chunk)
		s.put(b)
		require.Equal(t, chunk, holds())
	}
	small := s.get()
	s.saw(r.Fd(), chunk)
	s.put(small)
	require.Equal(t, busyChunk, holds())
	large := s.get()
	require.Len(t, *large, busyChunk)
	s.put(large)
	require.Len(t, *s.small.Get().(*[]byte), chunk, "each pool has buffers of one size")
}

// What is no pipe, or may not be larger, stays as it is.
func TestBusyOutputThatCannotGrow(t *testing.T) {
	f, err := os.Open(os.DevNull)
	require.NoError(t, err)
	defer f.Close()
	s := supply{buffers: newBuffers()}
	for range 3 * busyAfter {
		s.saw(f.Fd(), chunk)
	}
	require.Len(t, *s.get(), chunk)
}
