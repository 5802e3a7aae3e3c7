package guard

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"golang.org/x/sys/unix"
)

// name is what the guardian has in the place of its program's name. It does not
// have tlua's: who kills all processes of that name does not mean it.
const name = "job-guardian"

// The guardian's ends of what connects it with the other process. A pipe wakes
// only who waits at its other end: on a socket that both sides write to, each
// would wake the other by reading.
const (
	startsFD  = 3 // a socket: the processes to be started, with their descriptors
	repliesFD = 4 // a pipe: one reply to each of them
	controlFD = 5 // a pipe: whatever else is asked for
	eventsFD  = 6 // a pipe: what is told
	lastFD    = eventsFD
)

// A message is a frame: the length of the rest in four bytes, and fields, each of
// them a number or, with their length or count before them, bytes or a list.

type writer struct{ b []byte }

func newWriter() *writer { return &writer{make([]byte, 4, 64)} }

// frame gives the message, complete.
func (w *writer) frame() []byte {
	binary.NativeEndian.PutUint32(w.b, uint32(len(w.b)-4))
	return w.b
}

func (w *writer) number(n uint64)  { w.b = binary.AppendUvarint(w.b, n) }
func (w *writer) integer(n int)    { w.b = binary.AppendVarint(w.b, int64(n)) }
func (w *writer) text(s string)    { w.number(uint64(len(s))); w.b = append(w.b, s...) }
func (w *writer) texts(l []string) { list(w, l, w.text) }
func (w *writer) integers(l []int) { list(w, l, w.integer) }

func list[T any](w *writer, l []T, each func(T)) {
	w.number(uint64(len(l)))
	for _, v := range l {
		each(v)
	}
}

// reader reads what a writer wrote: the other end is of the same program.
type reader struct{ b string }

// ReadByte makes it an io.ByteReader.
func (r *reader) ReadByte() (byte, error) {
	b := r.b[0]
	r.b = r.b[1:]
	return b, nil
}

func (r *reader) number() uint64 {
	n, _ := binary.ReadUvarint(r)
	return n
}

func (r *reader) integer() int {
	n, _ := binary.ReadVarint(r)
	return int(n)
}

func (r *reader) text() string {
	n := r.number()
	s := r.b[:n]
	r.b = r.b[n:]
	return s
}

func (r *reader) texts() []string { return unlist(r, r.text) }
func (r *reader) integers() []int { return unlist(r, r.integer) }

func unlist[T any](r *reader, each func() T) []T {
	l := make([]T, r.number())
	for i := range l {
		l[i] = each()
	}
	return l
}

// encode gives c as a frame.
func (c *Command) encode() []byte {
	size := 64
	for _, s := range c.Env {
		size += len(s) + 2
	}
	w := &writer{make([]byte, 4, size+1024)}
	w.number(c.ID)
	w.text(c.Path)
	w.texts(c.Argv)
	w.texts(c.Env)
	w.text(c.Dir)
	w.integers(present(c.Files))
	w.integer(flag(c.Terminal))
	w.integer(flag(c.Nice != nil))
	if c.Nice != nil {
		w.integer(*c.Nice)
	}
	w.integers(c.Affinity)
	return w.frame()
}

func decode(b []byte) *Command {
	r := reader{string(b)}
	c := &Command{ID: r.number(), Path: r.text(), Argv: r.texts(), Env: r.texts(), Dir: r.text(), Files: r.integers(), Terminal: r.integer() != 0}
	if r.integer() != 0 {
		nice := r.integer()
		c.Nice = &nice
	}
	c.Affinity = r.integers()
	return c
}

// present has 0 for each descriptor that there is: which it is, is told beside.
func present(files []int) []int {
	out := make([]int, len(files))
	for i, fd := range files {
		out[i] = min(fd, 0)
	}
	return out
}

func flag(on bool) int {
	if on {
		return 1
	}
	return 0
}

// maxRights is how many descriptors the system hands over at once.
const maxRights = 253

