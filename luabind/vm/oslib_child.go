package vm

import (
	"context"
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/tlua/tlua/core/job/local"
)

// shell runs commands.
const shell = "/bin/sh"

// child is a command that a shell runs.
type child struct {
	files  *files
	proc   *local.Child
	copies []*copier
	forget func()
	stop   func() bool // ends its being killed with the context
}

// start starts a command, which ctx ends. stdin and stdout are its ends of
// pipes, or nil for the state's own.
func (s *files) start(ctx context.Context, command string, stdin, stdout *os.File) (*child, error) {
	c := &child{files: s}
	fds, ours, err := s.standardFiles(c, stdin, stdout)
	defer func() {
		for _, f := range ours {
			_ = f.Close()
		}
	}()
	if err == nil {
		c.proc, err = s.host().Run(local.Command{
			Path: shell, Argv: []string{"sh", "-c", command}, Env: s.environ(), Dir: s.opts.Dir, Files: fds,
		})
	}
	if err != nil {
		for _, cp := range c.copies {
			_ = cp.r.Close()
		}
		return nil, err
	}
	c.forget = s.keep(c.end)
	for _, cp := range c.copies {
		go cp.run()
	}
	c.stop = context.AfterFunc(ctx, c.proc.Kill)
	return c, nil
}

// standardFiles gives the descriptors of a command, and those of them that are
// to be closed here once it has them.
func (s *files) standardFiles(c *child, stdin, stdout *os.File) (fds, ours []*os.File, err error) {
	fds = []*os.File{stdin, stdout, nil}
	if stdin == nil {
		if fds[0] = inheritable(s.opts.Stdin); fds[0] == nil {
			if fds[0], err = os.Open(os.DevNull); err != nil {
				return nil, nil, err
			}
			ours = append(ours, fds[0])
		}
	}
	for fd, to := range map[int]io.Writer{1: s.stdout, 2: s.stderr} {
		if fds[fd] != nil {
			continue
		}
		if f, ok := to.(*shared).w.(*os.File); ok {
			fds[fd] = f
			continue
		}
		r, w, err := os.Pipe()
		if err != nil {
			return nil, ours, err
		}
		fds[fd], ours = w, append(ours, w)
		c.copies = append(c.copies, &copier{r: r, w: to, drained: make(chan struct{})})
	}
	return fds, ours, nil
}

// inheritable gives the file that r is if a command can read it: one in a group
// of its own is stopped when it reads a terminal.
func inheritable(r io.Reader) *os.File {
	f, ok := r.(*os.File)
	if !ok {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice != 0 {
		return nil
	}
	return f
}

// wait waits for the end of the command, and until what it wrote so far is
// where it belongs. What it left running stays until the end of the script.
func (c *child) wait() int {
	<-c.proc.Ended()
	for _, cp := range c.copies {
		cp.drain()
	}
	if !c.proc.Left() {
		c.stop()
		c.forget()
	}
	return c.proc.Status()
}

// endTime is how long what was killed may take to be gone.
const endTime = 5 * time.Second

// end kills what is left of the command.
func (c *child) end() error {
	c.stop()
	ctx, cancel := context.WithTimeout(context.Background(), endTime)
	defer cancel()
	err := c.proc.End(ctx)
	for _, cp := range c.copies {
		cp.drain()
		_ = cp.r.Close()
	}
	return err
}

// copier copies what a command writes to the state's output.
type copier struct {
	r       *os.File
	w       io.Writer
	once    sync.Once
	drained chan struct{} // closed when what the command wrote before its end is copied
}

// run copies until nobody can write any more.
func (cp *copier) run() {
	defer cp.once.Do(func() { close(cp.drained) })
	defer cp.r.Close()
	buf := make([]byte, 32<<10)
	for {
		n, err := cp.r.Read(buf)
		if n > 0 { // the writer is not touched without need: its owner may read it by now
			_, _ = cp.w.Write(buf[:n])
		}
		switch {
		case os.IsTimeout(err):
			cp.rest(buf)
			_ = cp.r.SetReadDeadline(time.Time{})
			cp.once.Do(func() { close(cp.drained) })
		case err != nil:
			return
		}
	}
}

// rest copies what is in the pipe and does not wait for more.
func (cp *copier) rest(buf []byte) {
	rc, err := cp.r.SyscallConn()
	if err != nil {
		return
	}
	for n := 1; n > 0; {
		err := rc.Control(func(fd uintptr) { n, _ = syscall.Read(int(fd), buf) })
		if err != nil || n <= 0 {
			return
		}
		_, _ = cp.w.Write(buf[:n])
	}
}

// drain waits until what was written so far is copied.
func (cp *copier) drain() {
	_ = cp.r.SetReadDeadline(time.Unix(1, 0))
	<-cp.drained
}