// send writes a frame to a socket, and hands over up to twice maxRights
// descriptors with it. A socket whose other end is gone is the error EPIPE.
func send(socket int, frame []byte, fds ...int) error {
	if n := len(fds) - maxRights; n > 0 {
		if err := sendAll(socket, frame[:1], fds[:n]); err != nil {
			return err
		}
		frame, fds = frame[1:], fds[n:]
	}
	return sendAll(socket, frame, fds)
}

func sendAll(socket int, b []byte, fds []int) error {
	var rights []byte
	if len(fds) > 0 {
		rights = unix.UnixRights(fds...)
	}
	for len(b) > 0 {
		n, err := unix.SendmsgN(socket, b, rights, nil, unix.MSG_NOSIGNAL)
		if err != nil && err != unix.EINTR {
			return err
		}
		if n > 0 {
			b, rights = b[n:], nil
		}
	}
	return nil
}

// readFrame reads a frame, and gives it without its length.
func readFrame(r io.Reader) (string, error) {
	var length [4]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return "", err
	}
	frame := make([]byte, binary.NativeEndian.Uint32(length[:]))
	_, err := io.ReadFull(r, frame)
	return string(frame), err
}

// mailbox reads frames from a pipe, as far as they have come.
type mailbox struct {
	fd  int
	buf []byte
}

// receive gives the frames that have come, without their lengths. io.EOF when
// none can come any more.
func (m *mailbox) receive() (frames []string, err error) {
	var b [4096]byte
	n, err := unix.Read(m.fd, b[:])
	switch {
	case err == unix.EINTR:
		return nil, nil
	case err != nil || n == 0:
		return nil, io.EOF
	}
	m.buf = append(m.buf, b[:n]...)
	for len(m.buf) >= 4 {
		end := 4 + int(binary.NativeEndian.Uint32(m.buf))
		if len(m.buf) < end {
			break
		}
		frames = append(frames, string(m.buf[4:end]))
		m.buf = m.buf[end:]
	}
	return frames, nil
}

// writeAll writes to a pipe. One that nobody reads is the error EPIPE.
func writeAll(fd int, b []byte) error {
	for len(b) > 0 {
		n, err := unix.Write(fd, b)
		if err != nil && err != unix.EINTR {
			return err
		}
		b = b[max(n, 0):]
	}
	return nil
}

// inbox reads frames, and descriptors that come with them, from a socket that is
// sent no frame before the one before it is answered.
type inbox struct {
	socket int
	buf    []byte
	oob    []byte
	fds    []int
}

func newInbox(socket int) inbox {
	return inbox{socket: socket, oob: make([]byte, unix.CmsgSpace(maxRights*4)), buf: make([]byte, 0, 64<<10)}
}

var errCut = errors.New("descriptors were lost on their way: no more can be open")

// next gives the next frame without its length, valid until the next call, and
// its descriptors. io.EOF when the other end is gone.
func (in *inbox) next() (frame []byte, fds []int, err error) {
	in.buf, in.fds = in.buf[:0], nil
	cut := false
	for want := 4; len(in.buf) < want; {
		in.buf = slices.Grow(in.buf, max(want, 4096)-len(in.buf))
		n, oobn, flags, _, err := unix.Recvmsg(in.socket, in.buf[len(in.buf):cap(in.buf)], in.oob, unix.MSG_CMSG_CLOEXEC)
		if err == unix.EINTR {
			continue
		}
		if err != nil || n == 0 {
			return nil, in.fds, io.EOF
		}
		cut = cut || flags&unix.MSG_CTRUNC != 0
		in.take(in.oob[:oobn])
		in.buf = in.buf[:len(in.buf)+n]
		if len(in.buf) >= 4 {
			want = 4 + int(binary.NativeEndian.Uint32(in.buf))
		}
	}
	if cut {
		err = errCut
	}
	return in.buf[4:], in.fds, err
}

func (in *inbox) take(oob []byte) {
	messages, _ := unix.ParseSocketControlMessage(oob)
	for _, m := range messages {
		if fds, err := unix.ParseUnixRights(&m); err == nil {
			in.fds = append(in.fds, fds...)
		}
	}
}
